"""One repository per kind of thing that a co-op keeps; all queries are here."""
