"""What needs more than one record: keys, references, histories, registers, totals.

Sees only the columns it asked for, spilled to private Parquet; answers with DuckDB within a memory limit.
"""
