"""Mandatory item 1, judged."""
