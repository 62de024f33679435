"""Layouts for others: Excel for staff, data dictionaries, and the schema languages that tools read.

excel        the whole definition; `chukan layouts import` reads it back, digest for digest
dictionary   Markdown and HTML
table_schema Frictionless
json_schema  JSON Schema, draft 2020-12
pandera_yaml pandera's YAML, as far as it goes
"""

from chukan.authoring.export.run import FORMATS, export

__all__ = ["FORMATS", "export"]
