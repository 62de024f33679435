"""Where the blocks of files are examined: here, or in processes too, or on a Dask cluster. Which one changes nothing of a result."""
