"""A verification such as a group of two municipalities gets: every kind of thing a report has to show."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chukan.output.excel import Book
from chukan.reports.summary import Summary, summarise
from chukan.rules.catalogue import RULES, of_a_verification
from chukan.severity import Severity
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.result import (
    Count,
    Delivery,
    FileResult,
    Finding,
    GaijiCount,
    ItemProfile,
    LayoutRef,
    NotRun,
    Records,
    RuleRun,
    Totals,
    Verification,
)

STATEMENT = "参考定義（公式レイアウトとの照合前）による確認"
TOWNS = {"990019": "青葉野市", "990027": "白波町"}
BUSINESSES = {
    "resident_register": "住民基本台帳",
    "individual_resident_tax": "個人住民税",
    "national_health_insurance": "国民健康保険",
    "seal_registration": "印鑑登録",
}
LAYOUTS = {
    "person": ("resident_register", "住民"),
    "household": ("resident_register", "世帯"),
    "levy": ("individual_resident_tax", "賦課"),
    "insured": ("national_health_insurance", "被保険者"),
}
NOT_RUN = NotRun("K02", "参照先の household（世帯）が提出データにありません")

#: (town, layout) -> rule, item, severity, count, waived
COUNTS: dict[tuple[str, str], list[tuple[str, str | None, Severity, int, int]]] = {
    ("990019", "person"): [
        ("A01", None, Severity.WARNING, 1, 0),
        ("F07", None, Severity.ERROR, 4, 0),
        ("K03", "履歴番号", Severity.ERROR, 12, 0),
        ("V01", "世帯番号", Severity.ERROR, 3, 0),
        ("V02", "カナ氏名", Severity.ERROR, 1284, 0),
        ("V05", "生年月日", Severity.ERROR, 38, 0),
        ("V06", "住民となった年月日", Severity.WARNING, 211, 0),
        ("V09", "氏名", Severity.WARNING, 96, 0),
        ("V10", "氏名", Severity.WARNING, 57, 57),
        ("V11", "方書", Severity.WARNING, 430, 0),
        ("S02", "電話番号", Severity.INFO, 1, 0),
    ],
    ("990019", "household"): [("K05", "世帯番号", Severity.ERROR, 7, 0)],
    ("990019", "levy"): [
        ("S01", "所得金額", Severity.ERROR, 1, 0),
        ("V08", "所得割額", Severity.ERROR, 52_310, 0),
        ("F04", None, Severity.WARNING, 2, 0),
    ],
    ("990019", "insured"): [
        ("V04", "資格取得事由", Severity.ERROR, 9, 0),
        ("V07", "保険者番号", Severity.ERROR, 61_230, 0),
        ("R02", "資格喪失日", Severity.WARNING, 15, 0),
    ],
    ("990027", "person"): [("V10", "氏名", Severity.WARNING, 8, 0), ("V11", "氏名", Severity.WARNING, 31, 0)],
    ("990027", "levy"): [],
}
MESSAGES = {
    "F07": "項目の数が定義と違います（定義 20、レコード 21）。値の中の区切り文字を引用符で囲んで出力し直してください。",
    "V02": "全角カナの項目に半角カナがあります。全角に直してください。",
    "V05": "日付ではありません（8桁、月 13）。移行元で西暦の実在する日付に直してください。",
    "V08": "所得割額は符号のない整数です（全角数字があります）。半角の数値に直してください。",
}
MASKS = {"V02": "ｱ×7", "V05": "9×8", "V08": "9×6", "V07": "9×6", "V10": "漢漢□外漢", "V11": "漢漢＊漢", "V06": "9×8"}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _ref(layout: str) -> LayoutRef:
    business, name = LAYOUTS[layout]
    return LayoutRef("mic", "2.7", business, layout, "reference", _digest(layout), name=name, statement=STATEMENT)


def _profile(records: int) -> tuple[ItemProfile, ...]:
    rows = [
        ("宛名番号", records, None, "9×15", "9×15", ()),
        ("氏名", records, 48_213, "漢漢□漢漢", "漢漢□漢漢", ()),
        ("性別", records, 2, "9", "9", (("9", records // 2),)),
        ("電話番号", records * 3 // 7, 1, "", "", (("9×10", 9),)),
        ("方書", records // 5, 8_114, "漢×6", "漢×9", (("漢漢漢", 120), ("漢×5", 80))),
        ("備考", 0, 0, "", "", ()),
    ]
    return tuple(
        ItemProfile(name, filled, records - filled, distinct, low, high, frequent, "いつも空です" if not filled else "")
        for name, filled, distinct, low, high, frequent in rows
    )


def _file(town: str, layout: str, records: int, rejected: int = 0) -> FileResult:
    business, _ = LAYOUTS[layout]
    counts = tuple(Count(*c) for c in COUNTS[town, layout])
    size = records * 183 + 412
    account = {
        "total_bytes": size,
        "read_bytes": (records - rejected) * 181,
        "rejected_bytes": rejected * 181,
        "newline_bytes": records * 2 + 2,
        "bom_bytes": 0,
        "header_bytes": 409,
        "end_bytes": 1,
        "blank_bytes": 0,
        "read_records": records - rejected,
        "rejected_records": rejected,
        "total_records": records,
    }
    errors = any(c.severity == "error" and c.count > c.waived for c in counts)
    lone = (town, layout) == ("990027", "person")
    undecided = ("delimiter", "header") if (town, layout) == ("990019", "person") else ()
    tax = layout == "levy"
    return FileResult(
        municipality=town,
        municipality_name=TOWNS[town],
        business=business,
        business_name=BUSINESSES[business],
        layout=_ref(layout),
        path=f"{town}/{business}/{layout}_20260401.csv",
        sha256=_digest(town + layout),
        bytes=size,
        encoding="cp932",
        encoding_reason="移行条件で合意",
        newline="crlf",
        records=Records(records - rejected, rejected, records),
        account=account,
        verdict="fail" if errors else "not_checked" if lone else "pass",
        counts=counts,
        totals={"所得金額": 123_456_789_000, "所得割額": 7_654_321_000} if tax else {},
        expected_records=records if tax else None,
        expected_totals={"所得金額": 123_456_788_900 if town == "990019" else 123_456_789_000} if tax else {},
        gaiji=(GaijiCount("F040", "U+E000", 41, ("氏名", "通称"), 12), GaijiCount("F05A", "U+E01A", 16, ("氏名",), 977))
        if layout == "person" and town == "990019"
        else (GaijiCount("F040", "U+E000", 8, ("氏名",), 31),)
        if lone
        else (),
        undecided=undecided,
        missing_items=("備考2",) if tax and town == "990019" else (),
        not_run=(NOT_RUN,) if lone else (),
        profile=_profile(records - rejected) if layout == "person" else (),
        agreement={
            "format": "csv",
            "encoding": "cp932",
            "newline": "crlf",
            "quoting": "minimal",
            "length_unit": "chars",
            "dates": "yyyymmdd",
            "unknown_dates": ["00000000", "99999999"],
            **({} if undecided else {"delimiter": ",", "header": True}),
        },
        from_vendor="南風システム" if town == "990019" else "北山情報",
        to_vendor="みなと総合計算",
    )


def _findings(files: tuple[FileResult, ...]) -> list[Finding]:
    """At most 1,000 of each rule, item and file, as `verify` keeps them."""
    rows = []
    for f in files:
        for c in f.counts:
            for i in range(min(c.count, 1000)):
                record = None if c.rule in ("A01", "F04", "S01", "S02") else 17 + i * 7
                rows.append(
                    Finding(
                        f.municipality,
                        f.business,
                        str(f.layout.layout),
                        f.path,
                        record,
                        record and record + 1,
                        c.item,
                        c.rule,
                        c.severity,
                        MASKS.get(c.rule, ""),
                        MESSAGES.get(c.rule, RULES[c.rule].remedy),
                    )
                )
    return rows


def _rules() -> tuple[RuleRun, ...]:
    off = dict.fromkeys(("F10", "V12"), "プロジェクトの rules で切っています")
    rows = []
    for rule in of_a_verification():
        state = "switched_off" if rule.id in off else "could_not_run" if rule.id == "K02" else "ran"
        why = off.get(rule.id) or (NOT_RUN.why if rule.id == "K02" else "")
        rows.append(RuleRun(rule.id, rule.title, rule.severity, state, why))  # type: ignore[arg-type]
    return tuple(rows)


def _deliveries() -> tuple[Delivery, ...]:
    rows = []
    for town, town_name in TOWNS.items():
        for business, name in BUSINESSES.items():
            exempt = business == "seal_registration"
            lacking = (town, business) == ("990027", "national_health_insurance")
            verdict = None if exempt else "not_checked" if lacking else "fail" if town == "990019" else "pass"
            if (town, business) == ("990027", "resident_register"):
                verdict = "not_checked"
            rows.append(
                Delivery(
                    town,
                    town_name,
                    business,
                    name,
                    "exempt_in_use" if exempt else "layout",
                    "令和7年10月から先行利用しているため" if exempt else "",
                    "南風システム" if town == "990019" else "北山情報",
                    "みなと総合計算",
                    verdict,  # type: ignore[arg-type]
                )
            )
    return tuple(rows)


def _totals(files: tuple[FileResult, ...], general: tuple[Finding, ...] = ()) -> Totals:
    records = Records(
        sum(f.records.read for f in files), sum(f.records.rejected for f in files), sum(f.records.total for f in files)
    )
    return Totals(
        len(files),
        sum(f.bytes for f in files),
        records,
        sum(f.number(Severity.ERROR) for f in files) + len(general),
        sum(f.number(Severity.WARNING) for f in files),
        sum(f.number(Severity.INFO) for f in files),
        sum(c.waived for f in files for c in f.counts),
    )


def _general() -> tuple[Finding, ...]:
    """Return what belongs to no file: a delivery that did not come, a waiver that does not hold."""
    return (
        Finding(
            "990027",
            "national_health_insurance",
            "",
            "",
            None,
            None,
            None,
            "F01",
            Severity.ERROR,
            "",
            "白波町の国民健康保険は中間標準レイアウトで移行する予定ですが、ファイルがありません。",
        ),
        Finding(
            "",
            "",
            "",
            "",
            None,
            None,
            None,
            "W01",
            Severity.ERROR,
            "",
            "了承（V11 全項目 白波町）: 理由・了承者がありません。（waivers.xlsx 3 行目）",
        ),
    )


def make() -> tuple[Verification, list[Finding]]:
    """Two municipalities, three businesses each, and one that is exempt."""
    files = (
        _file("990019", "person", 61_234, 4),
        _file("990019", "household", 28_410),
        _file("990019", "levy", 52_310),
        _file("990019", "insured", 61_230),
        _file("990027", "person", 8_120),
        _file("990027", "levy", 6_004),
    )
    waivers = (
        WaiverUse(
            "V10", "氏名", "青葉野市/住民基本台帳", 60, "同定表で対応済みのため", "市民課 係長", "2026-04-20", 57
        ),
        WaiverUse(
            "V11", "", "白波町", 10, "", "", "2026-04-20", 0, "理由・了承者がありません。了承シートに記入してください。"
        ),
    )
    general = _general()
    verification = Verification(
        schema_version="1.0",
        tool={
            "name": "chukan",
            "version": "0.1.0",
            "pandera": "0.35.0",
            "pyarrow": "26.0.0",
            "duckdb": "2.0.0",
            "python": "3.11.7",
        },
        layout=LayoutRef("mic", "2.7", None, None, "reference", _digest("all"), statement=STATEMENT),
        agreement={"format": "csv", "encoding": "cp932"},
        as_of="2026-04-01",
        started="2026-04-22T09:30:00+09:00",
        finished="2026-04-22T09:30:41+09:00",
        files=files,
        totals=_totals(files, general),
        verdict="fail",
        rules=_rules(),
        general=general,
        deliveries=_deliveries(),
        waivers=waivers,
        group="白青地域クラウド協議会",
        project_sha256=_digest("project"),
    )
    return verification, [*general, *_findings(files)]


def narrowed(verification: Verification, *paths: str, **changes: object) -> Verification:
    """Return the same verification with only some files (and other changes), totals adjusted."""
    files = tuple(f for f in verification.files if not paths or f.path in paths)
    general: tuple[Finding, ...] = changes.setdefault("general", verification.general)  # type: ignore[assignment]
    totals = _totals(files, general)
    return replace(verification, files=files, totals=totals, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def made() -> tuple[Verification, list[Finding]]:
    return make()


@pytest.fixture(scope="session")
def summary(made: tuple[Verification, list[Finding]]) -> Summary:
    return summarise(made[0])


@pytest.fixture(scope="session")
def narrow() -> Callable[..., Verification]:
    return narrowed


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """Compare a text with the one that is pinned; CHUKAN_UPDATE_SNAPSHOTS=1 pins it anew."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "snapshots" / name
        if os.environ.get("CHUKAN_UPDATE_SNAPSHOTS"):
            path.write_text(text, encoding="utf-8", newline="\n")

        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def clean(made: tuple[Verification, list[Finding]]) -> Verification:
    """One file of a `check` with nothing to say against it."""
    path = made[0].files[5].path
    rules = tuple(replace(r, state="ran", why="") for r in made[0].rules)
    v = narrowed(made[0], path, deliveries=(), waivers=(), general=(), verdict="pass", rules=rules, group="")
    v = replace(v, project_sha256="")
    file = replace(v.files[0], municipality="", municipality_name="")
    return replace(v, files=(file,), layout=file.layout)


@pytest.fixture(scope="session")
def many(made: tuple[Verification, list[Finding]]) -> tuple[Verification, list[Finding]]:
    """Return the same verification with 60,000 findings."""
    one = made[1][0]
    copies = (replace(one, record=i, item=f"項目{i % 50}", rule=f"V{1 + i % 12:02d}") for i in range(10**9))
    return made[0], list(islice(copies, 60_000))


Write = Callable[[Book, Summary], None]


Rows = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """Write one sheet, and read its rows by their headings."""

    def of(write: Write, summary: Summary) -> list[dict[str, Any]]:
        with Book(tmp_path / "a.xlsx", title="", day=dt.date(2026, 4, 1), largest=1, footer="") as book:
            write(book, summary)
        table = list(openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True))  # type: ignore[union-attr]
        return [dict(zip(map(str, table[0]), row, strict=True)) for row in table[1:]]

    return of
