"""The seal (封印): a manifest with the SHA-256 of everything, and the check that recomputes it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from chukan.errors import InputError
from chukan.evidence.sealing.folder import Members

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
PUBLIC_KEY = "public_key.pem"
SCHEMA_VERSION = "1.0"

JUDGEMENT = "judgement.json"

_LEFT_BEHIND = (
    (re.compile(r"(?:.*/)?\.DS_Store"), b"\0\0\0\1Bud1", 1 << 20),
    (re.compile(r"(?:.*/)?Thumbs\.db"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 1 << 20),
    (re.compile(r"(?:.*/)?desktop\.ini"), b"[.ShellClassInfo]", 1 << 10),
    (re.compile(r"(?:.*/)?~\$[^/]*"), b"", 165),
    (re.compile(r"__MACOSX/(?:.*/)?\._[^/]*"), b"\0\5\x16\7", 64 << 10),
)
"""What operating systems and Office leave beside files that somebody looked at: name, first bytes, most bytes.

A name alone proves nothing: a paper could be called so. Office's owner files (``~$``) are 162 or 165 bytes long.
"""

SignatureState = Literal["none", "good", "bad", "other_key", "missing"]
SIGNATURE_JA: dict[SignatureState, str] = {
    "none": "署名なし",
    "good": "署名は正しい",
    "bad": "署名が合いません（manifest.json か署名が変わっています）",
    "other_key": "別の鍵による署名です",
    "missing": "署名があるはずですが、ありません",
}


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One file of the evidence folder."""

    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """One delivered file that the evidence is about; it is not in the folder.

    Attributes:
        layout: PACK@EDITION/BUSINESS/LAYOUT.
        records: None = nobody verified it.
    """

    municipality: str
    business: str
    layout: str
    layout_digest: str
    path: str
    sha256: str
    bytes: int
    records: int | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is sealed, and what it rests on.

    Attributes:
        tool: Of the evidence.
        verified_by: The tool of the verification, with its engines.
        standing: met | decision | not_met.
        statement: What the layouts rest on.
        templates: Templates of the municipality's own.
    """

    schema_version: str
    tool: dict[str, str]
    verified_by: dict[str, str]
    as_of: str
    group: str
    standing: str
    clause: str
    statement: str
    project: dict[str, str]
    verification: dict[str, str]
    agreement: dict[str, Any]
    layouts: tuple[dict[str, Any], ...]
    templates: tuple[str, ...]
    signed: bool
    files: tuple[SealedFile, ...]
    delivered: tuple[DeliveredFile, ...]


@dataclass(frozen=True, slots=True)
class SealCheck:
    """What a check found.

    Attributes:
        seal: SHA-256 of manifest.json: one number for the whole folder.
        fingerprint: SHA-256 of the public key that the signature fits; "" = none.
        trusted: The key was given from outside, not taken from the folder.
        delivered_changed: Only when the project was given.
    """

    manifest: Manifest
    seal: str
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    signature: SignatureState = "none"
    fingerprint: str = ""
    trusted: bool = False
    left_behind: tuple[str, ...] = ()
    delivered_changed: tuple[str, ...] = ()
    delivered_checked: int = field(default=0)

    @property
    def intact(self) -> bool:
        """True when nothing was changed, added or removed, and the signature is what it should be."""
        wrong = (self.changed, self.added, self.removed, self.delivered_changed)
        return not any(wrong) and self.signature in ("none", "good")


_ADAPTER: TypeAdapter[Manifest] = TypeAdapter(Manifest)


def sealed(path: str, data: bytes) -> SealedFile:
    """Return the entry of one file.

    Args:
        path: The name in the evidence, with forward slashes.
        data: The bytes of the file.

    Returns:
        The name, the size in bytes and the SHA-256 in hex.
    """
    return SealedFile(path, hashlib.sha256(data).hexdigest(), len(data))


def to_json(manifest: Manifest) -> bytes:
    """Return the manifest's bytes, the same for the same manifest."""
    return (json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def from_json(data: bytes, place: str) -> Manifest:
    """Return the manifest in bytes.

    Raises:
        InputError: it is none, or one of another version, or names a file outside its folder.
    """
    hint = "封印されたフォルダか ZIP を、そのまま指定してください。"
    try:
        document = json.loads(data.decode("utf-8"))
        found = document["schema_version"]
    except (ValueError, KeyError, TypeError):
        raise InputError("manifest.json を読めません", place=place, hint=hint) from None
    if found != SCHEMA_VERSION:
        raise InputError(
            f"封印の版が違います（{found}、読める版は {SCHEMA_VERSION}）",
            place=place,
            hint="同じ版の chukan で確かめてください。",
        )
    try:
        manifest = _ADAPTER.validate_python(document)
    except ValidationError as e:
        where = ".".join(str(part) for part in e.errors()[0]["loc"])
        raise InputError(f"manifest.json の形が正しくありません（{where}）", place=place, hint=hint) from None
    outside = [f.path for f in manifest.files if not _inside(f.path)]
    if outside:
        raise InputError(f"manifest.json がフォルダの外のファイルを指しています: {outside[0]}", place=place, hint=hint)
    return manifest


def check_members(members: Members, *, key: bytes | None = None) -> SealCheck:
    """Recompute the seal of a folder or archive.

    Args:
        key: a public key (PEM) that the signature must fit; None = the one in the folder, if it is signed.

    Raises:
        InputError: there is no manifest, or it can't be read.
        UsageError: the key is none, or a signature is there and `cryptography` is not installed.
    """
    if MANIFEST not in members.names:
        raise InputError(
            f"封印（{MANIFEST}）がありません",
            place=members.place,
            hint="chukan evidence build が作ったフォルダか ZIP を指定してください。",
        )
    raw = members.read(MANIFEST)
    manifest = from_json(raw, f"{members.place}/{MANIFEST}")
    expected = {f.path: f for f in manifest.files}
    unknown = [n for n in members.names if n not in expected and n not in (MANIFEST, SIGNATURE)]
    left = tuple(n for n in unknown if _left_behind(members, n))
    added = (*(n for n in unknown if n not in left), *members.foreign)
    removed = tuple(n for n in expected if n not in members.names)
    changed = tuple(n for n, f in expected.items() if n in members.names and not _same(members, f))
    if JUDGEMENT in expected and JUDGEMENT not in (*changed, *removed):
        changed += _disagreeing(manifest, members.read(JUDGEMENT))
    state, fingerprint = _signature(members, manifest, raw, key)
    return SealCheck(
        manifest=manifest,
        seal=hashlib.sha256(raw).hexdigest(),
        changed=changed,
        added=added,
        removed=removed,
        signature=state,
        fingerprint=fingerprint,
        trusted=key is not None and state == "good",
        left_behind=left,
    )


def _signature(members: Members, manifest: Manifest, raw: bytes, key: bytes | None) -> tuple[SignatureState, str]:
    if SIGNATURE not in members.names:
        expected = manifest.signed or key is not None or any(f.path == PUBLIC_KEY for f in manifest.files)
        return ("missing" if expected else "none"), ""
    from chukan.evidence.sealing.signing import fingerprint, verified

    signature = members.read(SIGNATURE)
    own = members.read(PUBLIC_KEY) if PUBLIC_KEY in members.names else None
    if key is not None:
        if verified(raw, signature, key):
            return "good", fingerprint(key)
        fits = own is not None and verified(raw, signature, own)
        return ("other_key" if fits else "bad"), fingerprint(own) if fits and own else ""
    if own is None:
        return "bad", ""
    return ("good", fingerprint(own)) if verified(raw, signature, own) else ("bad", "")


def _same(members: Members, entry: SealedFile) -> bool:
    size, digest = members.digest(entry.path, limit=entry.bytes)
    return (size, digest) == (entry.bytes, entry.sha256)


def _inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and not path.startswith("/") and "\\" not in path and ":" not in parts[0]


def _left_behind(members: Members, name: str) -> bool:
    for pattern, start, most in _LEFT_BEHIND:
        if pattern.fullmatch(name):
            size, _ = members.digest(name, limit=most)
            return size <= most and members.read(name).startswith(start)
    return False


def _disagreeing(manifest: Manifest, judgement: bytes) -> tuple[str, ...]:
    """Return the manifest's name when it does not say what the judgement that it seals says."""
    try:
        said = json.loads(judgement)
        same = all(
            said[name] == value
            for name, value in (
                ("group", manifest.group),
                ("as_of", manifest.as_of),
                ("standing", manifest.standing),
                ("clause", manifest.clause),
            )
        ) and manifest.statement == "。".join(said["statement"])
    except (ValueError, KeyError, TypeError):
        same = False
    return () if same else (f"{MANIFEST}（記載が {JUDGEMENT} と食い違っています）",)


def as_document(check: SealCheck) -> Mapping[str, Any]:
    """Return a check as a document for programs."""
    return {
        **{k: v for k, v in asdict(check).items() if k != "manifest"},
        "intact": check.intact,
        "as_of": check.manifest.as_of,
        "standing": check.manifest.standing,
        "group": check.manifest.group,
    }
