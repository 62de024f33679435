"""The judgement of mandatory item 1."""
