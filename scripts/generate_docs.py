"""Write the pages and files that are made from the code. `--check` only reports what is out of date.

python scripts/generate_docs.py [--check]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from api_page import page as api_page
from layouts_page import generated as layouts_pages

from chukan.rules.markdown import page
from chukan.verification.document import SCHEMA_FILE, json_schema

ROOT = Path(__file__).resolve().parents[1]


def generated() -> dict[Path, str]:
    """Return what each generated file should hold."""
    schema = json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"
    return {
        SCHEMA_FILE: schema,
        ROOT / "docs" / "verification.schema.json": schema,
        ROOT / "docs" / "rules.md": page(),
        ROOT / "docs" / "api.md": api_page(),
        **layouts_pages(),
    }


def main() -> int:
    """0 when all is up to date (or was written)."""
    made = generated()
    stale = [p for p, text in made.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        for path in stale:
            print(f"out of date: {path.name}; run python scripts/generate_docs.py")
        return 1 if stale else 0
    for path in stale:
        path.write_text(made[path], encoding="utf-8", newline="\n")
        print(f"written: {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
