"""What people read of a verification: one HTML page, one Excel workbook, and the charts in both."""
