"""Integrity against a slow, obvious implementation: over random linked files, in any order and in any number of parts."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chukan.integrity.columns import needed
from chukan.integrity.model import SpilledFile
from chukan.integrity.run import check_integrity
from chukan.integrity.spill import Spill
from chukan.layouts.body import LayoutBody
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import Origin
from chukan.severity import NOTHING_CHOSEN

AS_OF = dt.date(2026, 11, 23)
Row = dict[str, str]
Place = tuple[str, str, str, int]
"""Rule, layout, item, place of the record in its whole table."""


def _layout(slug: str, items: str, **body: object) -> Layout:
    made = []
    for n, text in enumerate(items.split(), 1):
        name, kind, key = [*text.split(":"), "", ""][:3]
        made.append(Item(no=n, item=name, type=kind or "X", key=int(key) if key else None))  # type: ignore[arg-type]
    return Layout(
        origin=Origin(pack="t", pack_name="試験", authority="imported"),
        edition="1",
        business="b",
        business_name="台帳",
        slug=slug,
        body=LayoutBody(name=slug, **body),  # type: ignore[arg-type]
        items=tuple(made),
    )


PERSON = _layout(
    "person",
    "番号:X:1 履歴:9:2 最新 世帯 続柄 状態 日:DATE",
    references=[{"items": ["世帯"], "to": "household", "when": "状態 = '1' AND 最新 = '1'"}],
    history={"of": ["番号"], "number": "履歴", "date": "日", "latest": {"item": "最新"}},
    household={
        "number": "世帯",
        "person": "番号",
        "relation": "続柄",
        "heads": ["02"],
        "current": "状態 = '1' AND 最新 = '1'",
    },
    exclusive=[{"items": ["番号"], "with": "other", "key": ["番号"]}],
)
HOUSEHOLD = _layout(
    "household", "世帯:X:1 世帯主", references=[{"items": ["世帯主"], "to": ["person", "other"], "key": ["番号"]}]
)
OTHER = _layout(
    "other", "番号:X:1 親", references=[{"items": ["親"], "to": "other", "key": ["番号"], "reverse": False}]
)
TAX = _layout(
    "tax",
    "年:9:1 番号:X:2 開始:DATE 終了:DATE",
    references=[{"items": ["番号"], "to": ["person", "other"], "key": ["番号"], "reverse": True}],
    history={"of": ["番号"], "number": "年", "period": {"start": "開始", "end": "終了"}},
)
DUE = _layout("due", "年:9 番号", references=[{"items": ["年", "番号"], "to": "tax", "key": ["年", "番号"]}])
LAYOUTS = (PERSON, HOUSEHOLD, OTHER, TAX, DUE)


def _rows(**columns: st.SearchStrategy[str]) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.fixed_dictionaries(columns), max_size=9)


_numbers = st.sampled_from(["1", "2", "3", "4", "01", ""])
_days = st.sampled_from(["20200101", "20200102", "20200103", "20200104", "00000000", ""])
_ones = st.sampled_from(["1", "1", "0"])
_counts = st.sampled_from(["1", "2", "3", "03", "5", "x", ""])
deliveries = st.fixed_dictionaries(
    {
        "person": _rows(
            番号=_numbers,
            履歴=_counts,
            最新=_ones,
            世帯=st.sampled_from(["A", "B", ""]),
            続柄=st.sampled_from(["02", "20"]),
            状態=_ones,
            日=_days,
        ),
        "household": _rows(世帯=st.sampled_from(["A", "B", "C", ""]), 世帯主=_numbers),
        "other": _rows(番号=_numbers, 親=_numbers),
        "tax": _rows(年=_counts, 番号=_numbers, 開始=_days, 終了=_days),
        "due": _rows(年=_counts, 番号=_numbers),
    }
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    tables=deliveries,
    cuts=st.lists(st.integers(0, 9), min_size=10, max_size=10),
    order=st.randoms(use_true_random=False),
)
def test_what_is_found_is_what_a_slow_search_finds(
    tables: dict[str, list[Row]], cuts: list[int], order: object
) -> None:
    cut = [
        (la, a, b)
        for la, c in zip(LAYOUTS, zip(cuts[::2], cuts[1::2], strict=True), strict=True)
        for a, b in _parts(tables[la.slug], c)
    ]
    order.shuffle(cut)  # type: ignore[attr-defined]
    assert _asked(tables, cut) == Counter(_searched(tables))


def _parts(rows: Sequence[Row], cuts: tuple[int, int]) -> Iterator[tuple[int, int]]:
    ends = [0, *sorted(min(c, len(rows)) for c in cuts), len(rows)]
    yield from pairwise(ends)


def _asked(tables: dict[str, list[Row]], cut: Sequence[tuple[Layout, int, int]]) -> Counter[Place]:
    """Return the violations in the files, each a stretch of its table."""
    with Spill() as spill:
        parts = [_part(spill, n, layout, tables[layout.slug][a:b]) for n, (layout, a, b) in enumerate(cut)]
        answer = check_integrity(
            parts,
            severities=NOTHING_CHOSEN,
            as_of=AS_OF,
            sample_limit=1000,
            memory_limit=256 << 20,
            spill_folder=spill.folder,
        )
    assert answer.skipped == ()
    found: Counter[Place] = Counter()
    for o in answer.violations:
        assert o.count == len(o.locations)
        layout, start, _ = cut[o.file]
        found.update((o.rule, layout.slug, o.item, start + h.record) for h in o.locations)
    return found


def _part(spill: Spill, index: int, layout: Layout, rows: Sequence[Row]) -> SpilledFile:
    writer = spill.writer(index)
    if rows:
        schema = pa.schema([(name, pa.string()) for name in layout.names])
        numbers = pa.array(range(1, len(rows) + 1), pa.int64())
        writer.write(pa.RecordBatch.from_pylist(list(rows), schema), numbers, numbers, needed(layout, LAYOUTS))
    path: Path | None = writer.close()
    return SpilledFile(index, "131016", layout, f"{index}.csv", layout.names, path, records=len(rows))


def _searched(tables: dict[str, list[Row]]) -> Iterator[Place]:
    """All findings, one rule after another, without any regard to speed."""
    for layout in LAYOUTS:
        rows = tables[layout.slug]
        yield from _keys(layout, rows)
        yield from _histories(layout, rows)
    yield from _references(tables)
    people, others = tables["person"], {r["番号"] for r in tables["other"]}
    for n, r in enumerate(people, 1):
        if r["番号"] and r["番号"] in others:
            yield "K04", "person", "番号", n
    yield from _households(tables)


def _keys(layout: Layout, rows: list[Row]) -> Iterator[Place]:
    for item in layout.key:
        yield from (("K01", layout.slug, item, n) for n, r in enumerate(rows, 1) if not r[item])
    keys = [tuple(_plain(r[k], layout.by_name[k].type) for k in layout.key) for r in rows]
    for n, key in enumerate(keys, 1):
        if key and all(key) and keys.count(key) > 1:
            yield "K01", layout.slug, layout.key[0], n


def _plain(value: str, kind: str) -> str:
    return (value.lstrip("0") or "0") if kind == "9" and value else value


def _histories(layout: Layout, rows: list[Row]) -> Iterator[Place]:  # noqa: C901, PLR0912 - the rules of histories, one after the other
    history = layout.body.history
    if history is None:
        return
    groups: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for n, r in enumerate(rows, 1):
        if r["番号"]:
            groups[r["番号"]].append((n, r))
    for group in groups.values():
        numbers = {n: int(r[history.number]) for n, r in group if r[history.number].isdecimal()}
        yield from (
            ("K03", layout.slug, history.number, n)
            for n, r in group
            if r[history.number] and not r[history.number].isdecimal()
        )
        if len(numbers) == len(group):
            for n, number in numbers.items():
                smaller = [other for other in numbers.values() if other < number]
                if smaller and number - max(smaller) > 1:
                    yield "K03", layout.slug, history.number, n
        if history.latest:
            latest = [n for n, r in group if r[history.latest.item] == "1"]
            if len(latest) > 1:
                yield from (("K03", layout.slug, history.latest.item, n) for n in latest)
            if not latest:
                last = [n for n, _ in group if not numbers or numbers.get(n) == max(numbers.values())]
                yield from (("K03", layout.slug, history.latest.item, n) for n in last)
        if history.date:
            dated = [(numbers[n], r[history.date], n) for n, r in group if n in numbers and _known(r[history.date])]
            dated.sort()
            if len({number for number, *_ in dated}) == len(dated):
                for (_, before, _), (_, day, n) in pairwise(dated):
                    if day < before:
                        yield "K03", layout.slug, history.date, n
        if history.period:
            yield from _periods(layout, group)


def _known(day: str) -> bool:
    return day not in ("", "00000000")


def _periods(layout: Layout, group: list[tuple[int, Row]]) -> Iterator[Place]:
    spans = [(r["開始"], r["終了"] or "99991231", n) for n, r in group if _known(r["開始"]) and r["終了"] != "00000000"]
    spans = [s for s in spans if s[0] <= s[1]]
    for start, end, n in spans:
        if any(start < e and s < end for s, e, other in spans if other != n):
            yield "K03", layout.slug, "開始", n


def _references(tables: dict[str, list[Row]]) -> Iterator[Place]:  # noqa: C901, PLR0912 - the rules of references, one after the other
    people, others = ({r["番号"] for r in tables[t]} - {""} for t in ("person", "other"))
    households = {r["世帯"] for r in tables["household"]} - {""}
    for n, r in enumerate(tables["person"], 1):
        if _present(r) and r["世帯"] and r["世帯"] not in households:
            yield "K02", "person", "世帯", n
    for n, r in enumerate(tables["household"], 1):
        if r["世帯主"] and r["世帯主"] not in people | others:
            yield "K02", "household", "世帯主", n
    for n, r in enumerate(tables["other"], 1):
        if r["親"] and r["親"] not in others:
            yield "K02", "other", "親", n
    for n, r in enumerate(tables["tax"], 1):
        if r["番号"] and r["番号"] not in people | others:
            yield "K02", "tax", "番号", n
    taxed = {r["番号"] for r in tables["tax"]}
    for register in ("person", "other"):
        for n, r in enumerate(tables[register], 1):
            if r["番号"] and r["番号"] not in taxed:
                yield "K02", register, "番号", n
    bills = {(_plain(r["年"], "9"), r["番号"]) for r in tables["tax"]}
    for n, r in enumerate(tables["due"], 1):
        if r["年"] and r["番号"] and (_plain(r["年"], "9"), r["番号"]) not in bills:
            yield "K02", "due", "年", n


def _present(r: Row) -> bool:
    return r["状態"] == "1" and r["最新"] == "1"


def _households(tables: dict[str, list[Row]]) -> Iterator[Place]:
    people = [(n, r) for n, r in enumerate(tables["person"], 1)]
    homes: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for n, r in people:
        if _present(r) and r["世帯"]:
            homes[r["世帯"]].append((n, r))
    for members in homes.values():
        heads = [(n, r) for n, r in members if r["続柄"] == "02"]
        persons = {r["番号"] or f"record {n}" for n, r in heads}
        if not heads:
            yield from (("K05", "person", "続柄", n) for n, _ in members)
        if len(persons) > 1:
            yield from (("K05", "person", "続柄", n) for n, _ in heads)
    for n, r in enumerate(tables["household"], 1):
        if r["世帯"] and r["世帯主"] and any(p["番号"] == r["世帯主"] for _, p in people):
            yield from _named_head(r["世帯主"], homes, r["世帯"], n, people)


def _named_head(
    head: str, homes: dict[str, list[tuple[int, Row]]], home: str, n: int, people: list[tuple[int, Row]]
) -> Iterator[Place]:
    here = homes.get(home, [])
    if any(r["番号"] == head and r["続柄"] == "02" for _, r in here):
        return
    gone = not any(_present(r) for _, r in people if r["番号"] == head)
    lives_here = any(r["番号"] == head for _, r in here)
    led = any(r["続柄"] == "02" for _, r in here)
    if gone or not lives_here or led:
        yield "K05", "household", "世帯主", n
