"""Reports made by hand: nothing is reduced here."""

from __future__ import annotations

from chukan.reduction.report.report import Amount, Cell, Decision, FileLine, Report


def file_line(town: str, name: str, business: str = "b", rejected: int = 0) -> FileLine:
    return FileLine(
        municipality=town,
        municipality_name=name,
        business=business,
        business_name=f"業務{business}",
        layout="l",
        layout_name="定義",
        layout_address=f"mic@2.7/{business}/l",
        layout_digest="d",
        statement="",
        path=f"{town}/{business}.csv",
        sha256="s",
        bytes=1000,
        encoding="cp932",
        read=Amount(10, 100),
        rejected=Amount(rejected, rejected * 10),
        totals={},
        my_number_items=(),
        judged=True,
    )


def report(*cells: Cell, files: tuple[FileLine, ...] = (), decisions: tuple[Decision, ...] = ()) -> Report:
    return Report(
        schema_version="1",
        tool={"version": "0"},
        group="",
        as_of="2026-11-23",
        started="",
        finished="",
        project_sha256="",
        files=files or (file_line("131016", "千代田区"),),
        cells=cells,
        rules=(),
        decisions=decisions,
        scenarios=(),
        split=None,
        notes=(),
    )
