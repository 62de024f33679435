"""Conversion tables as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from chukan.errors import ProjectError
from chukan.reconciliation.equalities.tables import read_table, small_table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("head", ["旧,新", "old,new", "備考,旧コード,新コード"])
def test_a_table_is_read_by_its_headings_in_either_encoding(tmp_path: Path, encoding: str, head: str) -> None:
    path = tmp_path / "t.csv"
    row = "転入,1,A" if head.startswith("備考") else "1,A"
    path.write_bytes(f"{head}\r\n{row}\r\n\r\n".encode(encoding))

    assert list(read_table(path)) == [("1", "A")]


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("旧い,新\n1,2\n", "「旧」の列", 1),
        ("旧\n1\n", "「新」の列", 1),
        ("旧,新\n1,2\n,3\n", "値がない", 3),
        ("旧,新\n1,2\n1\n", "値がない", 3),
        ("", "「旧」の列", 1),
    ],
)
def test_what_is_wrong_names_its_line(tmp_path: Path, text: str, said: str, line: int) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ProjectError, match=said) as caught:
        small_table(path)

    assert (caught.value.place or "").endswith(f"t.csv:{line}")


def test_a_missing_table_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="読めません"):
        small_table(tmp_path / "no.csv")
