"""The codes of NEC and IBM for characters that JIS X 0208 has too."""

from __future__ import annotations

import pyarrow as pa
import pytest

from chukan.intake.encoding.second_codes import second_codes
from chukan.intake.encoding.vendor_codes import vendor_coded


def test_the_codes() -> None:
    assert "".join(second_codes().values()) == "≒≡∫√⊥∠∵∩∪￢￢∵"


@pytest.mark.parametrize("code", sorted(second_codes()))
def test_they_are_found_by_byte(code: bytes) -> None:
    plain = second_codes()[code].encode("cp932")
    column = pa.array([b"", plain, b"a" + code, "山".encode("cp932") + code + b"b"], pa.binary())

    assert vendor_coded(column) == [2, 3]
    assert vendor_coded(column.slice(2)) == [0, 1]


def test_halves_of_two_characters_are_no_code() -> None:
    # 83 87 (ョ), 9A 6D: the bytes 87 9A stand side by side and belong to two characters
    assert vendor_coded(pa.array([b"\x83\x87\x9a\x6d"], pa.binary())) == []
