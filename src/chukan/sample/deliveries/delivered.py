"""Linked files on disk: a delivery with its project file, and the defects that were seeded in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from chukan.agreement import Agreement
from chukan.integrity.columns import read_by_others
from chukan.layouts.model import Layout
from chukan.sample.defects.across import seed_across
from chukan.sample.defects.defect import defects_path, write_defects
from chukan.sample.defects.seeder import seed_defects
from chukan.sample.deliveries.linked import delivery
from chukan.sample.files.write import WrittenFile, write

#: A physical form with nothing left open.
DECIDED: dict[str, Any] = {
    "format": "csv",
    "encoding": "cp932",
    "newline": "crlf",
    "delimiter": ",",
    "quote": '"',
    "quoting": "minimal",
    "header": True,
    "newlines_in_values": False,
    "length_unit": "chars",
    "dates": "yyyymmdd",
}


@dataclass(frozen=True)
class Delivered:
    """What `write_delivery` has written."""

    project: Path
    files: tuple[WrittenFile, ...]


def write_delivery(
    layouts: Sequence[Layout],
    folder: Path,
    *,
    persons: int,
    municipality: str,
    as_of: dt.date,
    agreement: Agreement,
    seed: int = 1,
    defects: float = 0.0,
) -> Delivered:
    """Write ``BUSINESS/LAYOUT.csv`` for each layout, and a ``project.yaml`` that `chukan verify` takes, into `folder`.

    Args:
        layouts: of one pack and edition; references among them hold.
        agreement: what it leaves open is decided as `DECIDED` says, so that the project has nothing undecided.
        persons: records of the register of residents; the other files follow from it.
        defects: share of the records with a mistake of their own. Where it is not 0, each file also gets one mistake of
            each kind that only linked files can show (K01 to K07), and ``FILE.defects.csv`` lists them all.

    Raises:
        OutputError, UsageError, PackError: as `chukan.sample.files.write.write` and `chukan.sample.records.generate.generate`.
    """
    agreement = Agreement.model_validate({**DECIDED, **agreement.model_dump(mode="json", exclude_unset=True)})
    by_slug = {layout.path: layout for layout in layouts}
    batches: dict[str, list[pa.RecordBatch]] = {name: [] for name in by_slug}
    for layout, batch in delivery(layouts, municipality, persons, seed=seed, agreement=agreement, as_of=as_of):
        batches[layout.path].append(batch)
    tables = {name: pa.Table.from_batches(parts) for name, parts in batches.items()}
    if defects:
        files = _spoilt(tables, by_slug, folder, agreement, rate=defects, seed=seed, as_of=as_of)
    else:
        files = [write(_path(folder, n), by_slug[n], t.to_batches(), agreement) for n, t in tables.items()]
    project = folder / "project.yaml"
    text = yaml.safe_dump(
        _project(by_slug, files, municipality, agreement, as_of), allow_unicode=True, sort_keys=False, width=120
    )
    project.write_text(text, encoding="utf-8", newline="\n")
    return Delivered(project, tuple(files))


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.csv"


def _spoilt(
    tables: dict[str, pa.Table],
    layouts: dict[str, Layout],
    folder: Path,
    agreement: Agreement,
    *,
    rate: float,
    seed: int,
    as_of: dt.date,
) -> list[WrittenFile]:
    across = seed_across(tables, layouts, as_of=as_of, agreement=agreement, seed=seed)
    every = list(layouts.values())
    compared = frozenset(x.target(t.to) for x in every for d in x.body.declarations for t in d.targets)
    files = []
    for name, layout in layouts.items():
        seeded = seed_defects(
            layout,
            across.tables[name],
            rate=rate,
            agreement=agreement,
            seed=seed,
            as_of=as_of,
            referenced=name in compared,
            read_elsewhere=read_by_others(layout, [other for other in every if other is not layout]),
            taken=across.taken(name),
        )
        path = _path(folder, name)
        written = write(path, layout, seeded.table.to_batches(), agreement, damage=seeded.damage)
        found = [*seeded.defects, *across.defects.get(name, ())]
        write_defects(defects_path(path), found)
        written.defects = len(found)
        files.append(written)
    return files


def _project(
    layouts: dict[str, Layout], files: Sequence[WrittenFile], municipality: str, agreement: Agreement, as_of: dt.date
) -> dict[str, Any]:
    businesses: dict[str, list[dict[str, Any]]] = {}
    for (name, layout), written in zip(layouts.items(), files, strict=True):
        businesses.setdefault(layout.business, []).append(
            {"layout": layout.slug, "path": f"{name}.csv", "records": written.records}
        )
    first = next(iter(layouts.values()))
    return {
        "group": {"name": "合成データ", "representative": municipality, "case": "new"},
        "layout": f"{first.origin.pack}@{first.edition}",
        "agreement": agreement.model_dump(mode="json", exclude_unset=True),
        "as_of": as_of,
        "vendors": [{"id": "a", "name": "事業者A"}, {"id": "b", "name": "事業者B"}],
        "municipalities": [
            {
                "code": municipality,
                "name": "合成データの団体",
                "businesses": [
                    {"business": b, "from": "a", "to": "b", "method": "layout", "files": some}
                    for b, some in businesses.items()
                ],
            }
        ],
    }
