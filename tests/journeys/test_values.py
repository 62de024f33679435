"""Whose data it is: no value is shown unless it was asked for, and 個人番号 never."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from .conftest import CP932, DAY, FIXTURES, PERSON, Chukan

#: item -> a wrong value that no other text holds.
MARKED = {
    "氏名": "秘密鯨太郎",
    "氏名カナ": "ﾋﾐﾂｸｼﾞﾗ",
    "旧氏": "鰐髙鰐髙",
    "生年月日": "S63.2.31",
    "住所_番地号表記": "987番65号",
    "本籍": "駱駝県駱駝市" * 60,
    "備考": "駝鳥のこと　",
    "行政区コード": "777788889999",
    "住民票コード": "98765432109",
}
NUMBERS = ("123456789019", "12345678901", "12345678901A", "１２３４５６７８９０１２", "=123456789012")
"""Wrong 個人番号: check digit, length, letter, full width, formula."""


def _file(path: Path) -> tuple[Path, list[str]]:
    """Return a file with marked values, and all the personal values in it."""
    text = (FIXTURES / "good" / "person_cp932.csv").read_bytes().decode("cp932")
    names, *records = (line.split(",") for line in text.splitlines())
    places = {name: place for place, name in enumerate(names)}
    for item, value in MARKED.items():
        records[2][places[item]] = value
    for record, number in zip(records, NUMBERS, strict=False):
        record[places["個人番号"]] = number
    path.write_bytes("".join(",".join(r) + "\r\n" for r in [names, *records]).encode("cp932"))
    personal = ("氏名", "氏名カナ", "個人番号", "住民票コード", "住所_番地号表記", "本籍")
    values = {r[places[item]] for r in records for item in personal} - {""}
    return path, sorted(values | set(MARKED.values()) | {r[0] for r in records})


def _all_texts(folder: Path) -> str:
    """Every text in every file of the results, save the records that are kept as they came."""
    texts = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "rejected.csv"):
        if path.suffix == ".parquet":
            texts.append(str(pq.read_table(path).to_pylist()))
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
                texts += [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
        else:
            texts.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(texts)


@pytest.mark.parametrize("options", [(), ("--profile",)])
def test_no_value_is_shown(chukan: Chukan, tmp_path: Path, options: tuple[str, ...]) -> None:
    file, values = _file(tmp_path / "person.csv")
    out = tmp_path / "out"
    answer = chukan("check", file, *PERSON, *CP932, *DAY, *options, "--junit", "--verbose", "--out", out)
    assert answer.code == 1
    said = answer.out + answer.err + _all_texts(out)
    assert "V07" in said
    assert "V02" in said
    assert [value for value in values if value in said] == []


def test_values_are_shown_when_asked_for(chukan: Chukan, tmp_path: Path) -> None:
    file, _ = _file(tmp_path / "person.csv")
    out = tmp_path / "out"
    answer = chukan("check", file, *PERSON, *CP932, *DAY, "--profile", "--junit", "--show-values", "--out", out)
    said = answer.out + answer.err + _all_texts(out)
    for value in ("ﾋﾐﾂｸｼﾞﾗ", "S63.2.31", "987番65号", "777788889999", "98765432109"):
        assert value in said
    assert [number for number in NUMBERS if number in said] == []
    assert "（個人番号は表示しません）" in said


def test_json_holds_no_value(chukan: Chukan, tmp_path: Path) -> None:
    file, values = _file(tmp_path / "person.csv")
    answer = chukan("check", file, *PERSON, *CP932, *DAY, "--profile", "--json")
    assert [value for value in values if value in answer.out] == []


def test_a_file_without_a_header_tells_none_of_its_values(chukan: Chukan, tmp_path: Path) -> None:
    """The first record must not be taken for a header and told as unknown columns."""
    text = (FIXTURES / "good" / "person_cp932.csv").read_bytes().decode("cp932")
    names, *records = (line.split(",") for line in text.splitlines())
    records[0][names.index("続柄_表記")] = "世帯主"  # resembles an item
    file = tmp_path / "person.csv"
    file.write_bytes("".join(",".join(r[:-1]) + "\r\n" for r in records).encode("cp932"))
    answer = chukan("check", file, *PERSON, *CP932, *DAY, "--out", tmp_path / "out")
    values = [records[0][names.index(item)] for item in ("個人番号", "氏名", "宛名番号", "生年月日")]
    said = answer.out + answer.err + _all_texts(tmp_path / "out")
    assert [value for value in values if value in said] == []
