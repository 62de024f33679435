"""Records that break a condition are repaired, or whole ones broken."""
