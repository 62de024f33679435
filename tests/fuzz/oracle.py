"""A second, plain judge of values: written from docs/packs.md, docs/rules.md and the tables of layouts alone.

It reads the item tables and code lists itself, looks at one value at a time with nothing but Python, and shares no line with
what it judges. Files with seeded values are judged by both; each difference is a fault of one of them.

    python tests/fuzz/oracle.py --seconds 3600 [--seed 7]
"""

from __future__ import annotations

import argparse
import calendar
import csv
import io
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

import chukan

PACK = Path(__file__).parents[2] / "layouts" / "mic"
EDITION = "2.7"
AGREED = {
    "format": "csv",
    "encoding": "utf-8",
    "newline": "crlf",
    "delimiter": ",",
    "quoting": "all",
    "header": True,
    "newlines_in_values": False,
    "length_unit": "chars",
    "dates": "yyyymmdd",
    "unknown_dates": ["00000000"],
    "gaiji": "allow",
}
JUDGED = ("V01", "V02", "V03", "V04", "V05", "V06", "V07", "V08", "V09", "K01")
DIGITS = frozenset("0123456789")
PRINTABLE = frozenset(map(chr, range(0x21, 0x7F)))
HALF_KANA = frozenset(map(chr, range(0xFF61, 0xFFA0)))
BLANKS = " \u3000"
KANA = frozenset([*map(chr, range(0x30A1, 0x30F7)), *map(chr, range(0x30FB, 0x30FF)), *"\u3000（）＝－．，＆"])
KANA_HALF = frozenset([*map(chr, range(0xFF65, 0xFFA0)), *"-().·/"])
BANK = frozenset(
    [*map(chr, range(0xFF65, 0xFFA0)), *"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", *"()｢｣.,/-"]
)
#: Format -> the lengths of its numbers and the weights of their check digit.
LENGTHS = {
    "my_number": (12,),
    "corporate_number": (13,),
    "resident_code": (11,),
    "municipality_code": (6,),
    "insurer_number": (6, 8),
    "late_elderly_number": (8,),
    "care_provider_number": (10,),
    "public_expense_number": (7, 8),
    "pension_number": (10,),
    "postal_code": (7,),
}


@dataclass(frozen=True)
class Column:
    """One row of an item table.

    Attributes:
        codes: The values of its code list; None = it has none, or one that takes any value.
    """

    name: str
    type: str
    length: int
    scale: int
    required: str
    key: bool
    formats: tuple[str, ...]
    codes: frozenset[str] | None
    coded: bool
    conditional: bool = False


@dataclass
class Table:
    """One layout, as its files say."""

    address: str
    columns: list[Column] = field(default_factory=list)


def tables() -> list[Table]:
    """Return the layouts of the pack that the edition has, from its files."""
    found = []
    for business in yaml.safe_load((PACK / "pack.yaml").read_text(encoding="utf-8"))["businesses"]:
        folder = PACK / business["folder"]
        for slug, body in yaml.safe_load((folder / "business.yaml").read_text(encoding="utf-8"))["layouts"].items():
            if _lives(body):
                when = body.get("required_when", {})
                rows = _rows(folder / f"{slug}.csv")
                columns = [_column(row, row["item"] in when) for row in rows]
                found.append(Table(f"mic@{EDITION}/{business['business']}/{slug}", columns))
    return found


def _lives(row: dict[str, object]) -> bool:
    now = _edition(EDITION)
    since, until = row.get("since") or "0", row.get("until") or "999"
    return _edition(str(since)) <= now <= _edition(str(until))


def _edition(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if _lives(dict(row))]


def _column(row: dict[str, str], conditional: bool) -> Column:
    codes = None
    if row["code"]:
        values = {one["code"] for one in _rows(PACK / "codes" / f"{row['code']}.csv")}
        codes = None if "*" in values else frozenset(values - {"…"})
    return Column(
        row["item"],
        row["type"],
        int(row["length"] or {"DATE": 8, "YM": 6, "YEAR": 4, "TIME": 6}.get(row["type"], 0)),
        int(row["scale"] or 0),
        row["required"],
        bool(row["key"]),
        tuple(row["format"].split()),
        codes,
        bool(row["code"]),
        conditional,
    )


def judge(column: Column, value: str) -> set[str]:
    """Return the rules that a value breaks by itself."""
    if not value:
        return {"V01"} if column.required == "required" else set()
    if not value.strip(BLANKS):
        return {"V01"} if column.required == "required" else {"V09"}
    if column.codes is not None:
        return set() if value in column.codes else {"V04"}
    if column.type == "BLOB":
        return set()
    if column.type in ("DATE", "YM", "YEAR", "TIME") or "month_day" in column.formats:
        return _of_a_date(column, value)
    core = value.strip(BLANKS)
    found = {"V09"} if core != value else set()
    if column.type in ("9", "S9", "9V", "S9V"):
        return found | _of_a_number(column, core)
    return found | _of_a_text(column, core, has_ends=core != value)


def _of_a_date(column: Column, value: str) -> set[str]:
    if "month_day" in column.formats:
        return set() if _is_day(value, "2000") else {"V05"}
    if column.type == "TIME":
        good = re.fullmatch("([01][0-9]|2[0-3])[0-5][0-9]([0-5][0-9])?", value) and len(value) == column.length
        return set() if good else {"V05"}
    if not re.fullmatch(f"[0-9]{{{column.length}}}", value):
        return {"V05"}
    unknown = value.strip("0") == "" or value.strip("9") == "" or value[:4] == "9999"
    if column.type == "YEAR":
        low, high = _range(column)
        if unknown:
            return _unknown(column, value)
        return {"V08"} if not low <= int(value) <= high else set()
    month, day = value[4:6], value[6:] or "01"
    if value in ("99991231", "99999999", "999912", "999999"):
        return set() if "open_date" in column.formats else _unknown(column, value)
    if unknown:
        plain = not value.strip("0") or not value.strip("9")
        return _unknown(column, value) if plain else set() if _is_day(month + day, "9999") else {"V05"}
    if value[:4] != "0000" and (month == "00" and day in ("00", "01") or day == "00" and "01" <= month <= "12"):
        if month == "00" and column.type == "DATE" and day != "00":
            return {"V05"}
        return _unknown(column, value)
    return set() if value[:4] != "0000" and _is_day(month + day, value[:4], column) else {"V05"}


def _unknown(column: Column, value: str) -> set[str]:
    agreed = "00000000"[: column.length]
    return set() if "unknown_date" in column.formats and value == agreed else {"V06"}


def _is_day(text: str, year: str, column: Column | None = None) -> bool:
    if not re.fullmatch("[0-9]{4}", text) or not 1 <= int(text[:2]) <= 12:
        return False
    last = calendar.monthrange(int(year), int(text[:2]))[1]
    if column is not None and "uncertain_date" in column.formats and text[:2] == "02":
        last = 29
    return 1 <= int(text[2:]) <= last


def _range(column: Column) -> tuple[float, float]:
    for name in column.formats:
        if ".." in name:
            low, high = name.split("..")
            return float(low), float(high)
    return float("-inf"), float("inf")


def _of_a_number(column: Column, core: str) -> set[str]:
    if not set(core) <= DIGITS | set("-.+０１２３４５６７８９－．＋△▲−"):
        return {"V02"}
    sign = "-?" if column.type.startswith("S") else ""
    point = f"(\\.[0-9]{{1,{column.scale}}})?" if column.scale else ""
    if not re.fullmatch(f"{sign}[0-9]+{point}", core):
        return {"V08"}
    whole = core.lstrip("-").partition(".")[0]
    zeros = len(whole) > 1 and whole[0] == "0" and "fixed" not in column.formats
    if column.length and len(whole.lstrip("0") if zeros else whole) > column.length:
        return {"V03"}
    if zeros:
        return {"V08"}
    low, high = _range(column)
    return set() if low <= float(core) <= high else {"V08"}


def _of_a_text(column: Column, core: str, *, has_ends: bool) -> set[str]:
    found = set()
    allowed = _allowed(column)
    odd = {c for c in core if c not in BLANKS and not allowed(c)}
    number = next((name for name in column.formats if name in LENGTHS or name in ("digits", "phone", "residence_card")), None)
    if number:
        odd |= {c for c in core if c in BLANKS}
    if odd:
        found.add("V02")
    lengths = _lengths(column, number)
    wrong = len(core) not in lengths if lengths else len(core) > column.length
    if wrong and not (odd and number):
        found.add("V03")
    if number == "residence_card" and not odd and not wrong and not re.fullmatch("[A-Z]{2}[0-9]{8}[A-Z]{2}|[A-Z][0-9]{9}", core):
        found.add("V02")
    if not found and number in CHECKS and not CHECKS[number](core):
        found.add("V07")
    if not odd and not has_ends and not number and _blank_inside(column, core):
        found.add("V09")
    return found


def _lengths(column: Column, number: str | None) -> tuple[int, ...]:
    if number in LENGTHS:
        return tuple(n for n in LENGTHS[number] if n <= column.length)
    if number == "residence_card":
        return (12,) if "fixed" in column.formats else (10, 12)
    return (column.length,) if "fixed" in column.formats else ()


def _allowed(column: Column):  # noqa: ANN202 - a predicate
    formats = set(column.formats)
    if formats & {*LENGTHS, "digits"}:
        return DIGITS.__contains__
    if "residence_card" in formats:
        return frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789").__contains__
    if "phone" in formats:
        return frozenset("0123456789-()+").__contains__
    for name, characters in (("kana_half", KANA_HALF), ("bank_name", BANK), ("kana", KANA)):
        if name in formats:
            return characters.__contains__
    if column.type == "X":
        return (PRINTABLE | HALF_KANA).__contains__
    if column.type == "N":
        return lambda c: c not in PRINTABLE and c not in HALF_KANA and c not in "¥‾"
    return lambda _: True


def _blank_inside(column: Column, core: str) -> bool:
    if column.type == "X":
        return "\u3000" in core
    name = "person_name" in column.formats
    latin = column.type == "XN" and core.isascii()
    half = " " in core
    if not name:
        return half and column.type == "N"
    if half and not latin:
        return True
    if "\u3000\u3000" in core or "  " in core:
        return True
    one = re.fullmatch("[Ａ-Ｚａ-ｚ．，’－]+|[ァ-ヶー]*[・＝][ァ-ヶー・＝]*|なし|不明|不詳", core)
    return not ("\u3000" in core or (latin and half)) and one is None


def _modulus_11(core: str, weights: Sequence[int]) -> int:
    rest = sum(int(d) * w for d, w in zip(core[-2::-1], weights, strict=False)) % 11
    return 0 if rest <= 1 else 11 - rest


def _my_number(core: str) -> bool:
    return int(core[-1]) == _modulus_11(core, (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6))


def _resident_code(core: str) -> bool:
    return int(core[-1]) == _modulus_11(core, (2, 3, 4, 5, 6, 7, 2, 3, 4, 5))


def _corporate(core: str) -> bool:
    total = sum(int(d) * (1 if n % 2 == 0 else 2) for n, d in enumerate(core[:0:-1]))
    return int(core[0]) == 9 - total % 9


def _municipality(core: str) -> bool:
    total = sum(int(d) * w for d, w in zip(core[:5], (6, 5, 4, 3, 2), strict=True))
    return int(core[5]) == (11 - total % 11) % 10


def _modulus_10(core: str) -> bool:
    total = 0
    for n, digit in enumerate(core[-2::-1]):
        product = int(digit) * (2 if n % 2 == 0 else 1)
        total += product // 10 + product % 10
    return int(core[-1]) == (10 - total % 10) % 10


CHECKS = {
    "my_number": _my_number,
    "corporate_number": _corporate,
    "resident_code": _resident_code,
    "municipality_code": _municipality,
    "insurer_number": _modulus_10,
    "late_elderly_number": _modulus_10,
    "care_provider_number": _modulus_10,
    "public_expense_number": _modulus_10,
}

VALUES = (
    *("", " ", "\u3000", "  \u3000", "0", "00", "1", "-1", "-0", "1.0", "0.55", "1.234567", "１", "007", "+5", "1,000", "△3", "0x10", "1e5"),
    *("20230228", "20230229", "20240229", "00000000", "99999999", "99991231", "19480000", "19480100", "20231301", "2023-02-01", "R5.4.1"),
    *("00000101", "18671231", "21000229", "2023", "0000", "9999", "202313", "202300", "202312", "999912", "235959", "240000", "2359", "12:30"),
    *("0229", "0230", "1301", "0100", "2024022", "20240229 ", "\u300020240229", "２０２４０２２９"),
    *("123456789018", "123456789012", "1234567890123", "7000012050002", "131016", "131017", "06138051", "138057", "12345674", "1234567"),
    *("1000001", "100-0001", "１０００００１", "AB12345678CD", "A123456789", "ab12345678cd", "03-1234-5678", "０３", "(03)1", "+81"),
    *("山田　太郎", "山田 太郎", "山田太郎", "山田　　太郎", " 山田　太郎", "山田　太郎　", "ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ　タロウ", "やまだ　たろう", "YAMADA TARO"),
    *("ジョン・スミス", "ＪＯＨＮ", "なし", "ヷ", "゛", "｡｢｣､", "･ｰ", "ABC", "abc", "A B", "A　B", "~", "\\", "¥", "‾", "é", "ー", "ヵヶ", "㈱", "①"),
    *("x" * 5, "x" * 400, "漢" * 3, "漢" * 400, "9" * 25, "カ" * 250, "ｶ" * 120, "－", "−", "〜", "9" * 8, "12", "01", "02", "99", "A", "Z9"),
)


def seeded(table: Table, rng: random.Random, *, rows: int) -> list[list[str]]:
    """Return records whose cells are those of sound synthetic ones, and here and there any value at all."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        from chukan.agreement import Agreement
        from chukan.layouts.library import Library
        from chukan.sample.deliveries.single import write_sample

        import datetime as dt

        write_sample(
            Library().layout(table.address),
            path,
            rows=rows,
            as_of=dt.date(2026, 11, 23),
            agreement=Agreement.model_validate({**AGREED, "unknown_dates": ("00000000",)}),
            seed=rng.randrange(1 << 30),
        )
        records = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))[1:]
    for record in records:
        for at in rng.sample(range(len(record)), rng.randrange(min(6, len(record)))):
            record[at] = rng.choice(VALUES) if rng.random() < 0.8 else _spoiled(record[at], rng)
    if rng.random() < 0.5:
        keys = [at for at, column in enumerate(table.columns) if column.key]
        one, other = rng.choice(records), rng.choice(records)
        for at in keys:
            other[at] = one[at]
    return records


def _spoiled(value: str, rng: random.Random) -> str:
    at = rng.randrange(len(value) + 1)
    return rng.choice(
        (
            value[:at] + rng.choice("0159Aaアｱ漢 \u3000-.é") + value[at:],
            value[: max(0, at - 1)] + value[at:],
            value * 2,
            value[::-1],
            value + rng.choice(BLANKS),
            rng.choice(BLANKS) + value,
        )
    )


def expected(table: Table, records: Sequence[Sequence[str]]) -> set[tuple[str, int, str]]:
    """Return rule, record and item of all that is wrong; of a key the item is blank."""
    found = set()
    for number, record in enumerate(records, 1):
        for column, value in zip(table.columns, record, strict=True):
            found |= {(rule, number, column.name) for rule in judge(column, value)}
    keys = [at for at, column in enumerate(table.columns) if column.key]
    if keys:
        seen = Counter(tuple(record[at].strip(BLANKS) for at in keys) for record in records)
        for number, record in enumerate(records, 1):
            key = tuple(record[at].strip(BLANKS) for at in keys)
            lacking = any(table.columns[at].required == "required" and not record[at].strip(BLANKS) for at in keys)
            if lacking or (seen[key] > 1 and any(key)):
                found.add(("K01", number, ""))
    return found


def observed(table: Table, records: Sequence[Sequence[str]], folder: Path) -> set[tuple[str, int, str]]:
    """Return the same, as chukan finds it."""
    path = folder / "seeded.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerows([[column.name for column in table.columns], *records])
    outcome = chukan.check(path, table.address, agreement=AGREED, limit=1_000_000)
    read = outcome.verification.files[0].records
    assert read.read == len(records), (read, len(records))
    conditional = {column.name for column in table.columns if column.conditional}
    keys = {column.name for column in table.columns if column.key}
    return {
        (f.rule, f.record or 0, "" if f.rule == "K01" else f.item or "")
        for f in outcome.findings
        if f.rule in JUDGED
        and not (f.rule in ("V01", "V09") and f.item in conditional)
        and not (f.rule == "K01" and f.item and f.item not in keys)
    }


def differences(table: Table, rng: random.Random, folder: Path, *, rows: int) -> Iterator[str]:
    """Yield where the two judges differ: who says it, rule, item with its type, and the value."""
    records = seeded(table, rng, rows=rows)
    conditional = {column.name for column in table.columns if column.conditional}
    ours = {f for f in expected(table, records) if not (f[0] == "V09" and f[2] in conditional)}
    theirs = observed(table, records, folder)
    places = {column.name: at for at, column in enumerate(table.columns)}
    for rule, number, item in sorted(ours ^ theirs):
        who = "oracle" if (rule, number, item) in ours else "chukan"
        value = records[number - 1][places[item]] if item else "|".join(records[number - 1])
        column = table.columns[places[item]] if item else None
        also = sorted(r for r, n, i in theirs if (n, i) == (number, item)), sorted(r for r, n, i in ours if (n, i) == (number, item))
        yield f"{who} {rule} {table.address.split('/', 1)[1]} {column and (column.name, column.type, column.length, column.scale, column.required, column.formats, sorted(column.codes)[:5] if column.codes else column.coded)} {value!r} chukan={also[0]} oracle={also[1]}"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Judge seeded files until the time is up; print the seed and each difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--go-on", action="store_true", help="do not stop at the first file with a difference")
    chosen = parser.parse_args()
    _say(f"seed {chosen.seed}")
    rng, end, done, wrong = random.Random(chosen.seed), time.monotonic() + chosen.seconds, 0, 0
    every = tables()
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            seed = rng.randrange(1 << 32)
            one = random.Random(seed)
            table = one.choice(every)
            found = [*differences(table, one, Path(folder), rows=chosen.rows)]
            done += 1
            for line in found:
                _say(line)
            wrong += len(found)
            if found and not chosen.go_on:
                break
    _say(f"{done} files, {wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
