"""Ed25519 signatures: what fits, what does not, and keys that are none."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

from chukan.errors import InputError, UsageError
from chukan.evidence.sealing.signing import fingerprint, load_private, load_public, public_of, sign, verified

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
DATA = b'{"files": []}'


@pytest.fixture
def pem(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(data: bytes) -> Path:
        path = tmp_path / "key.pem"
        path.write_bytes(data)
        return path

    return write


def test_a_signature_fits_its_data_and_key_only() -> None:
    signature = sign(DATA, KEY)

    assert signature == sign(DATA, KEY)
    assert len(base64.b64decode(signature)) == 64
    assert verified(DATA, signature, public_of(KEY))
    assert not verified(DATA + b" ", signature, public_of(KEY))
    assert not verified(DATA, signature, public_of(OTHER))


@pytest.mark.parametrize("signature", [b"", b"no base64 !", base64.b64encode(bytes(64)), base64.b64encode(b"short")])
def test_what_is_no_signature_does_not_fit(signature: bytes) -> None:
    assert not verified(DATA, signature, public_of(KEY))


def test_what_is_no_key_fits_nothing() -> None:
    assert not verified(DATA, sign(DATA, KEY), b"-----BEGIN PUBLIC KEY-----")
    assert fingerprint(b"no key") == ""


def test_a_fingerprint_tells_keys_apart() -> None:
    assert len(fingerprint(public_of(KEY))) == 64
    assert fingerprint(public_of(KEY)) != fingerprint(public_of(OTHER))


def test_keys_are_read_from_pem(pem: Callable[[bytes], Path]) -> None:
    path = pem(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    assert public_of(load_private(path)) == public_of(KEY)

    path = pem(b"\n" + public_of(KEY))
    assert load_public(path) == public_of(KEY)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")), "パスワード"),
        (
            X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            "Ed25519 の鍵では",
        ),
        (b"nothing", "PEM 形式の秘密鍵ではありません"),
    ],
    ids=["password", "another kind", "no key"],
)
def test_keys_that_can_not_sign(pem: Callable[[bytes], Path], data: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_private(pem(data))


def test_a_key_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="鍵のファイルがありません"):
        load_private(tmp_path / "none.pem")
