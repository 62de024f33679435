"""What the tests of verification/decisions share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chukan.severity import Severity
from chukan.verification.decisions.model import Waiver
from chukan.verification.job import Target
from chukan.verification.result import Count, FileResult, LayoutRef, Records

WAIVER = Waiver("V10", "氏名", "", 5, "外字一覧で同定済み", "住民課長", "2026-11-20", "waivers.xlsx 2行目")


COUNTS = (
    Count("V10", "氏名", Severity.ERROR, 3),
    Count("V10", "住所", Severity.ERROR, 2),
    Count("V01", "氏名", Severity.ERROR, 1),
)


@pytest.fixture
def targets(target: Callable[..., Target], tmp_path: Path) -> list[Target]:
    towns = {"131016": "千代田区", "131024": "中央区"}
    return [target(tmp_path / f"{code}.csv", municipality=code, municipality_name=name) for code, name in towns.items()]


def result(target: Target, *counts: Count) -> FileResult:
    return FileResult(
        municipality=target.municipality,
        municipality_name="",
        business="b",
        business_name="",
        layout=LayoutRef.of(target.layout),
        path=target.shown,
        sha256="",
        bytes=0,
        encoding="",
        encoding_reason="",
        newline="",
        records=Records(0, 0, 0),
        account={},
        verdict="fail",
        counts=counts,
    )
