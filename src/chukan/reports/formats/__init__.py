"""Views of a verification for programs: one format, one module, one entry in `table.FORMATS`."""
