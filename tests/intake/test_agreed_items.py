"""An item that an agreement names and no layout has is a mistake with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chukan.agreement import agreement_lines, load_agreement
from chukan.errors import AgreementError
from chukan.intake.agreed_items import check_agreed_items
from chukan.layouts.model import Layout


def agree(tmp_path: Path, text: str, layouts: list[Layout], *, others: Callable[[], list[Layout]] = list) -> None:
    path = tmp_path / "agreement.yaml"
    path.write_text(text, encoding="utf-8")
    check_agreed_items(load_agreement(path), layouts, others=others, places=lambda: agreement_lines(path))


@pytest.mark.parametrize(
    "text",
    [
        "format: csv\ncolumns: {個人番: 番号, 氏: null,\n  名: 氏明}\n",
        "format: fixed\npositions:\n  氏明: {start: 1, length: 20}\n",
        "format: csv\ndates: {era: {生年月日: 元号,\n  氏明: 元号}}\n",
    ],
)
def test_an_item_of_no_layout(tmp_path: Path, person: Layout, text: str) -> None:
    with pytest.raises(AgreementError, match="氏明") as e:
        agree(tmp_path, text, [person])

    assert e.value.place == f"{tmp_path / 'agreement.yaml'}:3"
    assert "「氏名」ではありませんか" in (e.value.hint or "")


def test_an_agreement_may_be_that_of_many_layouts(
    tmp_path: Path, person: Layout, layout_of: Callable[..., Layout]
) -> None:
    text = "columns: {個人番: 番号, 額: 金額, 備考: null}\n"
    other = layout_of(("金額", "9", 5))

    agree(tmp_path, text, [person, other])
    agree(tmp_path, text, [person], others=lambda: [other])
    with pytest.raises(AgreementError, match="金額"):
        agree(tmp_path, text, [person])


def test_more_layouts_are_not_asked_for_without_need(tmp_path: Path, person: Layout) -> None:
    def others() -> list[Layout]:
        raise AssertionError

    agree(tmp_path, "columns: {個人番: 番号, 氏: null}\n", [person], others=others)
    agree(tmp_path, "format: csv\n", [person], others=others)


def test_eras_are_not_asked_of_a_layout_without_the_dates(
    tmp_path: Path, layout_of: Callable[..., Layout], read: Callable[..., object]
) -> None:
    """An agreement of many layouts names the dates of all of them."""
    found = read(
        "番号,金額\r\n1,5\r\n",
        layout_of(("番号", "X", 4), ("金額", "9", 5)),
        header=True,
        dates={"era": {"生年月日": "元号"}, "digits": "yymmdd"},
    )

    assert found.rows == [("1", "5")]  # type: ignore[attr-defined]
