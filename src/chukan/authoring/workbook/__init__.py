"""From Excel workbooks of the official kind to a pack.

opening    a workbook as grids (guard and grid for ``.xlsx``, xls for ``.xls``)
account    what became of each cell: used, heading, known to say nothing, or 要確認
header     the headers of a sheet by their words; tables, titles, sides and legend, what belongs to them
items      the rows of an item table (item_cells, item_row, item_types, cells, pairs: their cells)
codes      the rows of a code table
reading    all the sheets of a workbook (seen: what is beside the tables)
assemble   layouts and code lists (naming, linking, repeats)
origin     the authority that they have
packing    the pack folder
draft      the mapping file that says better
importer   all of it, and the report
"""
