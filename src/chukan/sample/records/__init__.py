"""Records that satisfy a layout."""
