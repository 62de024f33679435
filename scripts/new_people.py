"""Makes the good files that the other fixtures are made from, and the data of the good project, from synthetic people.

python scripts/new_people.py && python scripts/make_fixtures.py
"""

from __future__ import annotations

from fixture_table import AS_OF, FIXTURES, Table, synthetic

from chukan.layouts.library import Library
from chukan.sample.deliveries.linked import generate_delivery

LAYOUTS = ("resident_register/household", "resident_register/person", "non_resident_addressee/addressee")
#: Towns that do not exist -> how their files are written.
TOWNS = {"139998": ("cp932", "\r\n"), "139980": ("utf-8", "\n")}


def households() -> Table:
    """Households of 1 to 4, as a town has them."""
    table = synthetic("resident_register/household", seed=5)
    for row in range(len(table.rows)):
        table = table.put(row, 世帯員数=str(row % 4 + 1))
    return table


def make_project() -> None:
    """Write the data of the good project: two towns, three files each, every reference holds."""
    for code, (encoding, newline) in TOWNS.items():
        addresses = [f"mic@2.7/{layout}" for layout in LAYOUTS]
        tables = generate_delivery(Library(), code, addresses, 15, seed=int(code), as_of=AS_OF)
        for layout, found in zip(LAYOUTS, tables.values(), strict=True):
            table = Table(tuple(found.column_names), tuple(tuple(row.values()) for row in found.to_pylist()))
            path = FIXTURES / "projects" / "good" / code / f"{layout.replace('/', '_')}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(table.text(newline).encode(encoding))


def main() -> None:
    """Make the good files."""
    (FIXTURES / "good" / "household_cp932.csv").write_bytes(households().cp932())
    (FIXTURES / "good" / "person_cp932.csv").write_bytes(synthetic("resident_register/person", seed=5).cp932())
    make_project()


if __name__ == "__main__":
    main()
