"""A corrected copy of a file: by named rule, every change in a log, the delivered file untouched."""
