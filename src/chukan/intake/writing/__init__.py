"""Records back to bytes, as agreed."""
