"""Blocks of records to Arrow batches."""
