"""Synthetic people, households and places."""
