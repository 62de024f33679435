"""Makes the files of `fixtures/` and the table in its README. The same bytes on every machine.

    python scripts/make_fixtures.py [FOLDER]        the bad files, from the good ones
    python scripts/new_people.py                    first: other good files, with other people in them

The people do not exist. Edit this script, `fixture_cases.py` or `fixture_table.py`, never the files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from fixture_cases import FORM, GOOD, PACKS, PROJECTS, UNREADABLE, VALUES, Case, Folder

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
START, END = "<!-- table: made by scripts/make_fixtures.py -->\n", "<!-- end of table -->\n"
COLUMNS = "| ファイル | 何が違うか | 見つける検査項目 | コマンド |\n|---|---|---|---|\n"
SECTIONS: tuple[tuple[str, Sequence[Case | Folder]], ...] = (
    ("正しいファイル", GOOD),
    ("ファイルの形の誤り", FORM),
    ("値の誤り", VALUES),
    ("検査できないファイル", UNREADABLE),
    ("プロジェクト", PROJECTS),
    ("レイアウト集の誤り", PACKS),
)


def row(case: Case | Folder) -> str:
    """Return a line of the table."""
    return f"| `{case.name}` | {case.what} | {case.rules} | `{case.command}` |\n"


def tables() -> str:
    """Return the tables of the README."""
    return "\n".join(f"### {title}\n\n{COLUMNS}{''.join(row(c) for c in cases)}" for title, cases in SECTIONS)


def make(folder: Path, cases: Iterable[Case]) -> None:
    """Write the files."""
    for case in cases:
        path = folder / case.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(case.make())


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
    if (folder / "README.md").exists():
        fill_in(folder / "README.md")


if __name__ == "__main__":
    main()
