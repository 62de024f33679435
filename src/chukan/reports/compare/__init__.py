"""Two verifications side by side: what is solved, what is still there, what is new."""
