"""Which words head which column."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.authoring.workbook.conftest import Result

from chukan.authoring.workbook.headings import code_heading, item_heading, title_label

Read = Callable[..., Result]


def test_lengths_headed_byte_are_read(read: Read) -> None:
    made = read("lengths_headed_byte")

    assert [i.length for i in made.layouts()["入金"].items] == [4, 30]
    assert "length_unit: bytes" in "".join(n.hint for n in made.reports[0].notices)


def test_the_size_of_a_font_is_no_length(read: Read) -> None:
    made = read("a_printed_form")

    assert made.layouts()["証明書"].by_name["氏名"].length is None
    assert made.layouts()["証明書"].business_name != "印刷不要"
    assert "フォント_サイズ" in made.problems


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("項番", "no"),
        ("デ ー タ 型", "type"),
        ("桁　数", "length"),
        ("ＰＫ", "key"),
        ("主 キー", "key"),
        ("備考（改定履歴）", "note"),
        ("天気", None),
        ("", None),
    ],
)
def test_headings_of_items_whatever_their_blanks_and_widths(text: str, field: str | None) -> None:
    found = item_heading(text)

    assert (found and found[0]) == field


def test_the_surer_word_wins() -> None:
    ranks = [found[1] for word in ("データ型", "属性") if (found := item_heading(word))]

    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 2


def test_headings_of_code_tables_and_labels_above_tables() -> None:
    assert [found and found[0] for found in map(code_heading, ("コード値", "内容", "コード名", "桁数"))] == [
        "value",
        "meaning",
        "list_name",
        None,
    ]
    assert [title_label(text) for text in ("業務名", "業務名：", "版", "住民")] == [
        "business",
        "business",
        "edition",
        None,
    ]
