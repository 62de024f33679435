"""Reading the two sides: files in layouts, Parquet and SQLite."""
