"""How things are drawn: folders, CSV, HTML, Excel, Word, charts."""
