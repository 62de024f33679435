"""A label that means two items means none: lint says so before a file is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chukan.authoring.lint import LintFinding, lint_folder

MakePack = Callable[..., Path]
HEADER = "no,item,type,length,required,key,since,until,basis,source,label\n"
TOWN = "business: town\nname: 町の業務\nlayouts:\n  person: {name: 住民}\n"


def lint(make_pack: MakePack, *rows: str) -> list[LintFinding]:
    table = HEADER + "1,番号,X,5,required,1,,,statute,法1条,No.\n" + "".join(f"{row}\n" for row in rows)
    found = lint_folder(make_pack({"town/person.csv": table, "town/business.yaml": TOWN}))
    return [f for f in found if f.rule == "L02"]


@pytest.mark.parametrize(
    ("rows", "severity", "line", "what"),
    [
        (["2,氏名,N,5,optional,,,,statute,法,No."], "error", 2, "「氏名」の名前か label"),
        (["2,氏名,N,5,optional,,,,statute,法,番号"], "error", 3, "「番号」の名前か label"),
        (["2,氏名,N,5,optional,,,,statute,法,名|名"], "warning", 3, "前に書いた label と同じ"),
        (["2,氏名,N,5,optional,,,,statute,法,氏名"], "warning", 3, "項目名か、"),
    ],
)
def test_a_label_means_one_item(make_pack: MakePack, rows: list[str], severity: str, line: int, what: str) -> None:
    (finding,) = lint(make_pack, *rows)

    assert finding.severity == severity
    assert finding.place.endswith(f"person.csv:{line}")
    assert what in finding.message


def test_items_of_different_editions_may_share_one(make_pack: MakePack) -> None:
    until, since = "2,氏名,N,5,optional,,,1,statute,法,名前", "3,氏名２,N,5,optional,,2,,statute,法,名前"

    assert lint(make_pack, until, since) == []
    assert len(lint(make_pack, until.replace(",1,statute", ",2,statute"), since)) == 1
