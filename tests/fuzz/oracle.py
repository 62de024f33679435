"""A second, plain judge of values: written from docs/packs.md, docs/rules.md and the tables of layouts alone.

It reads the item tables and code lists itself, looks at one value at a time with nothing but Python, and shares no line with
what it judges. `seeded.py` has both of them judge the same files.
"""

from __future__ import annotations

import calendar
import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

PACK = Path(__file__).parents[2] / "layouts" / "mic"
EDITION = "2.7"
DIGITS = frozenset("0123456789")
PRINTABLE = frozenset(map(chr, range(0x21, 0x7F)))
HALF_KANA = frozenset(map(chr, range(0xFF61, 0xFFA0)))
BLANKS = " \u3000"
KANA = frozenset([*map(chr, range(0x30A1, 0x30F7)), *map(chr, range(0x30FB, 0x30FF)), *"\u3000（）＝－．，＆"])
KANA_HALF = frozenset([*map(chr, range(0xFF65, 0xFFA0)), *"-().·/"])
BANK = frozenset([*map(chr, range(0xFF65, 0xFFA0)), *"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", *"()｢｣.,/-"])
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


#: Format -> the characters of its values.
CHARACTERS = {
    **dict.fromkeys((*LENGTHS, "digits"), DIGITS),
    "residence_card": frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
    "phone": frozenset("0123456789-()+"),
    "kana": KANA,
    "kana_half": KANA_HALF,
    "bank_name": BANK,
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
    core = value.strip(BLANKS)
    if not core:
        return {"V01"} if column.required == "required" else {"V09"} if value else set()
    if column.codes is not None:
        return set() if value in column.codes else {"V04"}
    if column.type in ("DATE", "YM", "YEAR", "TIME", "BLOB") or "month_day" in column.formats:
        return _of_a_date(column, value)
    found = {"V09"} if core != value else set()
    if column.type in ("9", "S9", "9V", "S9V"):
        return found | _of_a_number(column, core)
    return found | _of_a_text(column, core, has_ends=core != value)


def _of_a_date(column: Column, value: str) -> set[str]:
    good = True
    if "month_day" in column.formats:
        if value in ("0000", "9999") or (value[2:] == "00" and _is_day(f"{value[:2]}01", "2000")):
            return _unknown(column, value)
        good = _is_day(value, "2000")
    elif column.type == "TIME":
        time = "([01][0-9]|2[0-3])[0-5][0-9]([0-5][0-9])?"
        good = len(value) == column.length and re.fullmatch(time, value) is not None
    elif column.type != "BLOB":
        if not re.fullmatch(f"[0-9]{{{column.length}}}", value):
            return {"V05"}
        return _of_a_year(column, value) if column.type == "YEAR" else _of_a_day(column, value)
    return set() if good else {"V05"}


def _of_a_year(column: Column, value: str) -> set[str]:
    if value in ("0000", "9999"):
        return _unknown(column, value)
    low, high = _range(column)
    return set() if low <= int(value) <= high else {"V08"}


def _of_a_day(column: Column, value: str) -> set[str]:
    """Judge a day or a month: never, unknown as a whole or in part, or there."""
    year, month, day = value[:4], value[4:6], value[6:]
    if not value.strip("9") or value in ("99991231", "999912"):
        return set() if "open_date" in column.formats else _unknown(column, value)
    if not value.strip("0") or (year != "0000" and (month + day).strip("0") == ""):
        return _unknown(column, value)
    if year != "0000" and day == "00" and "01" <= month <= "12":
        return _unknown(column, value)
    return set() if year != "0000" and _is_day(month + (day or "01"), year, column) else {"V05"}


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
    number = next(
        (name for name in column.formats if name in LENGTHS or name in ("digits", "phone", "residence_card")), None
    )
    if number:
        odd |= {c for c in core if c in BLANKS}
    if odd:
        found.add("V02")
    lengths = _lengths(column, number)
    wrong = len(core) not in lengths if lengths else len(core) > column.length
    if wrong and not (odd and number):
        found.add("V03")
    if (
        number == "residence_card"
        and not odd
        and not wrong
        and not re.fullmatch("[A-Z]{2}[0-9]{8}[A-Z]{2}|[A-Z][0-9]{9}", core)
    ):
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


def _allowed(column: Column) -> Callable[[str], bool]:
    for name in column.formats:
        if name in CHARACTERS:
            return CHARACTERS[name].__contains__
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


def expected(table: Table, records: Sequence[Sequence[str]]) -> set[tuple[str, int, str]]:
    """Return rule, record and item of all that is wrong; of a key the item is blank."""
    found = set()
    for number, record in enumerate(records, 1):
        for column, value in zip(table.columns, record, strict=True):
            found |= {(rule, number, column.name) for rule in judge(column, value)}
    keys = [at for at, column in enumerate(table.columns) if column.key]
    if keys:
        seen = Counter(_key(table, keys, record) for record in records)
        for number, record in enumerate(records, 1):
            key = _key(table, keys, record)
            lacking = any(table.columns[at].required == "required" and not record[at].strip(BLANKS) for at in keys)
            if lacking or (seen[key] > 1 and any(key)):
                found.add(("K01", number, ""))
    return found


def _key(table: Table, keys: Sequence[int], record: Sequence[str]) -> tuple[str, ...]:
    """Return a key without blanks at the ends of its values, its numbers without zeros in front."""
    values = []
    for at in keys:
        value = record[at].strip(BLANKS)
        is_number = table.columns[at].type in ("9", "S9", "9V", "S9V") and value.startswith("0")
        values.append((value.lstrip("0") or "0") if is_number else value)
    return tuple(values)
