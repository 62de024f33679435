"""pandera's YAML of a layout: what ``pandera.io.from_yaml`` reads, over columns of text.

For the whole of what chukan checks, as a pandera schema with its own checks, see ``chukan.rules``.
"""

from __future__ import annotations

from typing import Any

import yaml

from chukan.authoring.export.patterns import inexpressible, limit, pattern
from chukan.layouts.model import Item, Layout


def pandera_yaml(layout: Layout) -> str:
    """Return the YAML text; its first lines list what it cannot express."""
    lines = [
        f"# {layout.address} {layout.name}",
        f"# 定義の SHA-256 {layout.digest}",
        f"# {layout.origin.statement}",
        "# 値はすべて文字列、空欄は欠損値（null）として読んだ表のためのスキーマ。",
        '# 例: pandas.read_csv(..., dtype="string", keep_default_na=False, na_values=[""])',
        "# この YAML で表せない検査:",
        *(f"#   - {text}" for text in inexpressible(layout)),
    ]
    schema: dict[str, Any] = {
        "schema_type": "dataframe",
        "version": "0.20.0",
        "columns": {item.name: _column(item, layout) for item in layout.items},
        "checks": None,
        "index": None,
        "dtype": None,
        "coerce": False,
        "strict": True,
        "name": layout.path,
        "ordered": True,
        "unique": list(layout.key) or None,
        "report_duplicates": "all",
        "unique_column_names": True,
        "add_missing_columns": False,
        "title": layout.name,
        "description": layout.body.description or None,
    }
    return "\n".join(lines) + "\n" + yaml.safe_dump(schema, allow_unicode=True, sort_keys=False, width=120)


def _column(item: Item, layout: Layout) -> dict[str, Any]:
    checks: dict[str, Any] = {}
    codes = layout.code_list(item)
    if codes and not codes.any_value:
        checks["isin"] = list(codes.codes)
    elif form := pattern(item):
        # str_matches anchors at the start only; \Z is the end in Python
        checks["str_matches"] = f"(?:{form})\\Z"
    if size := limit(item):
        checks["str_length"] = {"min_value": None, "max_value": size}
    return {
        "title": None,
        "description": "; ".join(t for t in (item.note, item.source) if t) or None,
        "dtype": "string",
        "nullable": item.required != "required",
        "checks": checks or None,
        "unique": False,
        "coerce": False,
        "required": True,
        "regex": False,
    }
