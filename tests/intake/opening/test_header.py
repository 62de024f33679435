"""Is there a header, and where (F06)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.intake.opening.header import looks_like_header
from chukan.layouts.model import Item, Layout

Reading = Callable[..., Any]

AGREED = {"encoding": "utf-8", "newline": "crlf", "format": "csv"}
LABELLED = {"no": 2, "item": "名称", "type": "XN", "length": 60, "label": "施設名\n称"}
HEAD = "番号,氏名,生年月日\r\n"
RECORDS = "0001,山田,19800101\r\n0002,鈴木,19800101\r\n"


def test_looks() -> None:
    assert looks_like_header(["番号", "氏名"], ["番号"])
    assert not looks_like_header(["1", "山田"], ["番号"])
    assert looks_like_header(["number", "name"], None)
    assert not looks_like_header(["", "", "name"], None)


@pytest.mark.parametrize("header", [True, None])
@pytest.mark.parametrize(
    ("above", "records", "line"),
    [
        ("最新更新,2020/3/8\r\n", 1, 2),
        ("住民一覧\r\n\r\n", 1, 3),
        ("住民一覧,,\r\n令和8年,,\r\n", 2, 3),
        ('"表題は\r\n二行",x\r\n', 1, 3),
        ("#LINK,a,b,c,d\r\n" * 9, 9, 10),
    ],
)
def test_titles_above_the_layouts_names(
    read: Reading, person: Layout, above: str, records: int, line: int, header: bool | None
) -> None:
    found = read(above + HEAD + RECORDS, person, header=header, **AGREED)

    assert [row[0] for row in found.rows] == ["0001", "0002"]
    assert found.lines == [line + 1, line + 2]
    (anomaly,) = found.of("F06")
    assert (anomaly.severity, anomaly.line) == ("error", line)
    assert f"skip: {{first: {records}}}" in anomaly.message
    assert found.facts.skipped == records
    assert found.account.rejected_records == 0


@pytest.mark.parametrize("first", ["氏名", "番号"])
@pytest.mark.parametrize("title", ["住民一覧", "令和8年度"])
def test_a_title_that_a_spreadsheet_filled_up_with_blank_cells(
    read: Reading, layout_of: Any, first: str, title: str
) -> None:
    """Its words would suit a column of text, and it is as wide as the records: so Excel saves a title."""
    layout = layout_of((first, "XN", 20), ("区分", "X", 1), ("生年月日", "DATE", 8))

    found = read(
        f"{title},,\r\n{first},区分,生年月日\r\n甲,1,19800101\r\n乙,2,19800101\r\n", layout, header=True, **AGREED
    )

    assert [row[0] for row in found.rows] == ["甲", "乙"]
    assert [(a.rule, a.line) for a in found.anomalies] == [("F06", 2)]


def test_a_record_above_the_header_is_no_title(read: Reading, person: Layout) -> None:
    """Whoever it is must be counted."""
    found = read("0003,佐藤,19800101\r\n" + HEAD + RECORDS, person, header=True, **AGREED)

    assert [row[0] for row in found.rows] == ["0003", "0001", "0002"]


def test_the_offered_skip_is_what_is_read(read: Reading, person: Layout) -> None:
    found = read("表題,x\r\n" + HEAD + RECORDS, person, header=True, skip={"first": 1}, **AGREED)

    assert [row[0] for row in found.rows] == ["0001", "0002"]
    assert found.of("F06") == []


@pytest.mark.parametrize("title", ["最新更新\r\n", "最新更新,2020/3/8\r\n"])
def test_without_a_layout_the_shape_of_the_records_decides(read: Reading, title: str) -> None:
    found = read(title + HEAD + RECORDS, **AGREED)

    assert found.columns == ("番号", "氏名", "生年月日")
    assert len(found.rows) == 2
    assert found.of("F06")[0].line == 2


def test_a_record_with_a_name_in_it_is_no_header(read: Reading, person: Layout) -> None:
    found = read(HEAD + "0001,氏名,19800101\r\n", person, header=True, **AGREED)

    assert len(found.rows) == 1
    assert found.anomalies == []


def test_nothing_is_looked_for_behind_ten_records(read: Reading, person: Layout) -> None:
    found = read("a,b,c\r\n" * 10 + HEAD, person, header=False, **AGREED)

    assert len(found.rows) == 10
    assert found.of("F06")[0].line == 11  # a header inside the file


def test_a_single_column_of_equal_lengths_under_its_name(read: Reading, layout_of: Any) -> None:
    codes = ["011002", "012025", "012033", "013021", "013048"]

    found = read(
        "団体コード\n" + "".join(f"{code}\n" for code in codes), layout_of(("団体コード", "X", 6)), encoding="utf-8"
    )

    assert found.rows == [(code,) for code in codes]
    assert found.facts.format == "csv"
    assert found.account.rejected_records == 0


RESIDENTS = ["山田　太郎,東京都千代田区,男", "鈴木　花子,大阪府大阪市,女"]


@pytest.mark.parametrize("agreed", [None, True, False])
@pytest.mark.parametrize("delimiter", [",", "\t", "|"])
def test_a_record_is_no_header_whatever_was_agreed(
    read: Reading, layout_of: Callable[..., Layout], agreed: bool | None, delimiter: str
) -> None:
    people = layout_of(("氏名", "N", 20), ("住所", "N", 40), ("性別", "N", 2))
    data = "".join(f"{line.replace(',', delimiter)}\r\n" for line in RESIDENTS)

    found = read(data, people, encoding="cp932", header=agreed, delimiter=delimiter)

    assert len(found.rows) == 2
    assert found.facts.extra == ()
    assert "山田" not in "".join(a.message + (a.item or "") for a in found.anomalies)


STRICT = (("氏名", "XN", 20), ("生年月日", "DATE", 8), ("異動日", "DATE", 8), ("税額", "9", 9))
BODY = "甲,19800101,20200101,100\r\n乙,19810101,20200102,200\r\n"


@pytest.mark.parametrize(("agreed", "said"), [(None, []), (False, ["header: false"]), (True, [])])
def test_a_header_of_other_names_is_no_record(
    read: Reading, layout_of: Callable[..., Layout], agreed: bool | None, said: list[str]
) -> None:
    found = read("name,birthday,moved,tax\r\n" + BODY, layout_of(*STRICT), header=agreed, **AGREED)

    assert [row[0] for row in found.rows] == ["甲", "乙"]
    messages = [a.message for a in found.of("F06")]
    assert len(messages) == 1 + len(said)
    assert "一つも一致しません" in messages[-1]
    assert all(any(words in message for message in messages) for words in said)
    assert not any("列名で対応付けて" in message for message in messages)  # nothing was: it is read by position


@pytest.mark.parametrize("agreed", [None, False])
@pytest.mark.parametrize("first", ["甲,1980,不明,なし", "甲,不明,不明,100", "甲,不明,不明,不明"])
def test_a_record_that_is_wrong_is_no_header_unless_nothing_in_it_is_data(
    read: Reading, layout_of: Callable[..., Layout], agreed: bool | None, first: str
) -> None:
    found = read(f"{first}\r\n" + BODY, layout_of(*STRICT), header=agreed, **AGREED)

    assert len(found.rows) == 3


@pytest.mark.parametrize("title", ["", "一覧,,,\r\n"])
@pytest.mark.parametrize("second", ["name,birthday,moved,tax", "氏　名,生年月日(西暦),異動した日,税の額"])
def test_a_header_of_two_records(read: Reading, layout_of: Callable[..., Layout], title: str, second: str) -> None:
    layout = layout_of(*STRICT)

    found = read(f"{title}氏名,生年月日,異動日,税額\r\n{second}\r\n" + BODY, layout, header=True, **AGREED)

    assert [row[0] for row in found.rows] == ["甲", "乙"]
    assert found.facts.skipped == bool(title)
    last = found.of("F06")[-1]
    assert (last.severity, last.line) == ("error", 2 + bool(title))
    assert "見出しを1行にして" in last.message


@pytest.mark.parametrize("second", ["甲,不明,不明,100", "甲,1980,不明,なし", ",不明,,なし", "甲,不明,不明,不明"])
def test_a_first_record_that_is_wrong_is_a_record(read: Reading, layout_of: Callable[..., Layout], second: str) -> None:
    """Whoever it is must be counted."""
    found = read(f"氏名,生年月日,異動日,税額\r\n{second}\r\n" + BODY, layout_of(*STRICT), header=True, **AGREED)

    assert len(found.rows) == 3
    assert found.rules == []


def test_names_that_no_layout_knows_are_masked(read: Reading, layout_of: Callable[..., Layout]) -> None:
    people = layout_of(("番号", "X", 4), ("氏名", "N", 20), ("住所", "N", 40))

    found = read("番号,山田　太郎,123456789018,氏名\r\n1,a,b,c\r\n", people, encoding="cp932", header=True)

    said = "".join(a.message + (a.item or "") for a in found.anomalies) + "".join(found.facts.extra_shown)
    assert "山田" not in said
    assert "123456789018" not in said
    assert found.facts.extra_shown == ("2 列目（漢漢□漢漢）", "3 列目（9×12）")


def test_newlines_in_the_header_end_no_line(read: Reading, layout_of: Callable[..., Layout]) -> None:
    layout = layout_of(Item(no=1, item="番号", type="X", length=5), Item.model_validate(LABELLED))

    found = read(
        '"一覧\n表"\r\n\r\n番号,"施設名\n称"\r\n1,東京\r\n', layout, skip={"first": 1}, newline="crlf", header=True
    )

    assert found.rows == [("1", "東京")]
    assert found.lines == [6]
    assert found.rules == ["F07"]
    assert found.account.newline_bytes == 8
