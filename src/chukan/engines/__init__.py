"""Where the blocks of a file are examined: here, or in processes. Which one changes nothing of a result."""
