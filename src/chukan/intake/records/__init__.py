"""What a record is, and cutting a stream into blocks of whole records."""
