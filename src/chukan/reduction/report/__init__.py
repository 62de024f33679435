"""What a reduction says, and its views."""
