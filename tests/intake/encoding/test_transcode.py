"""Decoding before cutting: every place in the text is a place in the file."""

from __future__ import annotations

import io
import random

import pytest

from chukan.intake.encoding.decode import decode
from chukan.intake.encoding.transcode import Origin, Transcoder


@pytest.mark.parametrize("step", [1, 3, 1024])
@pytest.mark.parametrize("encoding", ["utf-16le", "utf-16be", "cp932", "shift_jis_2004"])
def test_places_in_the_text_and_in_the_file(encoding: str, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chukan.intake.encoding.transcode._STEP", step)
    rng = random.Random(encoding)
    pieces = ["a", "山", "ポ", "\r\n", "\n", "|", "ｱ"] + (["𠮟"] if encoding != "cp932" else ["髙"])
    for _ in range(40):
        parts = [p.encode(encoding) for p in rng.choices(pieces, k=12)]
        raw = b"".join(parts)
        origin = Origin(decode(raw, encoding).encode(), raw, encoding)
        at = place = 0
        for part in parts:
            assert origin.offset(at) == place
            at += len(decode(part, encoding).encode())
            place += len(part)
        assert origin.offset(at) == place == len(raw)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_what_is_taken_is_the_files_own_bytes(size: int) -> None:
    raw = "番号|氏名\r\n1|ポール\r\n".encode("cp932") + b"2|\x93\r\n"
    stream = Transcoder(io.BytesIO(raw), "cp932")
    room = bytearray(size)
    text = b"".join(iter(lambda: bytes(room[: stream.readinto(memoryview(room))]), b""))

    lines = text.splitlines(keepends=True)

    assert [stream.taken(line).raw for line in lines] == raw.splitlines(keepends=True)
    assert text.decode() == decode(raw, "cp932")
