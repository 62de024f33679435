"""The reduction of a large register against the bare read of the same file, with the split, and with its verification.

    python benchmarks/reduction.py [RECORDS] [RUNS]     default 1,000,000 and 3; prints a table

除票 with a household each, and the residents of every tenth household: dates decide, links hold. The bare read is what
`verify` does before it checks anything: every byte cut, decoded and accounted for.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path
from typing import Any

from measure import folder, measure, run_here, table

AS_OF = dt.date(2026, 11, 23)
SLIPS, PERSONS = "resident_register/removed", "resident_register/person"
AGREED = {"encoding": "cp932", "newline": "crlf", "delimiter": ",", "header": True, "dates": "yyyymmdd"}


def project(records: int) -> Path:
    """Return a project with two large files, made once."""
    import yaml

    home = folder() / f"reduction2_{records}"
    path = home / "project.yaml"
    if path.exists():
        return path
    home.mkdir(exist_ok=True)
    _write(home / "slips.csv", SLIPS, (_slip(n) for n in range(records)))
    _write(home / "persons.csv", PERSONS, (_person(n) for n in range(0, records, 10)))
    files = [{"layout": "removed", "path": "slips.csv"}, {"layout": "person", "path": "persons.csv"}]
    document = {
        "group": {"name": "計測", "representative": "131016"},
        "layout": "mic@2.7",
        "agreement": AGREED,
        "vendors": [{"id": "a", "name": "A"}, {"id": "c", "name": "C"}],
        "municipalities": [
            {
                "code": "131016",
                "name": "計測区",
                "businesses": [
                    {"business": "resident_register", "from": "a", "to": "c", "files": files},
                ],
            }
        ],
        "reduction": {
            "absent": [{"layouts": "*", "reason": "計測"}],
            "my_number": {"removal": "blank", "basis": "計測"},
            "juhyo_boundary_date": "2014-06-20",
            "archive": {
                "medium": "LTO",
                "label": "L",
                "retain_until": "2036-03-31",
                "keeper": "課",
                "disposal": "長",
                "search": "索引",
                "searched_by": "課",
            },
        },
    }
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return path


def _slip(n: int) -> dict[str, str]:
    day = dt.date(1990, 1, 1) + dt.timedelta(days=n * 7919 % 13_000)
    return {
        "宛名番号": f"{n:015}",
        "履歴番号": "1",
        "除票区分": "1",
        "世帯番号": f"{n:015}",
        "住民種別": "1",
        "住民状態": "2",
        "氏名": "試験　太郎",
        "氏名カナ": "ｼｹﾝ ﾀﾛｳ",
        "生年月日": "19500101",
        "性別": "1",
        "住所": "計測区一番町１丁目２番３号",
        "個人番号": f"{n:012}" if n % 2 else "",
        "消除事由": "22",
        "消除年月日": f"{day:%Y%m%d}",
        "処理年月日": f"{day:%Y%m%d}",
    }


def _person(n: int) -> dict[str, str]:
    return {
        "宛名番号": f"9{n:014}",
        "履歴番号": "1",
        "最新フラグ": "1",
        "世帯番号": f"{n:015}",
        "住民種別": "1",
        "住民状態": "1",
        "氏名": "試験　花子",
        "生年月日": "19800101",
        "性別": "2",
    }


def _write(path: Path, address: str, rows: Any) -> None:
    from chukan.layouts.library import Library

    names = Library().layout(f"mic@2.7/{address}").names
    with path.open("w", encoding="cp932", newline="") as f:
        f.write(",".join(names) + "\r\n")
        f.writelines(",".join(row.get(n, "") for n in names) + "\r\n" for row in rows)


def bare(path: str) -> str:
    """Read both files, and nothing more."""
    from chukan.agreement import Agreement
    from chukan.intake.reader import open_file
    from chukan.layouts.library import Library

    library, agreement, records = Library(), Agreement.model_validate(AGREED), 0
    for name, address in (("slips.csv", SLIPS), ("persons.csv", PERSONS)):
        reader = open_file(Path(path).parent / name, library.layout(f"mic@2.7/{address}"), agreement)
        for batch in reader:
            records += batch.table.num_rows
        reader.account.check()
    return f"{records:,} records"


def reduce(path: str) -> str:
    """`chukan reduce`: classes only."""
    return _reduced(path, None)


def split(path: str) -> str:
    """`chukan reduce --split`: both sets written, 個人番号 blanked, all of it read again."""
    with tempfile.TemporaryDirectory(dir=folder()) as out:
        return _reduced(path, Path(out) / "out")


def verified(path: str) -> str:
    """As `split`, and what is to be migrated is checked as `verify` does: what the command does."""
    with tempfile.TemporaryDirectory(dir=folder()) as out:
        return _reduced(path, Path(out) / "out", verify=True)


def _reduced(path: str, out: Path | None, *, verify: bool = False) -> str:
    from chukan.project.project import Project
    from chukan.reduction.of_project import reduce_project
    from chukan.reduction.report.tables import whole

    report = reduce_project(Project(Path(path)), out=out, as_of=[AS_OF], split=out is not None, verify=verify)
    return f"{whole(report).candidate.records:,} of {whole(report).total.records:,} candidates"


WAYS = {"bare": bare, "reduce": reduce, "split": split, "verified": verified}


def main(records: int, runs: int) -> None:
    """Print the table."""
    path = project(records)
    size = sum(f.stat().st_size for f in path.parent.glob("*.csv"))
    print(table([measure(__file__, name, str(path), runs=runs) for name in WAYS], "bare", size))


if __name__ == "__main__":
    if "--way" in sys.argv:
        at = sys.argv.index("--way")
        run_here(WAYS, sys.argv[at + 1], *sys.argv[at + 2 :])
    else:
        numbers = [int(a) for a in sys.argv[1:]]
        main(numbers[0] if numbers else 1_000_000, numbers[1] if len(numbers) > 1 else 3)
