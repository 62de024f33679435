"""Every byte of a file is of one record, or of none."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import ISSUED

from chukan.agreement import Agreement
from chukan.intake.records.spans import spans_of
from chukan.layouts.library import Library


@pytest.mark.parametrize("encoding", ["cp932", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("block_size", [30, 50, 1 << 20])
def test_spans_cover_every_byte_once(library: Library, tmp_path: Path, encoding: str, block_size: int) -> None:
    from chukan.intake.reader import open_file

    body = '1,"a\r\nb"\r\n\r\n2,"x"y\r\n3,c,d\r\n\r\n4,e'
    data = ("宛名番号,記載事項\r\n" + body).encode(encoding)
    path = tmp_path / "f.csv"
    path.write_bytes(data)
    agreement = Agreement.model_validate({"encoding": encoding, "header": True, "newlines_in_values": True})
    reader = open_file(path, library.layout(ISSUED, default="mic@2.7"), agreement, block_size=block_size)
    numbers, raw = [], b""

    for block in reader.blocks():
        spans = spans_of(block)
        assert spans.starts[0] == 0
        assert spans.ends[-1] == len(block.raw)
        assert (spans.starts[1:] == spans.ends[:-1]).all()
        numbers += [int(n) for n in spans.records if n]
        raw += b"".join(block.raw[s:e] for s, e in zip(spans.starts, spans.ends, strict=True))
        reader.absorb(reader.plan.parse(block).summary)

    assert numbers == [1, 2, 3, 4]
    assert data.endswith(raw)
