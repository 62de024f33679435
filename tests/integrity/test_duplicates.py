"""The same content twice (F10)."""

from __future__ import annotations

from typing import Any


def test_the_same_content_twice(delivery: Any, tax: Any, rows: Any) -> None:
    for n in range(5):
        delivery.add(tax, rows("番号", str(n)), name=f"{n}.csv", sha256="ab")
    delivery.add(tax, rows("番号", "9"), sha256="cd")
    delivery.add(tax, [], sha256="ef")
    delivery.add(tax, [], sha256="ef")

    outcomes = [o for o in delivery.ask().violations if o.rule == "F10"]

    assert [(o.file, o.severity) for o in outcomes] == [(n, "warning") for n in range(5)]
    assert outcomes[1].message.startswith("同じ内容のファイルがほかにもあります（0.csv、2.csv、3.csv、ほか1件）。")
    assert [o for o in delivery.ask(across=False).violations if o.rule == "F10"] == []


def test_the_same_content_from_two_municipalities_is_an_error(delivery: Any, tax: Any, rows: Any) -> None:
    for n in range(2):
        delivery.add(tax, rows("番号", str(n)), name=f"{n}.csv", sha256="ab", municipality=f"13{n}")

    found = [o for o in delivery.ask().violations if o.rule == "F10"]

    assert [(o.file, o.severity) for o in found] == [(0, "error"), (1, "error")]
    assert "別の市区町村のファイルと中身がまったく同じ" in found[0].message
    assert "（1.csv）" in found[0].message
