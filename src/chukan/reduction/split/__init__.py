"""The split: records to migrate and records to archive."""
