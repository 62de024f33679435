"""The members of an evidence, in a folder and in a ZIP archive."""

from __future__ import annotations

import hashlib
import io
import os
import random
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


def foreign(path: Path) -> tuple[str, ...]:
    with opened(path) as members:
        assert members.names == tuple(FILES)
        return members.foreign


def test_links_and_what_is_no_file_are_foreign_and_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "paper.docx").write_bytes(b"b")
    (folder / "link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (folder / "paper.docx").symlink_to(tmp_path / "elsewhere" / "paper.docx")
    (folder / "gone").symlink_to(tmp_path / "nowhere")
    os.mkfifo(folder / "pipe")

    assert foreign(folder) == (
        "gone（リンク）",
        "link（リンク）",
        "paper.docx（リンク）",
        "pipe（ファイルでもフォルダでもないもの）",
    )


def test_what_lies_beside_the_sealed_folder_of_an_archive_is_foreign(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", "evidence/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("papers/a.docx", b"altered")
        archive.writestr("evidence2/papers/a.docx", b"altered")

    assert foreign(path) == ("evidence2/papers/a.docx（evidence の外）", "papers/a.docx（evidence の外）")


def test_a_link_in_an_archive_is_foreign(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip")
    link = zipfile.ZipInfo("link.docx")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, b"/etc/passwd")

    assert foreign(path) == ("link.docx（リンク）",)


def test_another_archive_before_between_or_behind_is_foreign(tmp_path: Path) -> None:
    other = zipped(tmp_path / "other.zip").read_bytes()
    whole = zipped(tmp_path / "a.zip").read_bytes()
    start = int.from_bytes(whole[-6:-2], "little")
    shifted = bytearray(whole[:start] + other + whole[start:])
    shifted[-6:-2] = (start + len(other)).to_bytes(4, "little")
    commented = whole[:-2] + len(other).to_bytes(2, "little") + other
    for n, data in enumerate((other + whole, bytes(shifted), commented)):
        (tmp_path / f"{n}.zip").write_bytes(data)
        with opened(tmp_path / f"{n}.zip") as members:
            assert members.foreign == ("ZIP の中の、どのファイルのものでもないデータ",), n


@pytest.mark.parametrize("streamed", [False, True])
def test_archives_of_other_tools_hold_nothing_foreign(tmp_path: Path, *, streamed: bool) -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

    buffer = Unseekable() if streamed else io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("evidence")
        for name, data in FILES.items():
            archive.writestr(f"evidence/{name}", data)
    (tmp_path / "a.zip").write_bytes(buffer.getvalue())

    assert foreign(tmp_path / "a.zip") == ()


def test_an_archive_damaged_anywhere_is_an_error_or_has_members(tmp_path: Path) -> None:
    data, path = zipped(tmp_path / "whole.zip").read_bytes(), tmp_path / "a.zip"
    rng = random.Random(1)
    for at in range(0, len(data), 2):
        damaged = bytearray(data)
        damaged[at] = rng.choice((0, 0xFF, 9, 99, data[at] ^ 1, data[at] ^ 0x80))
        path.write_bytes(damaged)
        try:
            with warnings.catch_warnings(), opened(path) as members:
                warnings.simplefilter("ignore")
                for name in members.names:
                    members.digest(name, limit=10_000)
        except InputError as e:
            assert e.place  # noqa: PT017 - most are errors, some damage nothing
