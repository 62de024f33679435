"""Pairs of files made where a test needs them, and a slow and plain comparison beside the fast one."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from chukan.agreement import Agreement
from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import Origin
from chukan.reconciliation.job import Pair, ReconcileJob, ReconcileOptions
from chukan.reconciliation.outcome import ReconcileOutcome, reconcile_job
from chukan.reconciliation.result import Reconciled
from chukan.reconciliation.rules_file import NO_RULES, load_rules
from chukan.reconciliation.sides.side import SideSpec

AS_OF = dt.date(2026, 11, 23)
Row = Mapping[str, str]
WHO = {"agreed_by": "情報政策課長", "agreed_on": "2026-11-01", "why": "新システムの書き方"}
AGREED: dict[str, Any] = {
    "format": "csv",
    "encoding": "cp932",
    "newline": "crlf",
    "delimiter": ",",
    "quoting": "minimal",
    "header": True,
    "length_unit": "chars",
    "dates": "yyyymmdd",
}


def _items() -> tuple[Item, ...]:
    kinds: list[tuple[str, str, int | None, str]] = [
        ("番号", "X", 1, ""),
        ("枝番", "9", 2, ""),
        ("氏名", "N", None, "personal"),
        ("カナ", "XN", None, "personal"),
        ("生年月日", "DATE", None, "personal"),
        ("異動日", "DATE", None, ""),
        ("異動年月", "YM", None, ""),
        ("税額", "9", None, "amount"),
        ("事由", "X", None, ""),
        ("個人番号", "X", None, "my_number"),
    ]
    return tuple(
        Item(no=n, item=name, type=kind, key=key, code="reason" if name == "事由" else None, format=form)  # type: ignore[arg-type]
        for n, (name, kind, key, form) in enumerate(kinds, 1)
    )


REASONS = CodeList(
    id="reason",
    name="事由",
    values=tuple(CodeValue(code=c, name=n) for c, n in (("11", "転入"), ("12", "国外転入"), ("20", "転出"))),
)


def make_layout(*, keyed: bool = True) -> Layout:
    """Return the layout of these tests; without a key where none is wanted."""
    items = _items()
    return Layout(
        origin=Origin(pack="t", pack_name="試験", authority="imported"),
        edition="1",
        business="b",
        business_name="台帳",
        slug="s",
        body=LayoutBody(name="人"),
        items=items if keyed else tuple(i.model_copy(update={"key": None}) for i in items),
        codes={"reason": REASONS},
    )


LAYOUT = make_layout()


def person(number: int, **other: str) -> dict[str, str]:
    """Return a record; synthetic."""
    return {
        "番号": f"{number:06d}",
        "枝番": "1",
        "氏名": f"見本　{'一二三四五六七八九〇'[number % 10]}郎",
        "カナ": "ﾐﾎﾝ",
        "生年月日": f"19{number % 90 + 10}0{number % 9 + 1}11",
        "異動日": "20230401",
        "異動年月": "202304",
        "税額": str(number * 100),
        "事由": ("11", "12", "20")[number % 3],
        "個人番号": "",
        **other,
    }


def csv_bytes(rows: Sequence[Row], names: Sequence[str], encoding: str = "cp932", newline: str = "\r\n") -> bytes:
    """Return a file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=newline)
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return out.getvalue().encode(encoding)


@dataclass
class Bench:
    """Writes two files and compares them."""

    folder: Path
    rules: list[dict[str, Any]] = field(default_factory=list)
    document: dict[str, Any] = field(default_factory=dict)

    def rule(self, kind: str, id_: str = "", **keys: Any) -> Bench:
        """Agree on a rule of equality."""
        self.rules.append({"id": id_ or kind, "kind": kind, **WHO, **keys})
        return self

    def compare(
        self,
        delivered: Sequence[Row],
        loaded: Sequence[Row],
        *,
        layout: Layout = LAYOUT,
        names: Sequence[str] = LAYOUT.names,
        loaded_names: Sequence[str] | None = None,
        loaded_agreement: Mapping[str, Any] | None = None,
        job: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> ReconcileOutcome:
        """Compare them under the rules that were agreed on."""
        other = AGREED | dict(loaded_agreement or {})
        paths = [self.folder / "old.csv", self.folder / "new.csv"]
        paths[0].write_bytes(csv_bytes(delivered, names))
        paths[1].write_bytes(
            csv_bytes(loaded, loaded_names or names, other["encoding"], "\n" if other["newline"] == "lf" else "\r\n")
        )
        rules = NO_RULES
        if self.rules or self.document:
            path = self.folder / "rules.yaml"
            path.write_text(yaml.safe_dump({"rules": self.rules, **self.document}, allow_unicode=True), "utf-8")
            rules = load_rules(path)
        keys = {"pairs": [Pair(*self.specs(layout, other))], "rules": rules, "single": True, **(job or {})}
        return reconcile_job(ReconcileJob(**keys), ReconcileOptions(**{"as_of": AS_OF, **options}))

    def specs(self, layout: Layout = LAYOUT, other: Mapping[str, Any] = AGREED) -> tuple[SideSpec, SideSpec]:
        """Return the two files that were written last."""
        one, two = (
            SideSpec(self.folder / name, name, layout, Agreement.model_validate(agreed))
            for name, agreed in (("old.csv", AGREED), ("new.csv", other))
        )
        return one, two


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Return a place to compare files in."""
    return Bench(tmp_path)


def only(outcome: ReconcileOutcome) -> Reconciled:
    """Return the one file of an outcome."""
    (file,) = outcome.reconciliation.files
    return file


def found(outcome: ReconcileOutcome) -> Counter[tuple[str, str | None]]:
    """Return (rule, item) -> findings, exact."""
    return Counter({(c.rule, c.item): c.count for f in outcome.reconciliation.files for c in f.counts})


def places(outcome: ReconcileOutcome) -> set[tuple[str, int | None, str | None, int | None]]:
    """Return rule, record, item and loaded record of every difference that was kept."""
    return {(d.finding.rule, d.finding.record, d.finding.item, d.loaded_record) for d in outcome.differences}


def plainly(
    delivered: Sequence[Row],
    loaded: Sequence[Row],
    names: Sequence[str],
    key: Sequence[str],
    canonical: Callable[[str, str, str], str] = lambda value, item, side: value,
) -> Counter[tuple[str, str | None]]:
    """Return what the comparison must count, one record after the other: the slow and plain way.

    Args:
        delivered: the delivered records.
        loaded: the loaded ones.
        names: the items.
        key: those by which records are found.
        canonical: takes value, item and side, and returns what is compared.
    """

    def grouped(rows: Sequence[Row], side: str) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
        groups: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for row in rows:
            values = {name: canonical(row.get(name, ""), name, side) for name in names}
            groups.setdefault(tuple(values[k] for k in key), []).append(tuple(values.values()))
        return groups

    old, new = grouped(delivered, "delivered"), grouped(loaded, "loaded")
    counts: Counter[tuple[str, str | None]] = Counter()
    for k in old.keys() | new.keys():
        here, there = Counter(old.get(k, ())), Counter(new.get(k, ()))
        if not here or not there:
            counts["M01", None] += here.total()
            counts["M02", None] += there.total()
            continue
        left, right = list((here - there).elements()), list((there - here).elements())
        if len(left) == len(right) == 1:
            for name, a, b in zip(names, left[0], right[0], strict=True):
                counts["M03", name] += a != b
        else:
            counts["M04", None] += len(left) + len(right)
    return +counts
