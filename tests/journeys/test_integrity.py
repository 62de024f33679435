"""A town's linked files, spoilt by hand: each mistake between records is found where it is, and nothing else."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

from chukan.agreement import Agreement
from chukan.layouts.library import Library
from chukan.project.project import Project
from chukan.sample.defects.across import seed_across
from chukan.sample.deliveries.linked import generate_delivery
from chukan.sample.files.write import write
from chukan.verification.job import Job, Options, Target
from chukan.verification.result import Finding, Verification
from chukan.verification.run import run

from .conftest import Chukan, environment

AS_OF = dt.date(2026, 11, 23)
AGREED = {
    "format": "csv",
    "encoding": "utf-8",
    "newline": "lf",
    "delimiter": ",",
    "quoting": "minimal",
    "header": True,
    "length_unit": "chars",
    "dates": "yyyymmdd",
    "newlines_in_values": False,
}
BUSINESSES = {
    "resident_register": ("household", "person", "address_history"),
    "non_resident_addressee": ("addressee",),
    "individual_resident_tax": ("taxpayer", "dependant"),
}
PERSON, HOUSEHOLD, ADDRESS = (f"resident_register/{s}" for s in ("person", "household", "address_history"))
ADDRESSEE, TAXPAYER = "non_resident_addressee/addressee", "individual_resident_tax/taxpayer"
Row = dict[str, str]
#: Rules that look at more than one record.
ACROSS = re.compile("K0|F01|F09|F10|S0")


@dataclass
class Town:
    """The files of one town as rows, each in one or several parts; no value holds a comma."""

    folder: Path
    tables: dict[str, list[list[Row]]]
    notes: dict[str, dict[str, Any]] = field(default_factory=dict)
    agreement: dict[str, Any] = field(default_factory=dict)

    def rows(self, layout: str) -> list[Row]:
        """Return the records of the first part."""
        return self.tables[layout][0]

    def write(self, *, backwards: bool = False) -> Path:
        """Return the files and the project."""
        plans = []
        for business, slugs in BUSINESSES.items():
            files = []
            for slug in slugs:
                for number, rows in enumerate(self.tables.get(f"{business}/{slug}", ())):
                    path = f"{business}_{slug}_{number}.csv"
                    names = list(rows[0])
                    lines = [names, *([r[n] for n in names] for r in rows)]
                    (self.folder / path).write_text("".join(",".join(r) + "\n" for r in lines), "utf-8", newline="")
                    files.append({"layout": slug, "path": path, **self.notes.get(f"{business}/{slug}", {})})
            plan = {"business": business, "method": "layout", "files": files[::-1] if backwards else files}
            plans.append(plan)
        project = {
            "group": {"name": "試験", "representative": "131016", "case": "new"},
            "layout": "mic@2.7",
            "agreement": {**AGREED, **self.agreement},
            "as_of": AS_OF,
            "rules": {"K06": "off"},  # the town delivers no 期別 that a year's tax could be compared with
            "municipalities": [
                {"code": "131016", "name": "千代田区", "businesses": plans[::-1] if backwards else plans}
            ],
        }
        written = self.folder / "project.yaml"
        written.write_text(yaml.safe_dump(project, allow_unicode=True), encoding="utf-8")
        return written


@dataclass(frozen=True)
class Verified:
    """What was found."""

    verification: Verification
    findings: list[Finding]

    def places(self) -> Counter[tuple[str, str, str, int]]:
        """(rule, layout, item, record)."""
        return Counter((f.rule, f.layout, f.item or "", f.record or 0) for f in self.findings)

    def messages(self, rule: str) -> str:
        return "\n".join(f.message for f in self.findings if f.rule == rule)

    def not_run(self) -> dict[tuple[str, str], str]:
        """(rule, file) -> why; several reasons in one string."""
        whys: dict[tuple[str, str], str] = {}
        for f in self.verification.files:
            for n in f.not_run:
                whys[n.rule, f.path] = "\n".join(w for w in (whys.get((n.rule, f.path)), n.why) if w)
        return whys


@pytest.fixture(scope="module")
def sound(library: Library) -> Mapping[str, list[Row]]:
    layouts = {f"{b}/{s}": f"mic@2.7/{b}/{s}" for b, slugs in BUSINESSES.items() for s in slugs}
    tables = generate_delivery(
        library, "131016", list(layouts.values()), 150, as_of=AS_OF, agreement=Agreement.model_validate(AGREED), seed=5
    )
    made = {name: tables[address].to_pylist() for name, address in layouts.items()}
    return {n: [{k: (v or "").replace(",", "") for k, v in r.items()} for r in rows] for n, rows in made.items()}


@pytest.fixture
def town(sound: Mapping[str, list[Row]], tmp_path: Path) -> Town:
    return Town(tmp_path, {name: [[dict(r) for r in rows]] for name, rows in sound.items()})


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.fixture
def verified(library: Library) -> Callable[..., Verified]:
    """Return what `verify` finds, without its reports."""

    def call(town: Town, *, backwards: bool = False) -> Verified:
        job = Project(town.write(backwards=backwards)).job()
        outcome = run(job, Options(as_of=AS_OF))
        return Verified(outcome.verification, outcome.findings)

    return call


@pytest.fixture
def everything(chukan: Chukan, tmp_path: Path) -> Callable[..., list[bytes]]:
    """All that `verify` writes and says, as bytes, also within a workbook."""

    def call(town: Town, *options: str) -> list[bytes]:
        answer = chukan("verify", town.write(), "--out", tmp_path / "out", *options)
        assert answer.code in (0, 1), answer.err
        paths = [p for p in (tmp_path / "out").rglob("*") if p.is_file()]
        assert {p.suffix for p in paths} >= {".xlsx", ".html", ".parquet", ".csv", ".json"}
        return [answer.out.encode(), *(c for p in paths for c in contents(p))]

    return call


def contents(path: Path) -> Iterator[bytes]:
    """Yield what a file holds, also within a workbook."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            yield from (book.read(name) for name in book.namelist())
    elif path.suffix == ".parquet":
        yield str(pq.read_table(path).to_pylist()).encode()
    else:
        yield path.read_bytes()


def current(rows: list[Row]) -> list[int]:
    return [n for n, r in enumerate(rows) if r["住民状態"] == "1" and r["最新フラグ"] == "1"]


def household_of(rows: list[Row], members: int) -> list[int]:
    """Return the present members of the first household of that many and more: its head first."""
    found: dict[str, list[int]] = {}
    for n in current(rows):
        found.setdefault(rows[n]["世帯番号"], []).append(n)
    here = next(g for g in found.values() if len(g) >= members)
    return sorted(here, key=lambda n: rows[n]["続柄_1"] != "02")


def rename(rows: list[Row], household: Row) -> None:
    """Let the members state the head's name as their household does."""
    for row in rows:
        if row["世帯番号"] == household["世帯番号"] and row["世帯主氏名"]:
            row["世帯主氏名"] = household["世帯主氏名"]


def across(verified: Verified) -> Counter[tuple[str, str, str, int]]:
    return Counter({p: n for p, n in verified.places().items() if ACROSS.match(p[0])})


def test_a_sound_town_passes(town: Town, verified: Any) -> None:
    result = verified(town)
    assert result.findings == []
    assert result.verification.verdict == "pass"


def test_the_same_number_in_two_parts_names_both(town: Town, verified: Any) -> None:
    rows = town.rows(HOUSEHOLD)
    town.tables[HOUSEHOLD] = [rows[:20], [*rows[20:], dict(rows[3])]]
    result = verified(town)
    twins = [(f.file, f.record, f.message) for f in result.findings]
    last = len(rows) - 20 + 1
    assert [t[:2] for t in twins] == [
        ("resident_register_household_0.csv", 4),
        ("resident_register_household_1.csv", last),
    ]
    assert twins[0][2].endswith(f"（相手はresident_register_household_1.csvの{last}件目・{last + 1}行目）")
    assert twins[1][2].endswith("（相手はresident_register_household_0.csvの4件目・5行目）")


def test_a_blank_in_a_composite_key(town: Town, verified: Any) -> None:
    rows = town.rows(ADDRESS)
    rows[-1]["住所連番"] = ""
    result = verified(town)
    assert result.places() == {
        ("K01", "address_history", "住所連番", len(rows)): 1,
        ("V01", "address_history", "住所連番", len(rows)): 1,
    }


def test_an_orphan_reads_well(town: Town, verified: Any) -> None:
    rows = town.rows(TAXPAYER)
    alone = {r["宛名番号"] for r in rows} - {r["宛名番号"] for r in town.tables["individual_resident_tax/dependant"][0]}
    record = next(n for n, r in enumerate(rows) if r["宛名番号"] in alone)
    rows[record]["宛名番号"] = "999999999999999"
    result = verified(town)
    assert result.places() == {("K02", "taxpayer", "宛名番号", record + 1): 1}
    assert result.messages("K02") == (
        "宛名番号は個人住民税の課税台帳にありますが、住民基本台帳の住民・住登外管理の住登外者のどちらにもありません"
        f"（1件、最初は{record + 2}行目）。相手のレコードの抽出条件を移行元で確かめてください。"
    )


def test_a_composite_reference(town: Town, verified: Any) -> None:
    rows = town.rows("individual_resident_tax/dependant")
    rows[0]["課税年度"] = str(int(rows[0]["課税年度"]) - 30)
    places = across(verified(town))
    assert {p[:3] for p in places} == {("K02", "dependant", "課税年度")}
    assert places["K02", "dependant", "課税年度", 1] == 1


def test_a_missing_register_is_not_a_pass(town: Town, verified: Any) -> None:
    del town.tables[ADDRESSEE]
    result = verified(town)
    assert result.findings[0].rule == "F01"
    assert len(result.findings) == 1
    whys = result.not_run()
    assert "（non_resident_addressee/addressee）が提出されていないため" in whys["K04", "resident_register_person_0.csv"]
    assert (
        "が提出されていないため、宛名番号の相手を確かめられません"
        in whys["K02", "individual_resident_tax_taxpayer_0.csv"]
    )
    verdicts = {f.path: f.verdict for f in result.verification.files}
    assert verdicts["individual_resident_tax_taxpayer_0.csv"] == "not_checked"
    assert verdicts["resident_register_household_0.csv"] == "pass"
    assert {r.rule: r.state for r in result.verification.rules}["K02"] == "could_not_run"


def test_a_part_without_the_key_item_and_the_rest_is_checked(town: Town, verified: Any) -> None:
    rows = town.rows(HOUSEHOLD)
    town.rows(ADDRESS)[0]["宛名番号"] = "999999999999999"
    town.tables[HOUSEHOLD] = [rows[:20], [{k: v for k, v in r.items() if k != "世帯番号"} for r in rows[20:]]]
    result = verified(town)
    whys = result.not_run()
    assert (
        whys["K01", "resident_register_household_1.csv"]
        == "項目「世帯番号」がファイルにないため、キーの重複を確かめられません"
    )
    assert (
        "（resident_register_household_1.csv）に項目「世帯番号」がないため"
        in whys["K02", "resident_register_person_0.csv"]
    )
    assert ("F06", "household", "世帯番号", 0) in result.places()
    assert ("K02", "address_history", "宛名番号", 1) in result.places()


def test_days_that_are_agreed_to_be_unknown_are_in_no_order(town: Town, verified: Any) -> None:
    rows = town.rows(PERSON)
    counts = Counter(r["宛名番号"] for r in rows)
    record = next(n for n, r in enumerate(rows) if counts[r["宛名番号"]] > 1 and r["履歴番号"] == "2")
    rows[record]["処理年月日"] = "19000101"
    assert across(verified(town)) == {("K03", "person", "処理年月日", record + 1): 1}
    town.agreement = {"unknown_dates": ["00000000", "19000101"]}
    assert across(verified(town)) == {}


@pytest.mark.parametrize("number", ["3", "x"])
def test_a_history_with_a_gap_or_without_a_number(town: Town, verified: Any, number: str) -> None:
    rows = town.rows(ADDRESS)
    counts = Counter(r["宛名番号"] for r in rows)
    record = next(n for n, r in enumerate(rows) if counts[r["宛名番号"]] == 2 and r["住所連番"] == "2")
    rows[record]["住所連番"] = number
    result = verified(town)
    assert across(result) == {("K03", "address_history", "住所連番", record + 1): 1}
    assert ("飛んでいます" if number == "3" else "0以上の整数ではありません") in result.messages("K03")


def test_two_current_addresses_and_none(town: Town, verified: Any) -> None:
    rows = town.rows(ADDRESS)
    groups: dict[str, list[int]] = {}
    for n, r in enumerate(rows):
        groups.setdefault(r["宛名番号"], []).append(n)
    several, other = [g for g in groups.values() if len(g) > 1][:2]
    for n in several:
        rows[n]["最新フラグ"] = "1"
    for n in other:
        rows[n]["最新フラグ"] = "0"
    last = max(other, key=lambda n: int(rows[n]["住所連番"]))
    result = verified(town)
    assert across(result) == {("K03", "address_history", "最新フラグ", n + 1): 1 for n in [*several, last]}


def test_a_resident_among_those_living_elsewhere(town: Town, verified: Any) -> None:
    people, others = town.rows(PERSON), town.rows(ADDRESSEE)
    free = max(range(len(others)), key=lambda n: others[n]["宛名番号"])
    gone = others[free]["宛名番号"]
    number = people[0]["宛名番号"]
    for row in others:
        for item in ("宛名番号", "名寄せ先宛名番号"):
            row[item] = number if row[item] == gone else row[item]
    result = verified(town)
    found = {p for p in across(result) if p[0] == "K04"}
    same = {("K04", "person", "宛名番号", n + 1) for n, r in enumerate(people) if r["宛名番号"] == number}
    assert found == same
    assert f"（相手はnon_resident_addressee_addressee_0.csvの{free + 1}件目・{free + 2}行目）" in result.messages("K04")


def test_a_number_of_two_persons_is_never_shown(town: Town, verified: Any, everything: Any) -> None:
    rows = town.rows(PERSON)
    one, two = [n for n in current(rows) if rows[n]["個人番号"]][:2]
    secret = rows[one]["個人番号"]
    rows[two]["個人番号"] = secret
    result = verified(town)
    assert result.places() == {("K01", "person", "個人番号", n + 1): 1 for n in (one, two)}
    assert "同じ個人番号を、別の宛名番号のレコードも持っています（1組2件" in result.messages("K01")
    written = everything(town, "--show-values")
    assert any("（個人番号は表示しません）".encode() in c for c in written)
    assert not any(secret.encode() in c for c in written)


def test_households_without_a_head_and_with_two(town: Town, verified: Any) -> None:
    rows = town.rows(PERSON)
    head, *others = household_of(rows, 3)
    rows[head].update({"続柄_1": rows[others[0]]["続柄_1"], "世帯主氏名": rows[head]["世帯主氏名"] or "試験　太郎"})
    places = across(verified(town))
    assert {p for p in places if p[2] == "続柄_1"} == {("K05", "person", "続柄_1", n + 1) for n in [head, *others]}
    rows[head]["続柄_1"] = rows[others[0]]["続柄_1"] = "02"
    places = across(verified(town))
    assert {p for p in places if p[2] == "続柄_1"} == {("K05", "person", "続柄_1", n + 1) for n in (head, others[0])}


@pytest.mark.parametrize(("status", "reason"), [("3", "23"), ("2", "21")])
def test_a_head_who_died_or_moved_out(town: Town, verified: Any, status: str, reason: str) -> None:
    rows = town.rows(PERSON)
    head, *others = household_of(rows, 2)
    day = rows[head]["処理年月日"]
    rows[head].update({"住民状態": status, "消除事由": reason, "消除年月日": day})
    result = verified(town)
    register = next(n for n, r in enumerate(town.rows(HOUSEHOLD), 1) if r["世帯番号"] == rows[head]["世帯番号"])
    expected = {("K05", "person", "続柄_1", n + 1): 1 for n in others} | {
        ("K05", "household", "世帯主_宛名番号", register): 1
    }
    assert across(result) == expected
    assert "今の住民のものではありません" in result.messages("K05")


def test_a_successor_in_place_is_no_finding(town: Town, verified: Any) -> None:
    rows = town.rows(PERSON)
    head, heir, *_ = household_of(rows, 2)
    rows[head].update({"住民状態": "3", "消除事由": "23", "消除年月日": rows[head]["処理年月日"]})
    rows[heir].update({"続柄_1": "02", "続柄_2": "", "続柄_3": "", "続柄_4": ""})
    for row in town.rows(HOUSEHOLD):
        if row["世帯番号"] == rows[head]["世帯番号"]:
            row.update({"世帯主_宛名番号": rows[heir]["宛名番号"], "世帯主氏名": rows[heir]["氏名"]})
            rename(rows, row)
    assert across(verified(town)) == {}


def test_a_head_who_lives_elsewhere(town: Town, verified: Any) -> None:
    rows, register = town.rows(PERSON), town.rows(HOUSEHOLD)
    head = household_of(rows, 2)[0]
    place = next(n for n, r in enumerate(register) if r["世帯番号"] == rows[head]["世帯番号"])
    other = next(n for n in current(rows) if rows[n]["世帯番号"] != rows[head]["世帯番号"])
    register[place].update({"世帯主_宛名番号": rows[other]["宛名番号"], "世帯主氏名": rows[other]["氏名"]})
    rename(rows, register[place])
    result = verified(town)
    assert across(result) == {("K05", "household", "世帯主_宛名番号", place + 1): 1}
    assert "今は別の世帯にいます" in result.messages("K05")


def test_the_delivery_note(town: Town, verified: Any) -> None:
    rows = town.rows(TAXPAYER)
    total = sum(int(r["年税額"] or 0) for r in rows)
    town.notes = {TAXPAYER: {"records": len(rows) + 1, "totals": {"年税額": total + 100, "宛名番号": 5}}}
    result = verified(town)
    assert result.places() == {
        ("F09", "taxpayer", "", 0): 1,
        ("S01", "taxpayer", "年税額", 0): 1,
        ("S01", "taxpayer", "宛名番号", 0): 1,
    }
    assert f"納品書 {total + 100:,} 円、ファイル {total:,} 円（差 -100 円）" in result.messages("S01")
    assert "金額の項目ではない" in result.messages("S01")
    (file,) = [f for f in result.verification.files if f.path == "individual_resident_tax_taxpayer_0.csv"]
    assert file.totals["年税額"] == total


def test_the_same_file_twice(town: Town, verified: Any) -> None:
    town.tables[ADDRESS].append(town.rows(ADDRESS))
    result = verified(town)
    assert sum(n for p, n in result.places().items() if p[0] == "F10") == 2
    assert {p[0] for p in across(result)} >= {"F10", "K01"}


def test_what_is_not_plausible(town: Town, verified: Any, everything: Any) -> None:
    rows, same = town.rows(PERSON), "試験県見本市架空町１２"
    for row in rows:
        row["前住所"] = same
    secret = next(r["個人番号"] for r in rows if r["個人番号"])
    result = verified(town)
    (finding,) = result.findings
    assert (finding.rule, finding.severity, finding.record, finding.item, finding.value) == (
        "S02",
        "info",
        None,
        "前住所",
        "",
    )
    assert f"値のある{len(rows)}件すべてで同じです" in finding.message
    assert result.verification.verdict == "pass"
    (file,) = [f for f in result.verification.files if f.layout.layout == "person"]
    profile = {p.item: p for p in file.profile}
    assert profile["前住所"].note == finding.message
    assert [n for _, n in profile["前住所"].frequent] == [len(rows)]
    assert {p.note for f in result.verification.files for p in f.profile if p.blank and not p.filled} == {
        "すべて空です"
    }
    assert (profile["生年月日"].minimum, profile["処理年月日"].maximum) == (
        "9×8",
        f"{max(r['処理年月日'] for r in rows)[:4]}年",
    )
    hidden = "（個人番号は表示しません）"
    assert (profile["個人番号"].minimum, profile["個人番号"].maximum, profile["個人番号"].frequent) == (
        hidden,
        hidden,
        (),
    )
    written = everything(town)
    assert not any(secret.encode() in c or same.encode() in c for c in written)
    assert sum("項目分布".encode() in c for c in written) >= 2
    assert sum(finding.message.encode() in c for c in written) >= 4  # the page, the workbook, both lists


def test_neither_order_nor_parts_change_what_is_found(town: Town, verified: Any) -> None:
    rows, addresses = town.rows(PERSON), town.rows(ADDRESS)
    rows[household_of(rows, 3)[1]]["続柄_1"] = "02"
    addresses.append(dict(addresses[5]))
    addresses[9]["宛名番号"] = "999999999999999"

    def said(result: Verified) -> Counter[tuple[str, str, str, str]]:
        return Counter((f.rule, f.layout, f.item or "", record_of(f)) for f in result.findings)

    def record_of(finding: Finding) -> str:
        number, file = finding.record or 0, finding.file
        layout = next(name for name in town.tables if file.startswith(name.replace("/", "_") + "_"))
        part = int(file.removesuffix(".csv").rsplit("_", 1)[1])
        return str(sorted(town.tables[layout][part][number - 1].items()))

    whole = said(verified(town))
    assert {rule for rule, *_ in whole} >= {"K01", "K02", "K05"}
    town.tables = {name: [rows[2::3], rows[::3], rows[1::3]] for name, (rows,) in town.tables.items()}
    assert said(verified(town)) == whole
    assert said(verified(town, backwards=True)) == whole


def test_seeded_defects_are_all_found_and_nothing_else(tmp_path: Path, library: Library) -> None:
    agreement = Agreement.model_validate(AGREED)
    wanted = {**BUSINESSES, "resident_register": (*BUSINESSES["resident_register"], "move_history")}
    layouts = {f"{b}/{s}": library.layout(f"mic@2.7/{b}/{s}") for b, slugs in wanted.items() for s in slugs}
    addresses = [layout.address for layout in layouts.values()]
    tables = generate_delivery(library, "131016", addresses, 150, as_of=AS_OF, agreement=agreement)
    linked = {n: tables[layout.address] for n, layout in layouts.items()}
    spoilt = seed_across(linked, layouts, as_of=AS_OF, agreement=agreement)
    targets = []
    for name, layout in layouts.items():
        path = tmp_path / f"{name.replace('/', '_')}.csv"
        write(path, layout, spoilt.tables[name].to_batches(), agreement)
        targets.append(Target(path, path.name, layout, agreement, "131016"))
    findings = run(Job(targets, agreement=agreement), Options(as_of=AS_OF)).findings
    found = Counter((f"{f.business}/{f.layout}", f.record, f.item, f.rule) for f in findings)
    seeded = Counter((name, d.record, d.item, d.rule) for name, defects in spoilt.defects.items() for d in defects)
    assert found == seeded
    assert {rule for *_, rule in seeded} == {"K01", "K02", "K03", "K04", "K05", "K06", "K07"}


@pytest.mark.skipif(os.name == "nt", reason="no limit on the size of a file")
def test_no_room_for_the_columns_is_told_and_leaves_nothing(town: Town, tmp_path: Path) -> None:
    rows = town.rows(ADDRESS)
    town.tables[ADDRESS] = [[{**r, "宛名番号": f"{i:015d}"} for i, r in enumerate(rows * 30)]]
    project, temporary = town.write(), tmp_path / "tmp"
    temporary.mkdir()
    command = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)); "
        "from chukan.cli.main import run; sys.exit(run(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", command, "verify", str(project), "--out", str(tmp_path / "out")],
        capture_output=True,
        env=environment(TMPDIR=str(temporary)),
        check=False,
        timeout=120,
    )
    told = done.stderr.decode()
    assert done.returncode == 3, told
    assert "作業用の一時ファイルに書けません: ファイルが大きすぎます" in told
    assert "TMPDIR" in told
    assert "Traceback" not in told
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name == "nt", reason="folders have no such modes")
def test_the_private_folder_is_private_and_holds_only_what_is_compared(
    town: Town, verified: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chukan.integrity import run as integrity

    seen: dict[str, set[str]] = {}
    modes: set[int] = set()
    check_integrity = integrity.check_integrity

    def look(files: Any, **options: Any) -> Any:
        modes.add(options["spill_folder"].stat().st_mode & 0o777)
        for file in files:
            seen[file.layout.slug] = set(pq.read_schema(file.spill).names)
        return check_integrity(files, **options)

    monkeypatch.setattr("chukan.verification.run.check_integrity", look)
    verified(town)
    assert modes == {0o700}
    assert {"宛名番号", "世帯番号", "個人番号"} <= seen["person"]
    # K07 compares the members with their households and the dependants with them: only what these state is needed
    compared = {"生年月日", "氏名", "通称", "氏名_漢字", "氏名_ローマ字", "氏名_併記名", "世帯主氏名"} | {
        f"住所{part}" for part in ("コード", "_町字", "_番地号表記", "_方書")
    }
    assert {n for n in seen["person"] if "氏名" in n or "住所" in n or "生年月日" in n} <= compared
    assert "氏名" not in seen["taxpayer"]
    assert seen["address_history"] == {"__record", "__line", "宛名番号", "住所連番", "最新フラグ"}
