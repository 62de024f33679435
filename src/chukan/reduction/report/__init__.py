"""The result of a reduction, and its views."""
