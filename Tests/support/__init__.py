"""What the black-box tests share: a client, a server process, its clock, and tenants."""
