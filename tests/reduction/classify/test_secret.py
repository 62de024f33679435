"""Which columns hold 個人番号."""

from __future__ import annotations

from typing import Any

from tests.reduction.conftest import SLIPS

from chukan.intake.batch import FileFacts
from chukan.reduction.classify.secret import secret_columns


def test_columns_by_their_layout_and_by_their_name(town: Any) -> None:
    facts = FileFacts.__new__(FileFacts)
    object.__setattr__(facts, "columns", ("宛名番号", "個人番号"))
    object.__setattr__(facts, "extra", ("旧個人番号", "マイナンバー控", "備考2"))

    assert secret_columns(facts, town.layout(SLIPS)) == ("個人番号", "旧個人番号", "マイナンバー控")
