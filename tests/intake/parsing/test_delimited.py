"""Records that have as many fields as they should, and those that do not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chukan.agreement import Agreement
from chukan.intake.reader import open_file

Reading = Callable[..., Any]


def test_records_of_another_width_are_kept_byte_for_byte(read: Reading) -> None:
    found = read('k,v\r\n1,a\r\n1,2,"x"\r\nonly\r\n2,b\r\n', encoding="cp932")

    assert found.rows == [("1", "a"), ("2", "b")]
    assert found.records == [1, 4]
    assert [(r.record, r.line, r.offset, r.raw) for r in found.rejected] == [
        (2, 3, 10, b'1,2,"x"'),
        (3, 4, 19, b"only"),
    ]
    long, short = found.of("F07")
    assert "3" in long.message
    assert "7 バイト" in long.message
    assert (short.record, short.line, short.offset) == (3, 4, 19)


def test_an_extra_delimiter_on_every_record_is_said_once(read: Reading) -> None:
    for header in ("k,v\r\n", "k,v,\r\n"):
        found = read(header + "1,a,\r\n2,b,\r\n", encoding="cp932", newline="crlf")

        assert found.rows == [("1", "a"), ("2", "b")]
        (anomaly,) = found.of("F07")
        assert (anomaly.severity, anomaly.count) == ("warning", 2)


def test_text_behind_an_extra_delimiter_is_not_dropped(read: Reading) -> None:
    found = read("k,v\r\n1,a,\r\n2,b,\r\n3,c,x\r\n4,d\r\n", encoding="cp932")

    assert found.rows == [("1", "a"), ("2", "b"), ("4", "d")]
    assert [r.raw for r in found.rejected] == [b"3,c,x"]


def test_many_anomalies_of_a_kind_are_counted_not_listed(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"k,v\r\n" + b"1,\x93\r\n" * 500 + b"1\r\n" * 300)

    reader = open_file(path, None, Agreement(encoding="cp932"), keep=10)
    anomalies = [anomaly for batch in reader for anomaly in batch.anomalies]

    assert sum(a.count for a in anomalies if a.rule == "F03") == 500
    assert sum(a.count for a in anomalies if a.rule == "F07") == 300
    assert len(anomalies) == 22


@pytest.mark.parametrize("block_size", [1, 1 << 20])
@pytest.mark.parametrize("tail", ["", "\x1a", "\x1a\n", "\x1a\r\n", "\x00\n", "\x1a\r\n\r\n\r\n", "\x1a\x00\n\n\n"])
@pytest.mark.parametrize("values", [("\x00a",), ("\x01", "\x02"), ("\x00", "\x00", "\x00\x00"), ("\x7f",)])
def test_what_ends_the_file_hides_no_control_byte(
    read: Reading, values: tuple[str, ...], tail: str, block_size: int
) -> None:
    """As many newlines behind an end mark as control bytes in the values before it."""
    data = "k,v\r\n1,a\r\n" + "".join(f"{value},b\r\n" for value in values) + tail

    found = read(data, encoding="cp932", header=True, block_size=block_size)

    assert sum(a.count for a in found.of("F05") if a.item is not None) == len(values)
