"""Files with any value at all here and there, judged by chukan and by the oracle: each difference is a fault of one of them.

python tests/fuzz/seeded.py --seconds 3600 [--seed 7]
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.fuzz.oracle import BLANKS, Table, expected, tables

import chukan
from chukan.agreement import Agreement
from chukan.layouts.library import Library
from chukan.reports.outcome import Outcome
from chukan.sample.deliveries.single import write_sample

AGREED: dict[str, Any] = {
    "format": "csv",
    "encoding": "utf-8",
    "newline": "crlf",
    "delimiter": ",",
    "quoting": "all",
    "header": True,
    "newlines_in_values": False,
    "length_unit": "chars",
    "dates": "yyyymmdd",
    "unknown_dates": ("00000000",),
    "gaiji": "allow",
}
JUDGED = ("V01", "V02", "V03", "V04", "V05", "V06", "V07", "V08", "V09", "K01")
#: Any value at all, put into any item.
_ANY = (
    "| |\u3000|  \u3000|0|00|1|-1|-0|1.0|0.55|1.234567|１|007|+5|1,000|△3|0x10|1e5|20230228|20230229|20240229|"
    "00000000|99999999|99991231|19480000|19480100|20231301|2023-02-01|R5.4.1|00000101|18671231|21000229|2023|"
    "0000|9999|202313|202300|202312|999912|235959|240000|2359|12:30|0229|0500|0005|0230|1301|0100|2024022|20240229 |"
    "\u300020240229|２０２４０２２９|123456789018|123456789012|1234567890123|7000012050002|131016|131017|06138051|"
    "138057|12345674|1234567|1000001|100-0001|１０００００１|AB12345678CD|A123456789|ab12345678cd|03-1234-5678|０３|"
    "(03)1|+81|山田\u3000太郎|山田 太郎|山田太郎|山田\u3000\u3000太郎| 山田\u3000太郎|山田\u3000太郎\u3000|ﾔﾏﾀﾞ ﾀﾛｳ|ヤマダ\u3000タロウ|"
    "やまだ\u3000たろう|YAMADA TARO|ジョン・スミス|ＪＯＨＮ|なし|ヷ|゛|｡｢｣､|･ｰ|ABC|abc|A B|A\u3000B|~|\\|¥|‾|é|ー|ヵヶ|㈱|①|xxxxx|漢漢漢|－|"
    "−|〜|99999999|12|01|02|99|A|Z9"
)
VALUES = (*_ANY.split("|"), *("x" * 400, "漢" * 400, "9" * 25, "カ" * 250, "ｶ" * 120))


def seeded(table: Table, rng: random.Random, *, rows: int) -> list[list[str]]:
    """Return records whose cells are those of sound synthetic ones, and here and there any value at all."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        write_sample(
            Library().layout(table.address),
            path,
            rows=rows,
            as_of=dt.date(2026, 11, 23),
            agreement=Agreement.model_validate(AGREED),
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


def checked(table: Table, records: Sequence[Sequence[str]], folder: Path) -> Outcome:
    """Return what chukan says of a file with these records."""
    path = folder / "seeded.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerows([[column.name for column in table.columns], *records])
    return chukan.check(path, table.address, agreement=AGREED, limit=1_000_000)


def observed(table: Table, records: Sequence[Sequence[str]], folder: Path) -> set[tuple[str, int, str]]:
    """Return the same, as chukan finds it."""
    outcome = checked(table, records, folder)
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
        also = (
            sorted(r for r, n, i in theirs if (n, i) == (number, item)),
            sorted(r for r, n, i in ours if (n, i) == (number, item)),
        )
        yield f"{who} {rule} {table.address.split('/', 1)[1]} {column and (column.name, column.type, column.length, column.scale, column.required, column.formats, sorted(column.codes)[:5] if column.codes else column.coded)} {value!r} chukan={also[0]} oracle={also[1]}"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Have seeded files judged until the time is up; print the seed and each difference."""
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
