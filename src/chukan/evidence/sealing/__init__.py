"""The seal (封印) of an evidence folder."""
