"""Ed25519 signatures of the manifest. Needs the `sign` extra (cryptography); nothing else does."""

from __future__ import annotations

import base64
import binascii
import hashlib
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from chukan.errors import InputError, MissingExtra, UsageError, reason

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_HOW = "鍵は openssl genpkey -algorithm ed25519 -out key.pem で作れます。"


def load_private(path: Path) -> Ed25519PrivateKey:
    """Return the private key in a PEM file without a password.

    Raises:
        MissingExtra: `cryptography` is not installed.
        UsageError: the file holds no such key.
        InputError: it can't be read.
    """
    serialization = _serialization()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        key = serialization.load_pem_private_key(_read(path), password=None)
    except TypeError:
        raise UsageError(
            "鍵にパスワードがかかっています", place=str(path), hint="パスワードのない鍵を指定してください。"
        ) from None
    except ValueError:
        raise UsageError("PEM 形式の秘密鍵ではありません", place=str(path), hint=_HOW) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError("Ed25519 の鍵ではありません", place=str(path), hint=_HOW)
    return key


def load_public(path: Path) -> bytes:
    """Return the public key in a PEM file, in one form.

    Raises:
        MissingExtra: `cryptography` is not installed.
        UsageError: the file holds no such key.
        InputError: it can't be read.
    """
    data = _read(path)
    key = _public(data)
    if key is None:
        raise UsageError(
            "PEM 形式の Ed25519 公開鍵ではありません",
            place=str(path),
            hint="証跡と一緒に渡された public_key.pem などを指定してください。",
        )
    return _pem(key)


def public_of(key: Ed25519PrivateKey) -> bytes:
    """Return the public half, as PEM."""
    return _pem(key.public_key())


def sign(data: bytes, key: Ed25519PrivateKey) -> bytes:
    """Return a signature, base64 on one line; the same for the same data and key.

    Args:
        data: The bytes of the manifest.
        key: The private key.

    Returns:
        64 bytes (Ed25519, RFC 8032) as base64, with a newline.
    """
    return base64.b64encode(key.sign(data)) + b"\n"


def verified(data: bytes, signature: bytes, public: bytes) -> bool:
    """Return True when the signature fits data and key; False also for what is no signature or no key.

    Args:
        data: The bytes of the manifest.
        signature: As `sign` returns it.
        public: The public key, as PEM.
    """
    _serialization()
    from cryptography.exceptions import InvalidSignature

    key = _public(public)
    if key is None:
        return False
    try:
        key.verify(base64.b64decode(signature, validate=False), data)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Return the SHA-256 over the raw key: what people compare by telephone."""
    serialization = _serialization()
    key = _public(public)
    if key is None:
        return ""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()


def _public(data: bytes) -> Ed25519PublicKey | None:
    serialization = _serialization()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = serialization.load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, Ed25519PublicKey) else None


def _pem(key: Ed25519PublicKey) -> bytes:
    serialization = _serialization()
    return bytes(key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))


def _serialization() -> ModuleType:
    try:
        from cryptography.hazmat.primitives import serialization
    except ImportError:
        raise MissingExtra(
            "署名には cryptography が必要です", extra="sign", hint="署名しないときは要りません。"
        ) from None
    return serialization


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("鍵のファイルがありません", place=str(path), hint="パスを確かめてください。") from None
    except OSError as e:
        raise InputError(f"鍵を読めません: {reason(e)}", place=str(path)) from None
