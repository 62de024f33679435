"""The rules of single items: one rule, one file."""
