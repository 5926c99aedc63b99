"""One hostile server a file; its `CASE` says what must come of it, its name is the row's."""
