"""The seal: whatever is changed, added or removed is named; signatures; archives."""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chukan.errors import InputError, UsageError
from chukan.evidence.build import check
from chukan.evidence.sealing import seal, signing
from chukan.output import reproducible as repack

FILES = {"判定表.xlsx": b"xlsx", "確認書.docx": b"docx" * 1000, "空.txt": b""}
PEM, PKCS8, PLAIN = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()


def manifest(files: dict[str, bytes], *, signed: bool = False) -> seal.Manifest:
    return seal.Manifest(
        schema_version=seal.SCHEMA_VERSION,
        tool={"name": "chukan", "version": "0"},
        verified_by={},
        as_of="2026-11-23",
        group="協議会",
        standing="met",
        clause="",
        statement="",
        project={"name": "project.yaml", "sha256": "p"},
        verification={"name": "verification.json", "sha256": "v", "verdict": "pass"},
        agreement={},
        layouts=(),
        templates=(),
        signed=signed,
        files=tuple(seal.sealed(n, d) for n, d in sorted(files.items())),
        delivered=(),
    )


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(b"0" * 32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a sealed folder without a signature."""
    return write(tmp_path / "evidence", {**FILES, seal.MANIFEST: seal.to_json(manifest(FILES))})


@pytest.fixture
def signed(tmp_path: Path, key: Ed25519PrivateKey) -> Path:
    """Return a sealed folder with a signature."""
    files = {**FILES, seal.PUBLIC_KEY: signing.public_of(key)}
    document = seal.to_json(manifest(files, signed=True))
    return write(tmp_path / "signed", {**files, seal.MANIFEST: document, seal.SIGNATURE: signing.sign(document, key)})


def write(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def zipped(folder: Path, root: str = "") -> Path:
    path = folder.with_suffix(".zip")
    path.write_bytes(repack.archive((f"{root}{p.name}", p.read_bytes()) for p in sorted(folder.iterdir())))
    return path


def private_pem(tmp_path: Path, key: Ed25519PrivateKey) -> Path:
    path = tmp_path / "key.pem"
    path.write_bytes(key.private_bytes(PEM, PKCS8, PLAIN))
    return path


def public_pem(tmp_path: Path, key: Ed25519PrivateKey, name: str = "pub.pem") -> Path:
    path = tmp_path / name
    path.write_bytes(signing.public_of(key))
    return path


def test_an_untouched_folder_and_its_archives_are_intact(folder: Path) -> None:
    for path in (folder, zipped(folder), zipped(folder, "evidence/")):
        found = check(path)
        assert found.intact, path
        assert found.signature == "none"
        assert found.seal == hashlib.sha256((folder / seal.MANIFEST).read_bytes()).hexdigest()


Touch = Callable[[Path], object]


@pytest.mark.parametrize(
    ("touch", "what", "name"),
    [
        (lambda f: (f / "判定表.xlsx").write_bytes(b"xlsy"), "changed", "判定表.xlsx"),
        (lambda f: (f / "判定表.xlsx").write_bytes(b"xlsx and more"), "changed", "判定表.xlsx"),
        (lambda f: (f / "判定表.xlsx").write_bytes(b""), "changed", "判定表.xlsx"),
        (lambda f: (f / "空.txt").write_bytes(b"x"), "changed", "空.txt"),
        (lambda f: (f / "追加.docx").write_bytes(b"x"), "added", "追加.docx"),
        (lambda f: ((f / "下").mkdir(), (f / "下" / "追加.docx").write_bytes(b"x")), "added", "下/追加.docx"),
        (lambda f: (f / "確認書.docx").unlink(), "removed", "確認書.docx"),
    ],
)
def test_what_was_touched_is_named(folder: Path, touch: Touch, what: str, name: str) -> None:
    touch(folder)

    found = check(folder)

    assert not found.intact
    assert getattr(found, what) == (name,)
    others = {"changed", "added", "removed"} - {what}
    assert all(getattr(found, other) == () for other in others)


def test_a_renamed_file_is_removed_and_added(folder: Path) -> None:
    (folder / "確認書.docx").rename(folder / "確認書2.docx")

    found = check(folder)

    assert (found.removed, found.added) == (("確認書.docx",), ("確認書2.docx",))


LEFT_BEHIND = {
    "Thumbs.db": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    ".DS_Store": b"\0\0\0\1Bud1" + bytes(6000),
    "~$確認書.docx": b"\6Tanaka".ljust(162, b" "),
    "desktop.ini": b"[.ShellClassInfo]\r\nIconIndex=0\r\n",
}


def test_what_systems_leave_behind_is_told_but_is_no_change(folder: Path) -> None:
    for name, data in LEFT_BEHIND.items():
        (folder / name).write_bytes(data)

    found = check(folder)

    assert found.intact
    assert sorted(found.left_behind) == sorted(LEFT_BEHIND)


@pytest.mark.parametrize(
    "name", ["~$確認書.docx", "__MACOSX/._確認書.docx", "__MACOSX/確認書.docx", ".DS_Store", "Thumbs.db"]
)
def test_a_paper_with_the_name_of_what_systems_leave_is_a_change(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"PK\3\4" + b"docx" * 1000)

    assert check(folder).added == (name,)


@pytest.mark.parametrize(
    "edit", [{"group": "別の協議会"}, {"statement": "公式定義による確認"}, {"as_of": "2020-01-01"}, {"standing": "met"}]
)
def test_a_manifest_that_says_other_things_than_its_judgement_is_a_change(tmp_path: Path, edit: dict[str, str]) -> None:
    said = {"group": "協議会", "as_of": "2026-11-23", "standing": "not_met", "clause": "", "statement": ["参考", "別"]}
    files = {**FILES, seal.JUDGEMENT: json.dumps(said).encode()}
    true = replace(manifest(files), standing="not_met", statement="参考。別")
    folder = write(tmp_path / "evidence", {**files, seal.MANIFEST: seal.to_json(true)})
    assert check(folder).intact

    (folder / seal.MANIFEST).write_bytes(seal.to_json(replace(true, **edit)))  # type: ignore[arg-type]

    assert [name.partition("（")[0] for name in check(folder).changed] == [seal.MANIFEST]


def test_a_signature_taken_off_with_its_mark_leaves_the_key_behind(signed: Path) -> None:
    (signed / seal.SIGNATURE).unlink()
    document = json.loads((signed / seal.MANIFEST).read_text(encoding="utf-8"))
    (signed / seal.MANIFEST).write_text(json.dumps({**document, "signed": False}), encoding="utf-8")

    found = check(signed)

    assert (found.signature, found.intact) == ("missing", False)


def test_a_change_in_an_archive_is_named(folder: Path) -> None:
    (folder / "確認書.docx").write_bytes(b"x")

    assert check(zipped(folder)).changed == ("確認書.docx",)


def test_a_signature_is_checked_with_the_key_of_the_folder_but_not_trusted(
    signed: Path, key: Ed25519PrivateKey
) -> None:
    found = check(signed)

    assert (found.signature, found.trusted, found.intact) == ("good", False, True)
    assert found.fingerprint == signing.fingerprint(signing.public_of(key))


def test_a_signature_that_fits_the_key_given_is_trusted(signed: Path, tmp_path: Path, key: Ed25519PrivateKey) -> None:
    found = check(signed, key=public_pem(tmp_path, key))

    assert (found.signature, found.trusted, found.intact) == ("good", True, True)


def resign(folder: Path, key: Ed25519PrivateKey) -> None:
    """Change a paper, seal and sign anew, as somebody with another key would."""
    (folder / "判定表.xlsx").write_bytes(b"forged")
    (folder / seal.PUBLIC_KEY).write_bytes(signing.public_of(key))
    files = {p.name: p.read_bytes() for p in folder.iterdir() if p.name not in (seal.MANIFEST, seal.SIGNATURE)}
    document = seal.to_json(manifest(files, signed=True))
    (folder / seal.MANIFEST).write_bytes(document)
    (folder / seal.SIGNATURE).write_bytes(signing.sign(document, key))


def test_a_folder_signed_anew_by_another_is_found_out_by_the_key(
    signed: Path, tmp_path: Path, key: Ed25519PrivateKey
) -> None:
    resign(signed, Ed25519PrivateKey.from_private_bytes(b"1" * 32))

    found = check(signed, key=public_pem(tmp_path, key))

    assert (found.signature, found.intact) == ("other_key", False)
    assert check(signed).signature == "good"  # which is why the key should be given


def test_a_manifest_sealed_anew_without_the_key_has_a_bad_signature(signed: Path) -> None:
    (signed / "判定表.xlsx").write_bytes(b"forged")
    files = {p.name: p.read_bytes() for p in signed.iterdir() if p.name not in (seal.MANIFEST, seal.SIGNATURE)}
    (signed / seal.MANIFEST).write_bytes(seal.to_json(manifest(files, signed=True)))

    found = check(signed)

    assert (found.changed, found.signature, found.intact) == ((), "bad", False)


def test_a_missing_signature_is_named_when_one_is_expected(
    signed: Path, folder: Path, tmp_path: Path, key: Ed25519PrivateKey
) -> None:
    (signed / seal.SIGNATURE).unlink()
    assert check(signed).signature == "missing"

    assert check(folder, key=public_pem(tmp_path, key)).signature == "missing"


@pytest.mark.parametrize("signature", [b"", b"not base64 !!", b"AAAA"])
def test_a_signature_that_is_none_is_bad(signed: Path, signature: bytes) -> None:
    (signed / seal.SIGNATURE).write_bytes(signature)

    assert check(signed).signature == "bad"


def test_a_missing_public_key_is_removed_and_bad(signed: Path) -> None:
    (signed / seal.PUBLIC_KEY).unlink()

    found = check(signed)

    assert (found.removed, found.signature) == ((seal.PUBLIC_KEY,), "bad")


def test_the_same_key_gives_the_same_signature(key: Ed25519PrivateKey, tmp_path: Path) -> None:
    loaded = signing.load_private(private_pem(tmp_path, key))

    assert signing.sign(b"x", loaded) == signing.sign(b"x", key)


def test_keys_of_other_kinds_are_refused(tmp_path: Path, key: Ed25519PrivateKey) -> None:
    path = tmp_path / "key.pem"
    with pytest.raises(InputError, match="鍵のファイルがありません"):
        signing.load_private(path)
    path.write_bytes(b"nothing")
    with pytest.raises(UsageError, match="秘密鍵ではありません"):
        signing.load_private(path)
    with pytest.raises(UsageError, match="公開鍵ではありません"):
        signing.load_public(path)
    path.write_bytes(generate_private_key(SECP256R1()).private_bytes(PEM, PKCS8, PLAIN))
    with pytest.raises(UsageError, match="Ed25519"):
        signing.load_private(path)
    path.write_bytes(key.private_bytes(PEM, PKCS8, serialization.BestAvailableEncryption(b"x")))
    with pytest.raises(UsageError, match="パスワード"):
        signing.load_private(path)


def test_without_the_extra_signing_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: Ed25519PrivateKey, folder: Path, signed: Path
) -> None:
    path = private_pem(tmp_path, key)
    for name in [n for n in sys.modules if n.startswith("cryptography")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)

    with pytest.raises(UsageError, match="cryptography") as e:
        signing.load_private(path)
    assert "chukan[sign]" in str(e.value)
    with pytest.raises(UsageError, match="cryptography"):
        check(signed)
    assert check(folder).intact  # without a signature nothing is needed


def edited(folder: Path, edit: Callable[[dict[str, object]], object]) -> Path:
    document = json.loads((folder / seal.MANIFEST).read_text(encoding="utf-8"))
    edit(document)
    (folder / seal.MANIFEST).write_text(json.dumps(document), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda d: d.pop("schema_version"), "読めません"),
        (lambda d: d.update(schema_version="9"), "版が違います"),
        (lambda d: d.pop("files"), "形が正しくありません"),
        (lambda d: d.update(files=[{"path": "a"}]), "形が正しくありません"),
        (lambda d: d.update(files=3), "形が正しくありません"),
        (lambda d: d["files"][0].update(bytes="many"), "形が正しくありません"),
        (lambda d: d["files"].append({"path": "../x", "sha256": "", "bytes": 0}), "フォルダの外"),
        (lambda d: d["files"].append({"path": "/etc/x", "sha256": "", "bytes": 0}), "フォルダの外"),
        (lambda d: d["files"].append({"path": "C:/x", "sha256": "", "bytes": 0}), "フォルダの外"),
        (lambda d: d["files"].append({"path": "a\\x", "sha256": "", "bytes": 0}), "フォルダの外"),
        (lambda d: d["files"].append({"path": 3, "sha256": "", "bytes": 0}), "形が正しくありません"),
    ],
)
def test_a_manifest_that_is_none_is_refused(
    folder: Path, edit: Callable[[dict[str, object]], object], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        check(edited(folder, edit))


def test_things_that_are_no_evidence_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="証跡がありません"):
        check(tmp_path / "none")
    with pytest.raises(InputError, match="封印"):
        check(tmp_path)
    (tmp_path / "x").write_bytes(b"x")
    with pytest.raises(InputError, match="ZIP でもありません"):
        check(tmp_path / "x")
    (tmp_path / seal.MANIFEST).write_bytes(b"\xff")
    with pytest.raises(InputError, match="読めません"):
        check(tmp_path)


def test_an_archive_with_the_same_name_twice_is_refused(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr(seal.MANIFEST, (folder / seal.MANIFEST).read_bytes())
        with pytest.warns(UserWarning, match="Duplicate"):
            z.writestr(seal.MANIFEST, b"{}")

    with pytest.raises(InputError, match="二つ"):
        check(path)


def test_a_damaged_archive_is_no_traceback(folder: Path) -> None:
    path = zipped(folder)
    data = bytearray(path.read_bytes())
    start = data.index("確認書.docx".encode()) + len("確認書.docx".encode())
    data[start : start + 8] = b"\xff" * 8
    path.write_bytes(data)

    with pytest.raises(InputError, match="読めません"):
        check(path)


def test_a_huge_member_is_not_read_to_its_end(folder: Path) -> None:
    path = zipped(folder)
    with zipfile.ZipFile(path) as z:
        members = {n: z.read(n) for n in z.namelist()}
    members["空.txt"] = b"\0" * (64 << 20)
    path.write_bytes(repack.archive(members.items()))

    assert check(path).changed == ("空.txt",)
