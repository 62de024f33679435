"""Where the blocks of files are examined: here, or in processes too. Which one changes nothing of a result."""
