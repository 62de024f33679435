"""A project as an Excel workbook: its form, read and written."""
