"""The lines that the crash tests want printed at the end of the run."""

LINES = []


def report(line):
    """Adds one line to the summary at the end of the run."""
    LINES.append(line)
