"""YAML that people write: what is wrong, on which line, and what was meant."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from chukan.documents import Document, load, parse
from chukan.errors import ProjectError


class Inner(Document):
    name: str
    size: int = 0


class Outer(Document):
    title: str
    parts: tuple[Inner, ...] = ()
    by_name: dict[str, Inner] = {}


def failure(text: str) -> ProjectError:
    with pytest.raises(ProjectError) as e:
        parse(text, Outer, ProjectError, place="x.yaml")
    return e.value


def test_a_good_document_is_a_model() -> None:
    outer = parse("title: 表題\nparts: [{name: a, size: 2}]\n", Outer, ProjectError, place="x.yaml")

    assert outer == Outer(title="表題", parts=(Inner(name="a", size=2),))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title: t\npart: []\n", 2, ["part", "parts"]),
        ("title: t\nparts:\n  - name: a\n    siz: 3\n", 4, ["siz", "size"]),
        ("title: t\nby_name:\n  k:\n    nam: a\n    name: b\n", 4, ["nam"]),
        ("parts: []\n", 1, ["title", "必要なキー"]),
        ("titel: t\n", 1, ["titel", "title"]),
        ("title: t\nparts:\n  - name: a\n    size: big\n", 4, ["size", "整数"]),
        ("title: t\ntitle: u\n", 2, ["title", "二度"]),
        ("title: [\n", 2, ["YAML"]),
        ("- a\n- b\n", 1, ["キーと値"]),
        ("title:\n", 1, ["title", "空です"]),
        ("title: t\nparts:\n  - name: a\n    size:\n", 4, ["size", "空です"]),
        ("title: t\nparts:\n", 2, ["parts", "空です"]),
    ],
)
def test_a_mistake_names_the_line_and_the_nearest_key(text: str, line: int | None, words: list[str]) -> None:
    e = failure(text)

    assert all(word in str(e) for word in words)
    assert e.place == (f"x.yaml:{line}" if line else "x.yaml")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="ファイルがありません"):
        load(tmp_path / "none.yaml", Outer, ProjectError)
    with pytest.raises(ProjectError, match=r"フォルダ|読めません"):
        load(tmp_path, Outer, ProjectError)


def test_a_file_that_is_no_utf8_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("title: 表題".encode("cp932"))

    with pytest.raises(ProjectError, match="UTF-8"):
        load(path, Outer, ProjectError)


def test_a_bom_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + "title: 表題".encode())

    assert load(path, Outer, ProjectError).title == "表題"


class _Dated(Document):
    day: dt.date


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "2026-11-23 25:00:00"])
def test_a_day_that_does_not_exist_is_named(tmp_path: Path, day: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"day: {day}\n", encoding="utf-8")

    with pytest.raises(ProjectError, match="日付"):
        load(path, _Dated, ProjectError)


def test_references_to_references_are_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    path = tmp_path / "a.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(ProjectError, match="参照"):
        load(path, _Dated, ProjectError)
