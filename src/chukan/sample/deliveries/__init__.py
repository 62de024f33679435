"""Linked files of one municipality, and the demo."""
