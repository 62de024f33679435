"""`chukan inspect`: what a file is, by its bytes alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.journeys.conftest import FIXTURES, Chukan


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-16", "euc_jp"])
def test_inspect_tells_the_encoding(chukan: Chukan, tmp_path: Path, encoding: str) -> None:
    text = (FIXTURES / "good" / "household_utf8.csv").read_text(encoding="utf-8")
    file = tmp_path / "unknown.csv"
    file.write_bytes(text.encode(encoding))
    answer = chukan("inspect", file, "--json")
    assert answer.code == 0
    assert encoding.replace("_", "-") in answer.out.lower().replace("_", "-")
    assert "resident_register/household" in answer.out


def test_inspect_shows_no_value(chukan: Chukan) -> None:
    file = FIXTURES / "good" / "person_cp932.csv"
    names, *records = (line.split(",") for line in file.read_bytes().decode("cp932").splitlines())
    answer = chukan("inspect", file)
    assert answer.code == 0
    for item in ("個人番号", "氏名", "宛名番号"):
        place = names.index(item)
        assert [r[place] for r in records if r[place] and r[place] in answer.out] == []


def test_inspect_counts_every_record_once(chukan: Chukan, tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_bytes(b"k,v\r\n1,a\r\n2\r\n3,c\r\n\x1a")
    answer = chukan("inspect", file)
    assert "3 件（読取 2・読取不可 1）" in answer.out
    assert "19 バイト ＝ 読み取ったレコード 6 ＋ 読取不可 1 ＋ 改行 8 ＋ 見出しなど 3 ＋ 終端 1" in answer.out


def test_inspect_of_an_archive_looks_at_every_member(chukan: Chukan, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("a.csv", b"k,v\r\n1,a\r\n")
        archive.writestr("b.csv", b"k,v\r\n1,a\r\n2,b\r\n")
    answer = chukan("inspect", tmp_path / "d.zip")
    assert answer.code == 0
    assert "d.zip/a.csv" in answer.out
    assert "d.zip/b.csv" in answer.out
    refused = chukan("inspect", tmp_path / "d.zip", "--draft", tmp_path / "draft.yaml")
    assert refused.code == 2
    assert not (tmp_path / "draft.yaml").exists()


def test_inspect_of_a_folder_is_one_table(chukan: Chukan, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"k,v\r\n1,a\r\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.csv").write_bytes(b"k,v\r\n1,a\r\n2,b\r\n")
    (tmp_path / "p.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))

    answer = chukan("inspect", tmp_path)
    quiet = chukan("inspect", "-q", tmp_path / "a.csv")

    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[0].split()[0] == "ファイル"
    assert [line.split()[0].rpartition("/")[2] for line in lines[1:3]] == ["a.csv", "b.csv"]
    assert "PNG" in lines[3]
    assert len(quiet.out.splitlines()) == 1
    assert quiet.err == ""
    assert chukan("inspect", tmp_path / "p.png").code == 3


@pytest.mark.parametrize("option", ["-q", "--json", None])
def test_inspect_says_which_files_could_not_be_read(chukan: Chukan, tmp_path: Path, option: str | None) -> None:
    (tmp_path / "a.csv").write_bytes(b"k,v\r\n1,a\r\n")
    (tmp_path / "p.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))

    answer = chukan("inspect", *([option] if option else []), tmp_path / "a.csv", tmp_path / "p.png")

    assert answer.code == 3
    assert "a.csv" in answer.out
    assert "p.png" in (answer.err if option else answer.out)


def test_inspect_of_what_is_no_text(chukan: Chukan) -> None:
    answer = chukan("inspect", FIXTURES / "unreadable" / "picture.csv")
    assert answer.code == 3
    assert "PNG" in answer.err
