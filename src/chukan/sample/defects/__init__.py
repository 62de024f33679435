"""Defects of known kinds."""
