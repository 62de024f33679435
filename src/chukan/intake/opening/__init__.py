"""What is settled before the first record is read."""
