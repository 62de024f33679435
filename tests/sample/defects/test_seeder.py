from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from tests.sample.defects.conftest import AS_OF, table

from chukan.agreement import Agreement
from chukan.api import check
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.sample.defects.defect import Defect, defects_path, write_defects
from chukan.sample.defects.kinds import KINDS
from chukan.sample.defects.seeder import Seeder, seed_defects
from chukan.sample.deliveries.single import write_sample

Findings = Callable[..., set[tuple[int, str, str]]]
LAYOUTS = (
    "resident_register/person",
    "non_resident_addressee/addressee",
    "individual_resident_tax/taxpayer",
    "collection_and_arrears/receipt",
    "long_term_care_insurance/certification",
    "national_health_insurance/checkup",
    "fixed_asset_tax/house",
)
CSV = {
    "format": "csv",
    "newline": "crlf",
    "delimiter": ",",
    "header": True,
    "length_unit": "chars",
    "dates": "yyyymmdd",
    "newlines_in_values": False,
}


@pytest.mark.parametrize("address", LAYOUTS)
def test_each_defect_is_found_by_its_rule_and_nothing_else_is(
    library: Library, findings: Findings, address: str
) -> None:
    layout = library.layout(f"mic@2.7/{address}")
    seeded = seed_defects(layout, table(layout, 300), rate=0.5, as_of=AS_OF)

    told = {(d.record, d.item, d.rule) for d in seeded.defects if d.rule[0] in "VR"}
    of_reading = {d.record for d in seeded.defects if d.rule[0] == "F"}
    found = {f for f in findings(layout, seeded.table) if f[0] not in of_reading}
    assert found == told
    assert len({d.record for d in seeded.defects}) == len(seeded.defects) > 100


PERSON, ADDRESSEE = "resident_register/person", "non_resident_addressee/addressee"


@pytest.mark.parametrize(
    ("address", "agreement"),
    [
        (PERSON, {**CSV, "encoding": "cp932", "quoting": "minimal"}),
        (ADDRESSEE, {**CSV, "encoding": "utf-8", "quoting": "all", "newline": "lf"}),
        (ADDRESSEE, {**CSV, "encoding": "euc_jp", "quoting": "minimal", "delimiter": "\t"}),
        (
            ADDRESSEE,
            {**CSV, "encoding": "cp932", "quoting": "minimal", "repertoire": "jis_x_0208", "length_unit": "bytes"},
        ),
        (
            ADDRESSEE,
            {"format": "fixed", "encoding": "cp932", "newline": "crlf", "length_unit": "chars", "dates": "yyyymmdd"},
        ),
    ],
)
def test_a_file_with_defects_checked_from_its_bytes(
    library: Library, tmp_path: Path, address: str, agreement: dict[str, object]
) -> None:
    agreed = Agreement.model_validate(agreement)
    layout = library.layout(f"mic@2.7/{address}")
    path = tmp_path / "file.csv"
    write_sample(layout, path, rows=600, as_of=AS_OF, agreement=agreed, defects=0.25)
    lines = defects_path(path).read_text(encoding="utf-8").splitlines()[1:]
    told = {(int(r), i, rule) for r, i, rule, _ in (line.split(",") for line in lines)}

    outcome = check(path, layout, agreement=agreed, as_of=AS_OF)

    assert {(f.record or 0, f.item or "", f.rule) for f in outcome.findings} == told
    assert {rule for _, _, rule in told} >= {"V01", "V02", "V04", "V05", "V06", "V07", "V09", "F03", "F05"}


def test_without_defects_nothing_is_changed(register: Layout) -> None:
    made = table(register, 100)
    seeded = seed_defects(register, made, rate=0.0, as_of=AS_OF)

    assert seeded.table.equals(made)
    assert seeded.defects == ()
    assert seeded.damage == {}


def test_every_kind_of_the_catalogue_comes_up(library: Library) -> None:
    seen: set[str] = set()
    for address in LAYOUTS:
        layout = library.layout(f"mic@2.7/{address}")
        # a wave dash is one of UTF-8 only; of the largest layout, one encoding is enough
        for encoding in ("utf-8",) if address == PERSON else ("cp932", "utf-8"):
            agreed = Agreement.model_validate({"encoding": encoding})
            seeded = seed_defects(layout, table(layout, 120), rate=1.0, agreement=agreed, as_of=AS_OF)
            seen |= {d.kind for d in seeded.defects}

    assert {k.name for k in KINDS} - seen == {"outside_repertoire"}  # only where a repertoire is agreed
    assert {"fields_missing", "fields_extra", "required_by_condition"} <= seen
    assert any(k.startswith("broken_") for k in seen)


def test_the_same_seed_spoils_the_same_records(register: Layout) -> None:
    made = table(register, 200)
    first, again, other = (seed_defects(register, made, rate=0.3, seed=s, as_of=AS_OF) for s in (1, 1, 2))

    assert first.defects == again.defects != other.defects
    assert first.table.equals(again.table)


def test_a_file_that_others_refer_to_loses_no_record(register: Layout) -> None:
    seeded = seed_defects(register, table(register, 300), rate=1.0, as_of=AS_OF, referenced=True)

    assert "F07" not in {d.rule for d in seeded.defects}


def test_a_lost_record_is_missed_by_nobody(register: Layout) -> None:
    made = table(register, 400)
    lost = {d.record - 1 for d in seed_defects(register, made, rate=1.0, as_of=AS_OF).defects if d.rule == "F07"}
    numbers = made.column("宛名番号").to_pylist()

    assert lost
    assert all(numbers.count(numbers[row]) == 1 for row in lost)
    assert all(made.column("続柄")[row].as_py() != "02" for row in lost)


def test_records_that_are_taken_stay_as_they_are(register: Layout) -> None:
    made = table(register, 200)
    seeded = seed_defects(register, made, rate=1.0, as_of=AS_OF, taken=frozenset(range(1, 150)))

    assert min(d.record for d in seeded.defects) >= 150
    assert seeded.table.slice(0, 149).equals(made.slice(0, 149))


def test_the_record_numbers_run_on_over_blocks(register: Layout) -> None:
    made = table(register, 300)
    blocks = [made.slice(n, 100).combine_chunks().to_batches()[0] for n in (0, 100, 200)]
    seeder = Seeder(register, 0.5, as_of=AS_OF)
    spoilt = pa.Table.from_batches(list(seeder.batches(blocks)))

    changed = {row + 1 for row in range(300) if spoilt.slice(row, 1).to_pylist() != made.slice(row, 1).to_pylist()}
    assert changed == {d.record for d in seeder.defects if d.rule != "F07"}


def test_the_list_is_a_plain_csv(tmp_path: Path) -> None:
    path = tmp_path / "x.defects.csv"
    write_defects(path, [Defect(12, "氏名", "V02", "hiragana"), Defect(3, "", "F07", "fields_missing")])

    assert path.read_bytes() == "record,item,rule,kind\n3,,F07,fields_missing\n12,氏名,V02,hiragana\n".encode()
