"""Which encoding a file is in, and what its bytes mean."""
