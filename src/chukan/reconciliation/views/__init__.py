"""What a reconciliation says to people and programs: page, workbook, tables."""
