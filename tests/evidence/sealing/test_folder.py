"""The members of an evidence, in a folder and in a ZIP archive."""

from __future__ import annotations

import hashlib
import warnings
import zipfile
from pathlib import Path

import pytest

from chukan.errors import InputError
from chukan.evidence.sealing.folder import opened

FILES = {"manifest.json": b"{}", "papers/a.docx": b"a" * 3000}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        path = tmp_path / "evidence" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "evidence"


def zipped(path: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in FILES.items():
            archive.writestr(prefix + name, data)
    return path


def test_a_folder_and_its_archive_have_the_same_members(folder: Path, tmp_path: Path) -> None:
    for place in (folder, zipped(tmp_path / "a.zip"), zipped(tmp_path / "b.zip", "evidence/")):
        with opened(place) as members:
            assert members.names == tuple(FILES)
            assert {name: members.read(name) for name in members.names} == FILES


def test_size_and_digest(folder: Path) -> None:
    with opened(folder) as members:
        assert members.digest("papers/a.docx", limit=10_000) == (3000, hashlib.sha256(b"a" * 3000).hexdigest())


def test_a_member_that_is_gone(folder: Path) -> None:
    with opened(folder) as members, pytest.raises(InputError) as caught:
        members.read("papers/none.docx")

    assert caught.value.place == f"{folder}/papers/none.docx"


def test_one_name_twice_in_an_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("manifest.json", b"other")

    with pytest.raises(InputError, match=r"二つあります: manifest\.json"), opened(path):
        pass


def test_what_is_no_evidence(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")

    with pytest.raises(InputError, match="フォルダでも ZIP でもありません"), opened(tmp_path / "a.txt"):
        pass
    with pytest.raises(InputError, match="証跡がありません"), opened(tmp_path / "none"):
        pass
