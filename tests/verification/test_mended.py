"""A corrected copy is recognised by its bytes, and the result says that it is one."""

from __future__ import annotations

from pathlib import Path

from tests.mending.conftest import GOOD, agreed, file_of, layout  # noqa: F401 - a fixture

import chukan
from chukan.verification.mended import mended, note_path


def test_check_says_that_a_file_was_mended(layout: chukan.Layout, tmp_path: Path) -> None:  # noqa: F811 - the fixture
    source, copy = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_bytes(file_of((*GOOD[:5], " x")))
    note = chukan.mend(source, layout, ["V09"], copy, agreement=agreed())
    outcome = chukan.check(copy, layout, agreement=agreed())
    found = outcome.verification.files[0].mended
    assert found is not None
    assert (found.source, found.source_sha256, found.rules, found.values) == ("a.csv", note.source_sha256, ("V09",), 1)
    assert "移行元が出力したファイルそのものではありません" in found.sentence
    assert "直した写し" in outcome.to_html()
    assert chukan.check(source, layout, agreement=agreed()).verification.files[0].mended is None
    copy.write_bytes(copy.read_bytes() + file_of(GOOD).split(b"\r\n")[1] + b"\r\n")
    changed = chukan.check(copy, layout, agreement=agreed()).verification.files[0].mended
    assert changed is not None
    assert not changed.valid
    assert "このファイルのものではありません" in changed.sentence


def test_a_note_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x")
    assert mended(path, "00") is None
    note_path(path).write_text("{}", encoding="utf-8")
    found = mended(path, "00")
    assert found is not None
    assert not found.valid
