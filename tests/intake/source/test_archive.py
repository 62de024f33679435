"""Archives that were damaged anywhere: they can be read, or are a clear error; never anything else."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from chukan.errors import InputError
from chukan.intake.source.archive import members
from chukan.intake.source.open_source import Source

CSV = b"1,2,3\r\n" * 40
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def zipped(method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("a.csv", CSV)
        archive.writestr("日本.csv", b"x")
    return buffer.getvalue()


@pytest.mark.parametrize("method", METHODS)
def test_a_damaged_byte_is_an_error_or_nothing(tmp_path: Path, method: int) -> None:
    rng, data, path = random.Random(method), zipped(method), tmp_path / "a.zip"
    for at in range(len(data)):
        damaged = bytearray(data)
        damaged[at] = rng.choice((0, 0xFF, 9, 99, data[at] ^ 1, data[at] ^ 0x80))
        path.write_bytes(damaged)
        for read in (lambda: b"".join(Source.of(f"{path}/a.csv").chunks()), lambda: members(path)):
            try:
                read()
            except InputError as e:
                assert e.hint, at  # noqa: PT017 - most are errors, some damage nothing


@pytest.mark.parametrize("method", [9, 98])
def test_a_method_that_is_not_read_says_so(tmp_path: Path, method: int) -> None:
    """Deflate64, as Windows packs what is larger than 2 GB, and PPMd."""
    data, path = bytearray(zipped(zipfile.ZIP_DEFLATED)), tmp_path / "a.zip"
    data[8:10] = method.to_bytes(2, "little")
    at = data.index(b"PK\1\2") + 10
    data[at : at + 2] = method.to_bytes(2, "little")
    path.write_bytes(data)

    with pytest.raises(InputError, match="圧縮の方式に対応していません"):
        Source.of(f"{path}/a.csv").head(10)


def test_an_archive_that_was_cut_is_an_error(tmp_path: Path) -> None:
    data, path = zipped(zipfile.ZIP_DEFLATED), tmp_path / "a.zip"
    for end in range(0, len(data) - 1, 7):
        path.write_bytes(data[:end])
        with pytest.raises(InputError):
            members(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    """One program reads the first, another the last: the records of the other would be missed in silence."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", CSV)
        archive.writestr("a.csv", CSV + CSV)
        archive.writestr("b.csv", CSV)

    with pytest.raises(InputError, match="同じ名前"):
        Source.of(tmp_path / "a.zip" / "a.csv").head(10)
    assert Source.of(tmp_path / "a.zip" / "b.csv").head(5) == CSV[:5]
