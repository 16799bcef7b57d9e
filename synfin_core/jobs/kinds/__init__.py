"""One kind of work a file; each has a `KIND`."""
