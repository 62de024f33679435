"""What a new edition does to a file that exists: the records that each change of the layout touches, counted."""
