"""A message helps: it offers the form, the date, the code or the item that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from chukan.api import check
from chukan.verification.run import RunResult

from .conftest import FIXTURES

AGREEMENT = FIXTURES / "agreements" / "cp932.yaml"


def _outcome(path: Path, values: dict[str, str], *, show: bool = True) -> RunResult:
    """Return the check of a good file with other values in its third record."""
    text = (FIXTURES / "good" / "person_cp932.csv").read_bytes().decode("cp932")
    names, *records = (line.split(",") for line in text.splitlines())
    for item, value in values.items():
        records[2][names.index(item)] = value
    path.write_bytes("".join(",".join(r) + "\r\n" for r in [names, *records]).encode("cp932"))
    return check(path, "resident_register/person", agreement=AGREEMENT, show_values=show)


def _message(path: Path, rule: str, values: dict[str, str], *, show: bool = True) -> str:
    (finding,) = [f for f in _outcome(path, values, show=show).findings if f.rule == rule]
    assert (finding.record, finding.line) == (3, 4)
    assert finding.item == next(iter(values))
    return finding.message


@pytest.mark.parametrize(
    ("rule", "item", "value", "offered"),
    [
        ("V02", "氏名カナ", "ﾔﾏﾀﾞ　ﾀﾛｳ", "ヤマダ　タロウ"),
        ("V02", "氏名カナ", "ﾊﾟﾃｨﾌﾞ", "パティブ"),
        ("V02", "住所_番地号表記", "1番2号", "１番２号"),
        ("V02", "郵便番号", "１０００００１", "1000001"),
        ("V05", "届出年月日", "R5.4.1", "20230401"),
        ("V05", "届出年月日", "H31.4.30", "20190430"),
        ("V05", "届出年月日", "昭和63年1月7日", "19880107"),
        ("V05", "届出年月日", "平成元年1月8日", "19890108"),
        ("V05", "届出年月日", "2023/04/01", "20230401"),
        ("V04", "性別", "男", "1"),
        ("V03", "行政区コード", "012345678901", "10"),
        ("V03", "行政区コード", "012345678901", "12"),
        ("V08", "世帯員並び順", "００７", "7"),
    ],
)
def test_offers_what_was_meant(tmp_path: Path, rule: str, item: str, value: str, offered: str) -> None:
    message = _message(tmp_path / "person.csv", rule, {item: value})
    assert offered in message
    assert item in message
    assert message.endswith("。")


@pytest.mark.parametrize(
    ("rule", "item", "value", "secret"),
    [
        ("V02", "氏名カナ", "ﾔﾏﾀﾞ　ﾀﾛｳ", ["ﾔﾏﾀﾞ", "ヤマダ", "ﾀﾛｳ", "タロウ"]),
        ("V05", "届出年月日", "R5.4.1", ["R5", "20230401"]),
        ("V03", "行政区コード", "012345678901", ["0123"]),
    ],
)
def test_offers_nothing_that_must_not_be_seen(
    tmp_path: Path, rule: str, item: str, value: str, secret: list[str]
) -> None:
    message = _message(tmp_path / "person.csv", rule, {item: value}, show=False)
    assert item in message
    assert [part for part in secret if part in message] == []


def test_an_unknown_code_without_values_still_names_the_list(tmp_path: Path) -> None:
    assert "性別" in _message(tmp_path / "person.csv", "V04", {"性別": "7"}, show=False)


@pytest.mark.parametrize("show", [False, True])
def test_the_right_check_digit_of_my_number_is_not_told(tmp_path: Path, show: bool) -> None:
    message = _message(tmp_path / "person.csv", "V07", {"個人番号": "123456789019"}, show=show)
    assert "12345678901" not in message


def test_an_unknown_column_offers_the_item_that_it_resembles(tmp_path: Path) -> None:
    names, rest = (FIXTURES / "good" / "person_cp932.csv").read_bytes().decode("cp932").split("\r\n", 1)
    path = tmp_path / "person.csv"
    path.write_bytes(f"{names.replace('届出年月日', '届け出年月日', 1)}\r\n{rest}".encode("cp932"))
    outcome = check(path, "resident_register/person", agreement=AGREEMENT)
    messages = [f.message for f in outcome.findings if f.rule == "F06"]
    assert any("「住所_届け出年月日」" in m and "「住所_届出年月日」ではありませんか" in m for m in messages)


def test_every_message_of_the_fixtures_is_whole(tmp_path: Path) -> None:
    """Japanese sentences that end, and name a next step in words."""
    seen = 0
    for path in sorted((FIXTURES / "bad").glob("*.csv")):
        layout = "person" if path.read_bytes()[:8] == "宛名番号".encode("cp932") else "household"
        for show in (False, True):
            outcome = check(path, f"resident_register/{layout}", agreement=AGREEMENT, show_values=show)
            for f in outcome.findings:
                seen += 1
                assert f.message.rstrip("）").removesuffix("バイト目").rstrip("0123456789, （").endswith("。"), (
                    f.message
                )
                assert len(f.message) < 400
    assert seen > 60
