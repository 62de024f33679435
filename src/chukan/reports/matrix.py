"""The table of municipalities and businesses: what came of each delivery."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chukan.reports.labels import METHOD_JA
from chukan.reports.numbers import Numbers
from chukan.verification.result import Delivery, FileResult, Verification
from chukan.verification.verdict import VERDICT_JA, Verdict, worst


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One municipality and one business.

    Attributes:
        word: The verdict in words, or how it is moved when no file was expected.
    """

    municipality: str
    municipality_name: str
    business: str
    business_name: str
    word: str
    verdict: Verdict | None
    files: int
    records: int
    rejected: int
    numbers: Numbers
    from_vendor: str
    to_vendor: str
    method: str
    reason: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cells by municipality (rows) and business (columns); None = it is not in the project.

    Attributes:
        businesses: Names, in the order of the project.
        rows: Name of the municipality, and one cell a business.
    """

    businesses: tuple[str, ...]
    rows: tuple[tuple[str, tuple[MatrixCell | None, ...]], ...]

    def parts(self, width: int) -> Iterator[Matrix]:
        """Yield the matrix, cut into tables of at most `width` businesses so that they fit on paper."""
        for start in range(0, len(self.businesses), width):
            cut = slice(start, start + width)
            yield Matrix(self.businesses[cut], tuple((name, cells[cut]) for name, cells in self.rows))


def cells(v: Verification) -> tuple[MatrixCell, ...]:
    """One cell a delivery, in the order of the project; files that no delivery expects come after."""
    files: dict[tuple[str, str], list[FileResult]] = {}
    for f in v.files:
        files.setdefault((f.municipality, f.business), []).append(f)
    deliveries = {(d.municipality, d.business): d for d in v.deliveries}
    return tuple(_cell(deliveries.get(key), files.get(key, ())) for key in {**deliveries, **files})


def matrix(v: Verification) -> Matrix:
    """Return the cells as a table."""
    placed = {(c.municipality, c.business): c for c in cells(v)}
    towns = {c.municipality: c.municipality_name or c.municipality or "（市区町村の指定なし）" for c in placed.values()}
    businesses = {c.business: c.business_name for c in placed.values()}
    rows = ((name, tuple(placed.get((town, b)) for b in businesses)) for town, name in towns.items())
    return Matrix(tuple(businesses.values()), tuple(rows))


def _cell(delivery: Delivery | None, files: Sequence[FileResult]) -> MatrixCell:
    one = delivery or files[0]
    verdict = delivery.verdict if delivery else worst([f.verdict for f in files])
    method = delivery.method if delivery else "layout"
    return MatrixCell(
        municipality=one.municipality,
        municipality_name=one.municipality_name,
        business=one.business,
        business_name=one.business_name,
        word=_word(verdict, method, len(files)),
        verdict=verdict,
        files=len(files),
        records=sum(f.records.total for f in files),
        rejected=sum(f.records.rejected for f in files),
        numbers=Numbers.of_counts(c for f in files for c in f.counts),
        from_vendor=one.from_vendor,
        to_vendor=one.to_vendor,
        method=METHOD_JA.get(method, method),
        reason=delivery.reason if delivery else "",
    )


def _word(verdict: Verdict | None, method: str, files: int) -> str:
    if verdict is None:
        return METHOD_JA.get(method, method)
    return VERDICT_JA[verdict] if files else "未提出"
