"""Two-byte characters through a table, against Python's own decoders."""

from __future__ import annotations

import numpy as np
import pytest

from chukan.intake.encoding.pairs import PAIRED, decoded_pairs


def decoded(encoding: str, *values: bytes) -> list[str] | None:
    offsets = np.cumsum([0, *map(len, values)]).astype(np.int64)
    found = decoded_pairs(offsets, np.frombuffer(b"".join(values), np.uint8), encoding)
    return None if found is None else found[0].to_pylist()


def strict(pair: bytes, encoding: str) -> str:
    try:
        text = pair.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return text if len(text) == 1 and text >= "\u0800" else ""


@pytest.mark.parametrize("encoding", sorted(PAIRED))
def test_every_pair_is_what_python_reads_or_left_to_it(encoding: str) -> None:
    pairs = [bytes((a, b)) for a in range(0x100) for b in range(0x100)]
    found = {pair: values[0] for pair in pairs if (values := decoded(encoding, pair)) is not None}

    assert len(found) > 6_700  # JIS X 0208 but for the few characters of two bytes in UTF-8
    assert {pair: strict(pair, encoding) for pair in found} == found


def test_values_of_several_characters_and_none() -> None:
    assert decoded("cp932", "山田".encode("cp932"), b"", "髙".encode("cp932")) == ["山田", "", "髙"]


@pytest.mark.parametrize("value", ["山1", "1", "ｱ", "山ｱｲ", "\n"])
def test_anything_else_is_left_to_the_decoder(value: str) -> None:
    assert decoded("cp932", "山田".encode("cp932"), value.encode("cp932")) is None


def test_other_encodings_have_no_table() -> None:
    assert decoded("utf-8", "山".encode()) is None
