"""Control records, several kinds of record, headers and end marks in the middle: the same however they are cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chukan.agreement import Agreement

from .test_intake_delimited import result_of

TOKENS = (
    b"1,h\r\n",
    b"2,a\r\n",
    b'2,"b\r\nc"\r\n',
    b'"2",d\r\n',
    b"3,e\r\n",
    b"8,1\r\n",
    b'8,"1\r\n',
    b'"8",1\r\n',
    b"9\r\n",
    b"9,\x93\r\n",
    b"x,y\r\n",
    b"\x1a",
    b"\x1a\r\n",
    b"\r\n",
    b"\x00",
    b'"',
    "種別,値\r\n".encode("cp932"),
    '"種別","値"\r\n'.encode("cp932"),
)
SHORT = {"header": "1", "data": "2", "trailer": "8", "end": "9"}
LONG = {
    "types": {"1": {"times": 1, "first": True}, "2": {}, "3": {}, "8": {"times": 2}, "9": {"times": 1, "last": True}}
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("control") / "file.csv"


@given(
    tokens=st.lists(st.sampled_from(TOKENS), max_size=20),
    types=st.sampled_from((None, SHORT, LONG, {"header": "1"})),
    header=st.booleans(),
    last=st.sampled_from((0, 0, 1, 2)),
    block_size=st.integers(1, 40),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_kinds_of_records_read_the_same_however_they_are_cut(
    path: Path, tokens: list[bytes], types: dict[str, object] | None, header: bool, last: int, block_size: int
) -> None:
    path.write_bytes(("種別,値\r\n".encode("cp932") if header else b"") + b"2,z\r\n" * 5 + b"".join(tokens))
    agreement = Agreement.model_validate(
        {
            "format": "csv",
            "encoding": "cp932",
            "delimiter": ",",
            "header": header,
            "dates": "yyyymmdd",
            "record_types": types,
            "skip": {"last": last},
        }
    )

    whole = result_of(path, agreement, 1 << 20)

    assert result_of(path, agreement, block_size) == whole
    assert result_of(path, agreement, 1) == whole
