"""The review sheet: a workbook in which a town goes through a pack with its vendor, and the pack that comes of it."""
