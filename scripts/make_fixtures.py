"""Makes the files of `fixtures/` and the table in its README. The same bytes on every machine.

    python scripts/make_fixtures.py [FOLDER]

The people in them do not exist. Edit this script, `fixture_cases.py` or `fixture_table.py`, never the files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from fixture_cases import FORM, GOOD, PACKS, PROJECTS, UNREADABLE, VALUES, Case, Folder
from fixture_table import AS_OF, Table

from chukan.layouts.library import Library
from chukan.sample.linked import generate_delivery

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
START, END = "<!-- table: made by scripts/make_fixtures.py -->\n", "<!-- end of table -->\n"
COLUMNS = "| ファイル | 何が違うか | 見つける検査項目 | コマンド |\n|---|---|---|---|\n"
SECTIONS: tuple[tuple[str, Sequence[Case | Folder]], ...] = (
    ("正しいファイル", GOOD), ("ファイルの形の誤り", FORM), ("値の誤り", VALUES), ("検査できないファイル", UNREADABLE),
    ("プロジェクト", PROJECTS), ("レイアウト集の誤り", PACKS),
)  # fmt: skip
LAYOUTS = ("resident_register/household", "resident_register/person", "non_resident_addressee/addressee")
#: Towns that do not exist -> how their files are written.
TOWNS = {"139998": ("cp932", "\r\n"), "139980": ("utf-8", "\n")}


def row(case: Case | Folder) -> str:
    """A line of the table."""
    return f"| `{case.name}` | {case.what} | {case.rules} | `{case.command}` |\n"


def tables() -> str:
    """The tables of the README."""
    return "\n".join(f"### {title}\n\n{COLUMNS}{''.join(row(c) for c in cases)}" for title, cases in SECTIONS)


def make(folder: Path, cases: Iterable[Case]) -> None:
    """Write the files."""
    for case in cases:
        path = folder / case.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(case.make())


def make_project(folder: Path) -> None:
    """Write the data of the good project: two towns, three files each, every reference holds."""
    for code, (encoding, newline) in TOWNS.items():
        addresses = [f"mic@2.7/{layout}" for layout in LAYOUTS]
        tables = generate_delivery(Library(), code, addresses, 15, seed=int(code), as_of=AS_OF)
        for layout, found in zip(LAYOUTS, tables.values(), strict=True):
            table = Table(tuple(found.column_names), tuple(tuple(row.values()) for row in found.to_pylist()))
            path = folder / code / f"{layout.replace('/', '_')}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(table.text(newline).encode(encoding))


def fill_in(readme: Path) -> None:
    """Put the tables into the README, between its two marks."""
    text = readme.read_text(encoding="utf-8")
    before, rest = text.split(START)
    _, after = rest.split(END)
    readme.write_text(f"{before}{START}\n{tables()}\n{END}{after}", encoding="utf-8", newline="\n")


def main() -> None:
    """Make everything, in the folder named or in `fixtures/`."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FIXTURES
    make(folder, (case for _, cases in SECTIONS for case in cases if isinstance(case, Case)))
    make_project(folder / "projects" / "good")
    if (folder / "README.md").exists():
        fill_in(folder / "README.md")


if __name__ == "__main__":
    main()
