"""Where bytes come from: folders, archives, stores; and what is refused, with what to do."""

from __future__ import annotations

import gzip
import hashlib
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chukan.agreement import Agreement
from chukan.errors import InputError, UsageError
from chukan.intake.reader import open_file
from chukan.intake.source.archive import members
from chukan.intake.source.open_source import Source, shown_name

Reading = Callable[..., Any]
CSV = b"k,v\r\n1,a\r\n2,b\r\n"
ROWS = [("1", "a"), ("2", "b")]


def test_gzip(tmp_path: Path, reading: Reading) -> None:
    path = tmp_path / "f.csv.gz"
    path.write_bytes(gzip.compress(CSV))

    found = reading(path, encoding="cp932", newline="crlf")

    assert found.rows == ROWS
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.account.total_bytes == len(CSV)


def test_a_zip_with_one_member(tmp_path: Path, reading: Reading) -> None:
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("f.csv", CSV)

    found = reading(path, encoding="cp932")

    assert found.rows == ROWS
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_members_of_a_delivery(tmp_path: Path, reading: Reading) -> None:
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/", b"")
        archive.writestr("a/f.csv", CSV)
        archive.writestr("住民.csv", b"k\r\n")

    found = members(path)

    assert [(m.name, m.bytes) for m in found] == [("a/f.csv", len(CSV)), ("住民.csv", 3)]
    assert reading(found[0].path, encoding="cp932").rows == ROWS
    with pytest.raises(InputError, match="2 あります"):
        reading(path)
    with pytest.raises(InputError, match="ありません"):
        reading(path / "no.csv")


def test_a_member_named_in_cp932(tmp_path: Path) -> None:
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xxxx.csv", CSV)
    path.write_bytes(path.read_bytes().replace(b"xxxx", "住民".encode("cp932")))

    assert [member.name for member in members(path)] == ["住民.csv"]


@pytest.mark.parametrize("name", ["../f.csv", "/f.csv", "a/../../f.csv", "C:/f.csv", "..\\f.csv"])
def test_paths_that_leave_the_folder_are_refused(tmp_path: Path, reading: Reading, name: str) -> None:
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, CSV)

    with pytest.raises(InputError, match="外を指す"):
        reading(path)


def test_a_zip_bomb_is_refused(tmp_path: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chukan.intake.source.archive._BOMB_FLOOR", 1000)
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("f.csv", b"0" * 1_000_000)

    with pytest.raises(InputError, match="倍"):
        reading(path)


def test_damaged_archives(tmp_path: Path, reading: Reading) -> None:
    cut = tmp_path / "f.csv.gz"
    cut.write_bytes(gzip.compress(CSV * 100)[:-20])
    no_zip = tmp_path / "d.zip"
    no_zip.write_bytes(b"PK\x03\x04 no")

    with pytest.raises(InputError, match="壊れて"):
        reading(cut)
    with pytest.raises(InputError, match="ZIP として"):
        reading(no_zip)


def test_an_encrypted_member_is_refused(tmp_path: Path, reading: Reading) -> None:
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("f.csv", CSV)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))

    with pytest.raises(InputError, match="パスワード"):
        reading(path)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "PNG"),
        (b"PK\x03\x04" + b"\x00" * 40, "ZIP"),
        (b"PK\x03\x04\x14\x00[Content_Types].xml", "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"%PDF-1.7", "PDF"),
        (bytes(range(1, 32)) * 10, "制御文字"),
    ],
)
def test_what_is_no_text_is_refused(read: Reading, data: bytes, text: str) -> None:
    with pytest.raises(InputError, match=text) as caught:
        read(data, encoding="cp932")

    assert caught.value.hint
    assert caught.value.place


def test_iso_2022_jp_is_refused(read: Reading) -> None:
    for agreed in ({}, {"encoding": "cp932"}):
        with pytest.raises(InputError, match="ISO-2022-JP"):
            read("k,v\r\n1,山田\r\n".encode("iso2022_jp"), **agreed)


def test_a_folder(tmp_path: Path, reading: Reading) -> None:
    with pytest.raises(InputError, match="フォルダ"):
        reading(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another thing there")
def test_no_permission(tmp_path: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(CSV)

    def refuse(*args: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)

    with pytest.raises(InputError, match="権限"):
        reading(path)


def test_a_store_that_fsspec_knows(reading: Reading) -> None:
    fsspec = pytest.importorskip("fsspec")
    with fsspec.open("memory://delivery/f.csv", "wb") as file:
        file.write(CSV)

    for path in ("memory://delivery/f.csv", Path("memory://delivery/f.csv")):
        found = reading(path, encoding="cp932")

        assert found.rows == ROWS
        assert found.sha256 == hashlib.sha256(CSV).hexdigest()
    with pytest.raises(InputError, match="ありません"):
        reading("memory://delivery/no.csv")


def test_a_file_named_by_a_uri(tmp_path: Path, reading: Reading) -> None:
    pytest.importorskip("fsspec")
    path = tmp_path / "f.csv"
    path.write_bytes(CSV)

    for uri in (path.as_uri(), Path(path.as_uri())):  # `Path` makes one slash of three
        assert reading(uri, encoding="cp932").rows == ROWS


def test_a_zip_in_a_store(reading: Reading) -> None:
    fsspec = pytest.importorskip("fsspec")
    with fsspec.open("memory://delivery/f.zip", "wb") as file:
        file.write(b"PK\x03\x04" + bytes(40))

    with pytest.raises(InputError, match="ZIP") as caught:
        reading("memory://delivery/f.zip")

    assert "手元" in (caught.value.hint or "")


def test_a_store_that_fsspec_does_not_know() -> None:
    with pytest.raises(UsageError, match="URI"):
        open_file("nonsense://x/f.csv", None, Agreement())


def test_without_fsspec(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)

    with pytest.raises(UsageError, match="fsspec") as caught:
        open_file("memory://x/f.csv", None, Agreement())

    assert "chukan[remote]" in (caught.value.hint or "")


@pytest.mark.parametrize("path", ["f.csv", "a/b.csv", "C:/data/f.csv", "c:\\data\\f.csv"])
def test_paths_are_no_uris(path: str) -> None:
    assert not Source.of(path).is_remote


@pytest.mark.parametrize(
    ("path", "shown", "named"),
    [
        ("https://u:p@h/a/f.csv?sig=s3cret", "https://u:p@h/a/f.csv?sig=s3cret", "https://…@h/a/f.csv?…"),
        ("https://h/a/f.csv?sig=s3cret", "f.csv?sig=s3cret", "f.csv?…"),
        ("s3://b/a/f.csv", "s3:/b/a/f.csv", "s3://b/a/f.csv"),
        ("s3://b/a/f.csv", "f.csv", "f.csv"),
        ("a/f.csv?sig=1", "a/f.csv?sig=1", "a/f.csv?sig=1"),
    ],
)
def test_what_opens_a_store_is_in_no_name(path: str, shown: str, named: str) -> None:
    assert shown_name(Path(path), shown) == named
