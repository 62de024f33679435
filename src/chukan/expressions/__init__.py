"""SQL conditions over records: parsing, vetting, types, and the one locked DuckDB session."""
