"""Names of columns that a layout does not have: proposals with reasons."""

from __future__ import annotations

from pathlib import Path

from chukan.agreement import Agreement
from chukan.documents import parse
from chukan.errors import AgreementError
from chukan.intake.draft import draft_agreement
from chukan.intake.inspect import inspect
from chukan.intake.mapping import propose
from chukan.layouts.body import LayoutBody
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import Origin

LAYOUT = Layout(
    origin=Origin(pack="t", pack_name="t", authority="reference"),
    edition="1",
    business="b",
    business_name="業務",
    slug="s",
    body=LayoutBody(name="定義"),
    items=(
        Item(no=1, item="宛名番号", type="X", length=10),
        Item(no=2, item="氏名", type="N", length=20),
        Item(no=3, item="生年月日", type="DATE", length=8),
        Item(no=4, item="備考", type="XN", length=20),
        Item.model_validate({"no": 5, "item": "所在地", "type": "N", "length": 20, "label": "所在地（現在）|現住\n所"}),
    ),
)
NAMES = ["個人宛名番号", "氏 名", "生れた日", "摘要", "所在地（現在）", "不明"]
VALUES = [["1", "2"], ["山田", "鈴木"], ["19800101", "19810102"], ["", ""], ["甲府", "甲府"], ["+", "@"]]


def test_reasons() -> None:
    found = {proposal.name: (proposal.item, proposal.reason) for proposal in propose(LAYOUT, NAMES, VALUES)}

    assert found["個人宛名番号"][0] == "宛名番号"
    assert found["氏 名"][0] == "氏名"
    assert "空白" in found["氏 名"][1]
    assert found["生れた日"][0] == "生年月日"
    assert found["不明"][0] is None
    assert "所在地（現在）" not in found


def test_the_draft_holds_them_and_is_an_agreement(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    rows = zip(*VALUES, strict=True)
    path.write_text("\n".join(",".join(row) for row in [NAMES, *rows]) + "\n", encoding="utf-8")

    text = draft_agreement(inspect(path, [LAYOUT]))

    agreement = parse(text, Agreement, AgreementError, place="draft")
    assert agreement.columns == {"個人宛名番号": "宛名番号", "氏 名": "氏名", "生れた日": "生年月日"}
    assert '#   "不明": null' in text


def test_a_draft_with_nothing_likely_is_an_agreement_too(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("宛名番号,氏名,備考,＋＋\n1,山田,x,@\n", encoding="utf-8")

    text = draft_agreement(inspect(path, [LAYOUT]))

    assert parse(text, Agreement, AgreementError, place="draft").columns == {}
    assert "# columns:" in text
