"""The demo's group: two municipalities, three businesses each, four vendors, some seeded mistakes.

All of it is synthetic. The municipalities and vendors do not exist.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from chukan.agreement import Agreement
from chukan.documents import schema_line
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.sample.defects.seeder import seed_defects
from chukan.sample.deliveries.delivered import DECIDED
from chukan.sample.deliveries.linked import generate_delivery
from chukan.sample.deliveries.loaded import write_loaded
from chukan.sample.files.write import WrittenFile, write

#: What the group says of itself for the checklist; it leaves out the running costs, so that a gap can be seen.
DECLARATIONS: dict[str, Any] = {
    "proposer": {"kind": "municipality"},
    "agreement_document": {"document": "協定書（見本）", "page": 1, "status": "signed"},
    "common_procurement": {"document": "共通調達仕様書（見本）", "page": 2},
    "same_vendor": {"document": "共通調達仕様書（見本）", "page": 3, "name": "事業者C・事業者D のグループ"},
    "data_centre": {"document": "共通調達仕様書（見本）", "page": 8, "name": "見本データセンター"},
    "customisation": {
        "document": "カスタマイズ一覧（見本）",
        "page": 1,
        "systems": [
            {"name": "住民情報", "customised": 6, "functions": 420},
            {"name": "税", "customised": 11, "functions": 510},
        ],
    },
    "contract_clause": {
        "document": "契約書（見本）",
        "page": "第24条",
        "in": "contract",
        "free_of_charge": True,
        "latest_edition": True,
    },
    "eligible_costs": {"document": "見積書（見本）", "page": 1, "amount": 18_400_000},
    "optional": {"reduction": {"document": "移行対象削減の報告（見本）", "page": 1}},
}


@dataclass(frozen=True)
class Town:
    """One member of the demo's group.

    Attributes:
        vendors: Business -> (from, to).
        defects: Layout address without the pack -> share of records with a mistake.
    """

    code: str
    name: str
    businesses: dict[str, tuple[str, ...]]
    vendors: dict[str, tuple[str, str]]
    defects: dict[str, float]
    encoding: str = "cp932"


TOWNS = (
    Town(
        code="137995",
        name="見本市",
        businesses={
            "resident_register": ("household", "person", "move_history", "removed"),
            "non_resident_addressee": ("addressee",),
            "individual_resident_tax": (
                "taxpayer",
                "special_collection_agent",
                "ordinary_collection",
                "special_collection",
                "pension_collection",
            ),
        },
        vendors={
            "resident_register": ("a", "c"),
            "non_resident_addressee": ("a", "c"),
            "individual_resident_tax": ("b", "d"),
        },
        defects={},
    ),
    Town(
        code="137987",
        name="試験町",
        businesses={
            "resident_register": ("household", "person", "move_history", "removed"),
            "non_resident_addressee": ("addressee",),
            "national_health_insurance": ("household", "insured"),
        },
        vendors={
            "resident_register": ("b", "c"),
            "non_resident_addressee": ("b", "c"),
            "national_health_insurance": ("a", "d"),
        },
        defects={"national_health_insurance/insured": 0.03},
        encoding="utf-8",
    ),
)


LOADED_TOWN = TOWNS[0].code
"""The town whose target system is already filled: what it holds is under ``loaded``."""
_DIFFERENCES = {"resident_register/person": 12, "individual_resident_tax/ordinary_collection": 5}
"""Layouts whose loaded files differ, and about how many differences are seeded in each."""
#: So many mistakes are seeded where the share of the records makes none: a small demo has something to decide on, too.
_LEAST_DEFECTS = 3
_SEED = 20
#: The layout of which some records are old enough to be candidates of optional item ウ.
OLD_EVENTS = "resident_register/removed"


def make_demo(folder: Path, library: Library, *, as_of: dt.date, persons: int = 3000) -> Path:
    """Write the demo's files and its project file into `folder`; answers the project file.

    Args:
        folder: An existing folder.
        library: The packs at hand.
        as_of: The day as of which the people are drawn.
        persons: The size of a town, in records of its register of residents.

    Returns:
        The path of the project file.
    """
    plans = [
        _town(folder=folder, library=library, town=town, as_of=as_of, persons=persons, seed=_SEED + number)
        for number, town in enumerate(TOWNS)
    ]
    project = {
        "group": {"name": "みほん地域クラウド協議会（合成データ）", "representative": TOWNS[0].code, "case": "new"},
        "layout": "mic@2.7",
        "agreement": "agreement.yaml",
        "as_of": as_of,
        "vendors": [{"id": i, "name": f"事業者{i.upper()}"} for i in "abcd"],
        "municipalities": plans,
        "declarations": DECLARATIONS,
    }
    _write_yaml(folder / "agreement.yaml", DECIDED, "agreement")
    path = folder / "project.yaml"
    _write_yaml(path, project, "project")
    return path


def _town(folder: Path, library: Library, town: Town, as_of: dt.date, persons: int, seed: int) -> dict[str, Any]:
    addresses = [f"mic@2.7/{b}/{s}" for b, slugs in town.businesses.items() for s in slugs]
    agreement = Agreement.model_validate({**DECIDED, "encoding": town.encoding})
    tables = generate_delivery(library, town.code, addresses, persons, seed=seed, as_of=as_of, agreement=agreement)
    plans = []
    for business, slugs in town.businesses.items():
        files = []
        for slug in slugs:
            address = f"{business}/{slug}"
            layout = library.layout(f"mic@2.7/{address}")
            name = f"{town.code}/{business}/{slug}.csv"
            table = tables[layout.address]
            if address == OLD_EVENTS:
                table = _with_old_events(table, layout)
            written = _file(
                path=folder / name,
                layout=layout,
                table=table,
                agreement=agreement,
                rate=town.defects.get(address, 0.0),
                seed=seed,
                as_of=as_of,
            )
            if town.code == LOADED_TOWN:
                share = min(1.0, _DIFFERENCES.get(address, 0) / max(1, written.records))
                _load(folder / name, folder / "loaded" / name, layout, agreement, share, seed)
            files.append({"layout": slug, "path": name, "records": written.records, "totals": _totals(written)})
        source, target = town.vendors[business]
        plan: dict[str, Any] = {"business": business, "from": source, "to": target, "method": "layout", "files": files}
        if town.encoding != DECIDED["encoding"]:
            plan["agreement"] = {"encoding": town.encoding}
        plans.append(plan)
    return {"code": town.code, "name": town.name, "businesses": plans}


def _with_old_events(table: pa.Table, layout: Layout) -> pa.Table:
    """Return every other record twelve years earlier (leap years stay leap years), in a household that is no more.

    Only where its person was born long before.
    """
    born = table.column("生年月日").to_pylist()
    old = [row % 2 == 0 and "0" < birth < "19800101" for row, birth in enumerate(born)]
    changed = {
        item.name: [
            str(int(v) - 120000) if o and v else v
            for v, o in zip(table.column(item.name).to_pylist(), old, strict=True)
        ]
        for item in layout.items
        if item.type == "DATE" and item.name != "生年月日"
    }
    households = table.column("世帯番号").to_pylist()
    changed["世帯番号"] = [f"9{row:014d}" if o else v for row, (v, o) in enumerate(zip(households, old, strict=True))]
    for name, values in changed.items():
        table = table.set_column(table.schema.get_field_index(name), name, pa.array(values, pa.string()))
    return table


def _file(
    path: Path, layout: Layout, table: pa.Table, agreement: Agreement, rate: float, seed: int, as_of: dt.date
) -> WrittenFile:
    if not rate:
        return write(path, layout, table.to_batches(), agreement)
    if table.num_rows * rate < 1:
        rate = min(1.0, _LEAST_DEFECTS / max(1, table.num_rows))
    seeded = seed_defects(layout, table, rate=rate, agreement=agreement, seed=seed, as_of=as_of)
    written = write(path, layout, seeded.table.to_batches(), agreement, damage=seeded.damage)
    seeded.write_list(path)
    return written


def _load(source: Path, target: Path, layout: Layout, agreement: Agreement, rate: float, seed: int) -> None:
    """Write what the target system holds of a file."""
    if rate:
        write_loaded(source, layout, agreement, target, rate=rate, seed=seed)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())


def _totals(written: WrittenFile) -> dict[str, int]:
    """Return the first three amounts, as a delivery note would name them."""
    return {k: v for k, v in list(written.totals.items())[:3] if v}


def _write_yaml(path: Path, data: dict[str, Any], schema: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)
    path.write_text(f"{schema_line(schema)}\n{text}", encoding="utf-8", newline="\n")
