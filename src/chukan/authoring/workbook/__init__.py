"""From an Excel workbook of the official kind to a pack.

guard   opens the file, or raises what is wrong with it
grid    a sheet as text
header  finds the tables of a sheet by the words of their headings
items   the rows of an item table
codes   the rows of a code table
write   the pack folder
importer  all of it, and the report
"""
