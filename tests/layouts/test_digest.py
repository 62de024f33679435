"""A digest says what a check depends on, and nothing else; the same on every platform."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from chukan.layouts.pack import Pack

MakePack = Callable[..., Path]

#: Pinned: a change of it is a change of every digest in every paper, and must be wanted.
PINNED = "e384ae2618ea40e4a389f8d1acf9b846c4151150b39a771f343c8fc04317b8f8"


def digest(folder: Path, edition: str | None = None) -> str:
    return Pack(folder).layout("town", "person", edition).digest


def rewrite(folder: Path, change: Callable[[bytes], bytes]) -> None:
    for path in folder.rglob("*.*"):
        path.write_bytes(change(path.read_bytes()))


def test_pinned(make_pack: MakePack) -> None:
    assert digest(make_pack()) == PINNED


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
        lambda data: data.rstrip(b"\n"),
        lambda data: data + b"\n\n",
    ],
    ids=["crlf", "bom", "bom and crlf", "no final newline", "blank lines"],
)
def test_bytes_that_do_not_matter(make_pack: MakePack, change: Callable[[bytes], bytes]) -> None:
    folder = make_pack()
    rewrite(folder, change)

    assert digest(folder) == PINNED


def reordered(text: str) -> str:
    rows = list(csv.DictReader(io.StringIO(text)))
    columns = list(reversed(list(rows[0])))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_order_of_columns_and_quoting(make_pack: MakePack) -> None:
    folder = make_pack()
    for path in folder.rglob("*.csv"):
        path.write_text(reordered(path.read_text("utf-8")), "utf-8", newline="")

    assert digest(folder) == PINNED


def test_columns_that_are_left_out_when_empty(make_pack: MakePack) -> None:
    folder = make_pack()
    text = (folder / "codes/gender.csv").read_text("utf-8")
    rows = [line.split(",") for line in text.splitlines()]
    (folder / "codes/gender.csv").write_text("\n".join(",".join(r[:3]) for r in rows), "utf-8")

    assert digest(folder) == PINNED


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("town/person.csv", "住民基本台帳法7条1号", "別の根拠"),
        ("town/person.csv", "届出により判明したとき", "別の備考"),
        ("town/business.yaml", "description: 住民の一覧", "description: 別の説明"),
        ("town/business.yaml", "name: 住民", "name: 住民の名簿"),
        ("codes/gender.csv", "1,男", "1,男性"),
        ("pack.yaml", "町のレイアウト集", "別の名前"),
        ("codes/gender.csv", "性別,1,男,,,public-standard,JIS X 0303,\n", ""),
    ],
)
def test_words_do_not_matter_but_code_values_do(make_pack: MakePack, file: str, old: str, new: str) -> None:
    folder = make_pack()
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")

    assert (digest(folder) == PINNED) == (new != "")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("town/person.csv", "氏名,N,50", "氏名,N,51"),
        ("town/person.csv", "氏名,N,50", "氏名,XN,50"),
        ("town/person.csv", "氏名,N,50,,required", "氏名,N,50,,optional"),
        ("town/person.csv", "1,宛名番号", "1,宛名コード"),
        ("town/person.csv", "digits", ""),
        ("town/business.yaml", "性別 IS NOT NULL", "性別 IS NULL"),
        ("town/business.yaml", "<= as_of", "< as_of"),
        ("town/business.yaml", "severity: warning", "severity: error"),
    ],
)
def test_what_a_check_depends_on_matters(make_pack: MakePack, file: str, old: str, new: str) -> None:
    folder = make_pack()
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")

    assert digest(folder) != PINNED


def test_order_of_items_matters(make_pack: MakePack) -> None:
    folder = make_pack()
    lines = (folder / "town/person.csv").read_text("utf-8").splitlines()
    lines[2], lines[3] = lines[3], lines[2]
    (folder / "town/person.csv").write_text("\n".join(lines), "utf-8")

    assert digest(folder) != PINNED


def test_editions_differ(make_pack: MakePack) -> None:
    assert digest(make_pack(), "1") != digest(make_pack(), "2")
