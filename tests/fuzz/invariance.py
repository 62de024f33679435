"""A result depends on the records and on nothing else: files with seeded defects and damage, cut and shared out in many ways.

As a program it runs for as long as it is told, with a seed that it prints:

    python tests/fuzz/invariance.py --seconds 3600 [--seed 7]
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from chukan.agreement import Agreement
from chukan.errors import ChukanError
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.sample.deliveries.single import write_sample
from chukan.verification.job import Job, Options, Target
from chukan.verification.run import run

AS_OF = dt.date(2026, 11, 23)
_ALL = 1000
LAYOUTS = (
    "resident_register/person",
    "seal_registration/registration",
    "public_assistance/payment",
    "fixed_asset_tax/depreciable_asset",
    "late_stage_elderly_medical/insured",
    "light_vehicle_tax/vehicle",
    "child_allowance/recipient",
    "national_pension/insured",
    "long_term_care_insurance/insured",
    "school_enrollment/child",
    "health_management/pregnancy",
    "individual_resident_tax/taxpayer",
)
FORMS: tuple[dict[str, Any], ...] = (
    {"format": "csv", "encoding": "cp932", "header": True, "newline": "crlf", "delimiter": ",", "quoting": "minimal"},
    {"format": "csv", "encoding": "utf-8", "header": False, "newline": "lf", "delimiter": ",", "quoting": "all"},
    {"format": "csv", "encoding": "euc_jp", "header": True, "newline": "lf", "delimiter": "\t", "quoting": "minimal"},
    {"format": "csv", "encoding": "utf-16", "header": True, "newline": "crlf", "delimiter": ",", "quoting": "minimal"},
    {"format": "fixed", "encoding": "cp932", "newline": "crlf", "length_unit": "bytes"},
)
DAMAGE = (
    *(b"\r\n", b"\n", b"\r\n\r\n", b"\x1a", b"\x00", b"\t"),
    *(b"\x22", b"\x22\n", b"\x22,", b"\x22\r\n\x22,\x22,", b","),
    *(b"\xff", b"\x81", b"\xf0\x40", b"\x87\x9a", b"\xf3\xb0\x82\x80", b"0x10"),
)


@dataclass(frozen=True)
class Case:
    """One file in several parts, and what it is."""

    layout: Layout
    agreement: Agreement
    parts: tuple[Path, ...]
    name: str


def layouts(names: tuple[str, ...] = LAYOUTS, least: int = 10) -> list[Layout]:
    """Return the layouts by name; others take the place of those that the packs do not have."""
    library = Library()
    pack = library.pack("mic")
    there = [f"{business}/{slug}" for business, slug in pack.layouts()]
    chosen = [name for name in names if name in there]
    chosen += [name for name in there[:: max(1, len(there) // least)] if name not in chosen][
        : max(0, least - len(chosen))
    ]
    return [library.layout(name) for name in chosen]


def make(folder: Path, layout: Layout, rng: random.Random, *, rows: int = 30, parts: int = 2) -> Case:
    """Write a file with defects and damaged bytes, in parts."""
    agreement = Agreement.model_validate(rng.choice(FORMS) | {"dates": "yyyymmdd"})
    paths = []
    for part in range(parts):
        path = folder / f"{layout.business}_{layout.slug}_{part}.csv"
        seed = rng.randrange(1 << 30)
        try:
            write_sample(layout, path, rows=rows, as_of=AS_OF, agreement=agreement, seed=seed, defects=0.3)
        except ChukanError:  # not every layout has fixed positions
            agreement = Agreement.model_validate(FORMS[0] | {"dates": "yyyymmdd"})
            write_sample(layout, path, rows=rows, as_of=AS_OF, agreement=agreement, seed=seed, defects=0.3)
        data = bytearray(path.read_bytes())
        head = data.find(b"\n") + 1
        for _ in range(rng.randrange(4)):
            at = rng.randrange(min(head, len(data)), len(data) + 1)
            data[at:at] = rng.choice(DAMAGE)
        if rng.random() < 0.3:
            del data[-rng.randrange(1, 9) :]
        path.write_bytes(data)
        paths.append(path)
    return Case(layout, agreement, tuple(paths), f"{layout.path} {agreement.format} {agreement.encoding}")


def outcome(case: Case, *, block_size: int, jobs: int, limit: int, **engine: Any) -> tuple[object, ...]:
    """All that a run says of a case, without the time of day."""
    rejected: dict[str, bytes] = {}

    def reject(target: Target, one: Any) -> None:
        rejected[target.shown] = rejected.get(target.shown, b"") + one.raw + one.newline

    targets = [Target(p, p.name, case.layout, case.agreement, municipality="131016") for p in case.parts]
    options = Options(as_of=AS_OF, sample_limit=limit, jobs=jobs, block_size=block_size, **engine)
    result = run(Job(targets, agreement=case.agreement), options, reject=reject)
    verification = replace(result.verification, started="", finished="")
    return verification, tuple(result.findings), tuple(sorted(rejected.items()))


def ways(size: int, rng: random.Random) -> Iterator[tuple[int, int, int]]:
    """Yield block sizes, jobs and limits: each number of jobs, from one byte a block on, with a limit and without one.

    The small limit is less than what a rule finds in an item, the large one more than all that is found.
    """
    few = rng.choice((1, 3))
    yield 1, 1, _ALL
    yield 1, 2, few
    yield rng.randrange(2, 200), 4, _ALL
    yield rng.randrange(200, max(201, size)), 1, few


def differences(case: Case, rng: random.Random) -> list[str]:
    """Where a way of cutting changes a result; nothing when none does."""
    found = []
    size = max(path.stat().st_size for path in case.parts)
    whole: dict[int, tuple[object, ...]] = {}
    for block_size, jobs, limit in ways(size, rng):
        if limit not in whole:
            whole[limit] = outcome(case, block_size=8 << 20, jobs=1, limit=limit)
        cut = outcome(case, block_size=block_size, jobs=jobs, limit=limit)
        parts = zip(("verification", "findings", "rejected"), whole[limit], cut, strict=True)
        if what := [name for name, a, b in parts if a != b]:
            found.append(f"{case.name}: {'、'.join(what)} (block size {block_size}, jobs {jobs}, limit {limit})")
    return found


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Make and cut files until the time is up; print the seed, and each file that gives two results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    chosen = parser.parse_args()
    _say(f"seed {chosen.seed}")
    rng, end, done = random.Random(chosen.seed), time.monotonic() + chosen.seconds, 0
    library = Library()
    addresses = [f"{business}/{slug}" for business, slug in library.pack("mic").layouts()]
    while time.monotonic() < end:
        seed = rng.randrange(1 << 32)
        one = random.Random(seed)
        with tempfile.TemporaryDirectory() as folder:
            case = make(Path(folder), library.layout(one.choice(addresses)), one, rows=one.choice((5, 30, 200)))
            wrong = differences(case, one)
        done += 1
        if wrong:
            _say("\n  ".join([f"case {done}, seed {seed}:", *wrong]))
            return 1
    _say(f"{done} files, no difference")
    return 0


if __name__ == "__main__":
    sys.exit(main())
