"""What holds of any reduction: nothing is lost or doubled by a split, and nothing that is doubtful may go."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import shutil
from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

ISSUED = "resident_register/issuance"
SLIPS = "resident_register/removed"
AS_OF = dt.date(2026, 11, 23)
#: Characters of CP932 that tell something: second bytes that are "\\" and "|", half-width kana, gaiji.
TEXT = st.text("a1 ,\"'|表ソ能ポ－ｱﾞ\ue000　山田髙", max_size=6)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2026, 11, 1)).map(lambda d: f"{d:%Y%m%d}")
NO_DAYS = st.sampled_from(
    (
        "",
        " ",
        "00000000",
        "99999999",
        "20230229",
        "20231301",
        "20100000",
        "201004",
        "2010/4/1",
        "R050401",
        "02140619",
        "9999",
    )
)
SETTINGS = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def issued(number: int, day: str, **more: str) -> dict[str, str]:
    """Return a certificate that was handed out: kept for years from the end of the fiscal year, and linked to nothing."""
    return {"宛名番号": f"{number:06}", "交付年月日": day, **more}


def old(day: str) -> bool:
    """Of fiscal 2020 or before: five years were over on 31 March 2026."""
    return day <= "20210331"


@st.composite
def records(draw: Any) -> list[tuple[str, str, bool]]:
    """Days, names, and whether the record is broken."""
    some = draw(st.lists(st.tuples(DAYS, TEXT, st.integers(0, 9).map(lambda n: n == 0)), max_size=10))
    return [(day, name, broken) for day, name, broken in some]


def delimited(row: Sequence[str], *, delimiter: str, quoting: Any, newline: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=newline).writerow(row)
    return out.getvalue()


@given(
    some=records(),
    encoding=st.sampled_from(("cp932", "utf-8", "utf-8-sig", "utf-16", "utf-16le", "euc_jp")),
    newline=st.sampled_from(("\r\n", "\n")),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    delimiter=st.sampled_from(",\t"),
    header=st.booleans(),
    final=st.booleans(),
    folded=st.booleans(),
    pressed=st.booleans(),
    blank=st.booleans(),
    block_size=st.sampled_from((150, 400, 1 << 20)),
)
@SETTINGS
def test_a_split_puts_each_record_in_one_place_byte_for_byte(
    new_town: Any,
    some: list[tuple[str, str, bool]],
    encoding: str,
    newline: str,
    quoting: Any,
    delimiter: str,
    *,
    header: bool,
    final: bool,
    folded: bool,
    pressed: bool,
    blank: bool,
    block_size: int,
) -> None:
    town = new_town()
    names = town.layout(ISSUED).names
    codec = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-16le": "utf-16-le"}.get(encoding, encoding)
    mark = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16": b"\xff\xfe"}.get(encoding, b"")
    forms: dict[str, Any] = {"delimiter": delimiter, "quoting": quoting, "newline": newline}
    head = mark + (delimited(names, **forms).encode(codec) if header else b"")
    parts: list[tuple[str, bytes]] = []
    for number, (day, name, broken) in enumerate(some):
        if encoding == "euc_jp":
            name = name.replace("\ue000", "").replace("髙", "高").replace("－", "-")  # noqa: PLW2901 - not in that encoding
        row = issued(number, day, 記載事項=name + (f"{newline}{name}" if folded else ""))
        line = [row.get(n, "") for n in names]
        text = delimited(line[:3] if broken else line, **forms)
        parts.append(("rejected" if broken else "archive" if old(day) else "migrate", text.encode(codec)))
        if blank and not broken:
            parts.append(("blank", newline.encode(codec)))
    if not final and parts and not blank:
        parts[-1] = (parts[-1][0], parts[-1][1].removesuffix(newline.encode(codec)))
    source = head + b"".join(data for _, data in parts)
    assume(source)
    path = town.put(ISSUED, gzip.compress(source) if pressed else source, "記録.csv.gz" if pressed else "記録.csv")
    town.agreement |= {
        "encoding": encoding,
        "newline": "crlf" if newline == "\r\n" else "lf",
        "delimiter": delimiter,
        "header": header,
        "newlines_in_values": True,
        "quoting": "all" if quoting == csv.QUOTE_ALL else "minimal",
    }
    town.decide(JK04={"years": 5, "name": "文書管理規程"})
    out = town.folder / "out"

    report = town.reduce(split=out, block_size=block_size)

    def of(*kinds: str) -> bytes:
        return b"".join(data for kind, data in parts if kind in kinds)

    def written(kind: str) -> bytes:
        file = out / kind / path.name.removesuffix(".gz")
        return file.read_bytes() if file.exists() else b""

    assert written("migrate") == head + of("migrate", "blank")
    assert written("archive") == (head if of("archive") else b"") + of("archive")
    assert written("rejected") == of("rejected")
    (line_,) = report.split.files
    counted = Counter(kind for kind, _ in parts)
    assert (line_.migrate_records, line_.archive_records, line_.rejected_records) == (
        counted["migrate"],
        counted["archive"],
        counted["rejected"],
    )
    shutil.rmtree(town.folder)


@given(some=records(), newlines=st.booleans(), trailer=st.booleans(), block_size=st.sampled_from((80, 1 << 20)))
@SETTINGS
def test_a_fixed_width_split_repeats_control_records(
    new_town: Any, some: list[tuple[str, str, bool]], *, newlines: bool, trailer: bool, block_size: int
) -> None:
    town = new_town()
    end = b"\r\n" if newlines else b""
    wide = {"宛名番号": 6, "交付年月日": 8, "記載事項": 20}
    length = 1 + sum(wide.values())

    def record(row: dict[str, str]) -> bytes:
        cells = (row.get(n, "").encode("cp932").ljust(size)[:size] for n, size in wide.items())
        return b"2" + b"".join(cells) + end

    parts = [
        ("archive" if old(day) else "migrate", record(issued(n, day, 記載事項="山田" * (len(name) % 3))))
        for n, (day, name, _) in enumerate(some)
    ]
    head, tail = b"1".ljust(length) + end, (b"8%06d" % len(parts)).ljust(length) + end if trailer else b""
    town.put(ISSUED, head + b"".join(data for _, data in parts) + tail, "記録.dat")
    at, positions = 2, {}
    for name, size in wide.items():
        positions[name] = {"start": at, "length": size}
        at += size
    town.agreement = {
        "format": "fixed",
        "encoding": "cp932",
        "newline": "crlf" if newlines else "none",
        "dates": "yyyymmdd",
        "header": False,
        "record_length": length,
        "positions": positions,
        "record_types": {"column": 1, "length": 1, "header": "1", "data": "2", "trailer": "8", "end": "9"},
    }
    town.decide(JK04={"years": 5, "name": "規程"})
    out = town.folder / "out"

    town.reduce(split=out, block_size=block_size)

    kept, gone = (b"".join(d for k, d in parts if k == kind) for kind in ("migrate", "archive"))
    assert (out / "migrate" / "記録.dat").read_bytes() == head + kept + tail
    archive = out / "archive" / "記録.dat"
    assert (archive.read_bytes() if archive.exists() else b"") == (head + gone + tail if gone else b"")
    shutil.rmtree(town.folder)


def candidates(town: Any, **more: Any) -> set[bytes]:
    """Return the records that a split archives."""
    out = town.folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    town.reduce(split=out, **more)
    return {line for f in (out / "archive").glob("*") for line in f.read_bytes().splitlines()[1:]}


@given(days=st.lists(DAYS, min_size=1, max_size=12), years=st.lists(st.integers(1, 30), min_size=2, max_size=3))
@SETTINGS
def test_raising_a_period_or_an_earlier_day_never_adds_candidates(
    new_town: Any, days: list[str], years: list[int]
) -> None:
    town = new_town()
    town.put(ISSUED, [issued(n, day) for n, day in enumerate(days)])

    def found(number: int, as_of: dt.date = AS_OF) -> set[bytes]:
        town.decide(JK04={"years": number, "name": "規程"})
        return candidates(town, as_of=as_of)

    sets = [found(number) for number in sorted(years)]

    for fewer, more in zip(sets[1:], sets, strict=False):
        assert fewer <= more
    assert found(min(years), dt.date(2020, 2, 29)) <= sets[0]
    shutil.rmtree(town.folder)


@given(
    days=st.lists(
        st.one_of(st.tuples(NO_DAYS, st.just(False)), st.tuples(DAYS, st.just(True))), min_size=1, max_size=12
    )
)
@SETTINGS
def test_a_record_without_its_date_is_never_a_candidate(new_town: Any, days: list[tuple[str, bool]]) -> None:
    town = new_town()
    town.put(ISSUED, [issued(n, day) for n, (day, _) in enumerate(days)])
    town.decide(JK04={"years": 1, "name": "規程"})

    gone = candidates(town, as_of=dt.date(2099, 1, 1))

    number = town.layout(ISSUED).names.index("宛名番号")
    numbers = {row.split(b",")[number].decode() for row in gone}
    assert numbers == {f"{n:06}" for n, (_, real) in enumerate(days) if real}
    shutil.rmtree(town.folder)


@st.composite
def slips(draw: Any) -> list[dict[str, str]]:
    """除票 of a few households."""
    day = st.sampled_from(("20100401", "20140619", "20140620", "20200401", ""))
    some = draw(st.lists(st.tuples(day, st.sampled_from("ABC"), st.sampled_from("12")), max_size=10))
    return [
        {"宛名番号": f"{n}", "世帯番号": home, "除票区分": kind, "消除年月日": d, "改製年月日": d}
        for n, (d, home, kind) in enumerate(some)
    ]


@given(
    rows=slips(),
    residents=st.sets(st.sampled_from("ABCD")),
    cut=st.integers(0, 10),
    block_size=st.sampled_from((300, 2000)),
)
@SETTINGS
def test_files_their_order_and_the_block_size_change_nothing(
    new_town: Any, rows: list[dict[str, str]], residents: set[str], cut: int, block_size: int
) -> None:
    people = [{"宛名番号": f"P{n}", "世帯番号": n, "最新フラグ": "1", "住民状態": "1"} for n in sorted(residents)]
    answers = []
    for order, size in ((0, 1 << 20), (1, block_size)):
        town = new_town()
        files = [
            ("resident_register/person", people, "0.csv"),
            (SLIPS, rows[:cut], "1.csv"),
            (SLIPS, rows[cut:], "2.csv"),
        ]
        for file in files[::-1] if order else files:
            town.put(*file)
        report = town.reduce(block_size=size)
        answers.append(
            Counter(
                {
                    (report.files[c.file].path, c.level, c.rule, c.code, c.reason, c.year): c.amount.records
                    for c in report.cells
                }
            )
        )
        shutil.rmtree(town.folder)

    assert answers[0] == answers[1]
    whole = {
        h
        for h in "ABC"
        if h not in residents
        and all("" < r["消除年月日"] <= "20140619" for r in rows if (r["世帯番号"], r["除票区分"]) == (h, "1"))
    }
    # a slip before its rewriting is counted from that, whoever still lives in the household (旧34条1項)
    may_go = sum(r["世帯番号"] in whole if r["除票区分"] == "1" else "" < r["改製年月日"] <= "20140619" for r in rows)
    assert sum(c.amount.records for c in report.cells if c.level == 0) == may_go


@given(
    rows=st.lists(
        st.tuples(st.sampled_from("ABC"), st.sampled_from(("20100401", "20140619", "20200401")), st.sampled_from("12")),
        max_size=8,
    )
)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_migrated_has_no_more_errors_than_what_was_delivered(
    new_town: Any, rows: list[tuple[str, str, str]]
) -> None:
    """Histories of several slips: no split may leave a gap in their numbers."""
    town = new_town()
    numbers: Counter[str] = Counter()
    slips_ = []
    for who, day, kind in rows:
        numbers[who] += 1
        row = {"宛名番号": who, "履歴番号": str(numbers[who]), "世帯番号": f"S{who}", "除票区分": kind}
        slips_.append(row | {"消除年月日" if kind == "1" else "改製年月日": day})
    town.put(SLIPS, slips_)

    report = town.reduce(split=town.folder / "out")

    document = json.loads((town.folder / "out" / "migrate_verification.json").read_text(encoding="utf-8"))
    assert not [c for f in document["files"] for c in f["counts"] if c["rule"] in ("K01", "K02", "K03", "S01")]
    (file,) = report.split.migration.files
    assert file.records + report.split.files[0].archive_records == len(rows)
    shutil.rmtree(town.folder)
