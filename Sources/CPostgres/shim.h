#pragma once
#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>

// Two arrays of C strings, which Swift would have to allocate. What stands after the URL overrides
// what it says: everything here is UTF-8.
static inline PGconn *cpostgres_start(const char *url) {
    const char *names[] = {"dbname", "client_encoding", "fallback_application_name", 0};
    const char *values[] = {url, "UTF8", "holdfast", 0};
    return PQconnectStartParams(names, values, 1);
}

// The structure of poll(2). 1: there is something to do, or a signal came; 0: time is over; -1:
// failed.
static inline int cpostgres_wait(int fd, int read, int write, int milliseconds) {
    struct pollfd p = {fd, (short)((read ? POLLIN : 0) | (write ? POLLOUT : 0)), 0};
    int n = poll(&p, 1, milliseconds);
    return n > 0 || (n < 0 && errno == EINTR) ? 1 : n;
}

// The names of fields are character constants, which Swift imports under changing types.
static inline const char *cpostgres_state(const PGresult *r) {
    return PQresultErrorField(r, PG_DIAG_SQLSTATE);
}
static inline const char *cpostgres_severity(const PGresult *r) {
    return PQresultErrorField(r, PG_DIAG_SEVERITY_NONLOCALIZED);
}
static inline const char *cpostgres_message(const PGresult *r) {
    return PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
}
static inline const char *cpostgres_constraint(const PGresult *r) {
    return PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME);
}
