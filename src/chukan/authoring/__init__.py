"""For authors of packs: lint, workbook import, export, diff, statistics."""
