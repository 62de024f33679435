from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pyarrow as pa
import pytest
from tests.sample.records.conftest import AS_OF, table

from chukan.agreement import Agreement
from chukan.errors import UsageError
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.sample.records import block
from chukan.sample.records.generate import generate

Findings = Callable[..., set[tuple[int, str, str]]]
MakeLayout = Callable[..., Layout]


#: The first record of seed 1.
EXPECTED = ("000121207015565", "石田　進", "19701224")
BUSINESSES = [b.business for b in Library().pack("mic").businesses]


@pytest.mark.parametrize("business", BUSINESSES)
def test_no_layout_of_a_business_has_a_finding(library: Library, findings: Findings, business: str) -> None:
    pack = library.pack("mic")
    found = {}
    for name, slug in pack.layouts():
        if name == business:
            layout = pack.layout(name, slug)
            made = table(layout, 24)
            found[slug] = findings(layout, made)
            keys = list(zip(*(made.column(k).to_pylist() for k in layout.key), strict=True))
            assert len(set(keys)) == len(keys), slug

    assert found
    assert {s: f for s, f in found.items() if f} == {}


@pytest.mark.parametrize("edition", ["1.0", "2.6"])
def test_older_editions_too(library: Library, findings: Findings, edition: str) -> None:
    layout = library.layout(f"mic@{edition}/resident_register/person")

    assert findings(layout, generate(layout, 100, as_of=AS_OF)) == set()


def test_the_same_seed_gives_the_same_records(register: Layout) -> None:
    assert table(register, 300, seed=7).equals(table(register, 300, seed=7))
    assert not table(register, 300, seed=7).equals(table(register, 300, seed=8))


def test_a_seed_means_the_same_on_every_platform(register: Layout) -> None:
    first = table(register, 3, seed=1).to_pylist()[0]

    assert (first["宛名番号"], first["氏名"], first["生年月日"]) == EXPECTED


@pytest.mark.parametrize("rows", [1, 2, 5, 99, 1000])
def test_exactly_as_many_records_as_asked_for(register: Layout, findings: Findings, rows: int) -> None:
    made = table(register, rows)

    assert made.num_rows == rows
    assert made.column_names == list(register.names)
    assert set(made.schema.types) == {pa.string()}
    assert all(c.null_count == 0 for c in made.columns)
    assert findings(register, made) == set()


def test_eight_people_for_whom_nothing_that_was_drawn_fits(library: Library, findings: Findings) -> None:
    layout = library.layout("mic@2.7/resident_register/person")

    # a Japanese who has moved away, for whom the reason of a foreigner was drawn, and nobody to take another one from
    assert findings(layout, generate(layout, 8, seed=37, as_of=dt.date(2026, 11, 23))) == set()


def test_none_at_all(register: Layout) -> None:
    assert list(generate(register, 0, as_of=AS_OF)) == []


def test_many_blocks_make_one_file(register: Layout, findings: Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block, "BLOCK_ROWS", 64)
    batches = list(generate(register, 1000, as_of=AS_OF))
    made = pa.Table.from_batches(batches)

    assert len(batches) > 10
    assert made.num_rows == 1000
    assert findings(register, made) == set()
    keys = list(zip(made.column("宛名番号").to_pylist(), made.column("履歴番号").to_pylist(), strict=True))
    assert len(set(keys)) == 1000
    for name in ("宛名番号", "世帯番号"):  # histories and households are never cut by a block
        seen = [set(b.column(name).to_pylist()) for b in batches]
        assert sum(len(s) for s in seen) == len(set().union(*seen))


@pytest.mark.parametrize(
    "agreement",
    [
        {"dates": "yyyy-mm-dd"},
        {"dates": "yyyy/mm/dd", "length_unit": "bytes"},
        {"length_unit": "bytes", "encoding": "utf-8"},
        {"repertoire": "jis_x_0208", "encoding": "shift_jis"},
        {"gaiji": "error"},
    ],
)
def test_the_agreement_is_kept(library: Library, findings: Findings, agreement: dict[str, str]) -> None:
    agreed = Agreement.model_validate(agreement)
    layout = library.layout("mic@2.7/resident_register/person")

    assert findings(layout, generate(layout, 100, as_of=AS_OF, agreement=agreed), agreed) == set()


def test_another_day_moves_the_dates(register: Layout) -> None:
    batches = list(generate(register, 200, as_of=dt.date(2000, 1, 1)))

    assert max(b.column("異動年月日").to_pylist()[-1] for b in batches) <= "20000101"


def test_a_list_of_the_municipality_s_own_gets_values(make_layout: MakeLayout, findings: Findings) -> None:
    layout = make_layout(
        [
            {"item": "番号", "type": "X", "length": 10, "required": "required", "key": 1, "format": "digits"},
            {"item": "事業", "type": "X", "length": 3, "required": "required", "code": "free"},
        ]
    )
    made = table(layout, 50)

    assert findings(layout, made) == set()
    assert 1 < len(set(made.column("事業").to_pylist())) <= 5


def test_bytes_of_utf_16_are_refused(register: Layout) -> None:
    agreed = Agreement.model_validate({"encoding": "utf-16le", "length_unit": "bytes"})

    with pytest.raises(UsageError, match="UTF-16") as caught:
        next(generate(register, 1, as_of=AS_OF, agreement=agreed))
    assert "chars" in str(caught.value.hint)


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_what_has_no_room_for_one_character_stays_blank(
    make_layout: MakeLayout, findings: Findings, encoding: str
) -> None:
    agreed = Agreement.model_validate({"encoding": encoding, "length_unit": "bytes"})
    layout = make_layout(
        [
            {"item": "番号", "type": "X", "length": 10, "required": "required", "key": 1, "format": "digits"},
            {"item": "かな", "type": "N", "length": 1},
            {"item": "備考", "type": "N", "length": 3},
        ]
    )
    made = list(generate(layout, 50, as_of=AS_OF, agreement=agreed))

    assert findings(layout, made, agreed) == set()
    assert {v for b in made for v in b.column("かな").to_pylist()} == {""}
    assert {v for b in made for v in b.column("備考").to_pylist()} > {""}
