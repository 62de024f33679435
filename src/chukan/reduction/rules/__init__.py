"""Retention rules: what they say and what a municipality decides on them."""
