"""What needs more than one record: keys, references, histories, registers, totals.

Sees only the columns that it needs, spilled to private Parquet; runs in DuckDB within a memory limit.
"""
