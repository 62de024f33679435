"""A small layout, files of it, and what a run says of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chukan.agreement import Agreement
from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import Origin
from chukan.verification.job import Job, Options, Target
from chukan.verification.run import RunResult, run

AS_OF = dt.date(2026, 11, 23)
AGREED = Agreement(
    format="csv",
    encoding="cp932",
    newline="lf",
    delimiter=",",
    quoting="minimal",
    header=True,
    length_unit="chars",
    dates="yyyymmdd",
    newlines_in_values=False,
)
HEADER = "番号,氏名,性別,個人番号,税額"
ITEMS: list[dict[str, Any]] = [
    {"item": "番号", "type": "X", "length": 4, "required": "required", "key": 1},
    {"item": "氏名", "type": "N", "length": 10},
    {"item": "性別", "type": "X", "length": 1, "code": "gender"},
    {"item": "個人番号", "type": "X", "length": 12, "format": "my_number"},
    {"item": "税額", "type": "S9", "length": 18, "format": "amount"},
]

Make = Callable[..., Layout]
Check = Callable[..., RunResult]


@pytest.fixture
def layout() -> Layout:
    """People with a tax; who is named must have a sex."""
    rule = RecordRule.model_validate(
        {
            "id": "named_has_sex",
            "when": "氏名 IS NOT NULL",
            "assert": "性別 IS NOT NULL",
            "items": ["性別"],
            "message": "氏名のある人には性別があるはずです。",
        }
    )
    codes = CodeList(id="gender", name="性別", values=(CodeValue(code="1", name="男"), CodeValue(code="2", name="女")))
    return Layout(
        origin=Origin(pack="t", pack_name="試験", authority="imported"),
        edition="1",
        business="b",
        business_name="試験業務",
        slug="s",
        body=LayoutBody(name="住民", rules=(rule,)),
        codes={"gender": codes},
        items=tuple(Item(no=n, **i) for n, i in enumerate(ITEMS, 1)),
    )


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Write records of the layout."""

    def make(*records: str, name: str = "people.csv", header: str = HEADER) -> Path:
        path = tmp_path / name
        path.write_bytes("".join(f"{line}\n" for line in (header, *records)).encode("cp932"))
        return path

    return make


@pytest.fixture
def target(layout: Layout) -> Callable[..., Target]:
    """Return a target of the layout."""

    def make(path: Path, **more: Any) -> Target:
        return Target(path, path.name, layout, more.pop("agreement", AGREED), **more)

    return make


@pytest.fixture
def check(target: Callable[..., Target]) -> Check:
    """Run one file, or several targets."""

    def ask(*files: Path | Target, options: dict[str, Any] | None = None, **job: Any) -> RunResult:
        targets = [f if isinstance(f, Target) else target(f) for f in files]
        chosen = Options(**{"as_of": AS_OF, "profile": False, **(options or {})})
        return run(Job(targets, **{"across": False, "agreement": AGREED, **job}), chosen)

    return ask


GOOD = "0001,山田太郎,1,123456789018,100"


def states(outcome: object) -> dict[str, str]:
    return {r.rule: r.state for r in outcome.verification.rules}  # type: ignore[attr-defined]


BAD_SEX = "0002,山田花子,9,,200"


def item(**fields: Any) -> Item:
    return Item(no=1, item="電話番号", type="X", **fields)
