"""YAML as text: no days by accident, TABs by name, a line for every mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chukan.errors import ProjectError
from chukan.yaml_text import Lines, read_document, read_yaml


def refused(text: str) -> ProjectError:
    with pytest.raises(ProjectError) as e:
        read_yaml(text, ProjectError, place="x.yaml")
    return e.value


@pytest.mark.parametrize("text", ["2026-11-23", "2026-13-45", "2026-11-23 10:00:00", "2001-12-14t21:59:43.10-05:00"])
def test_what_looks_like_a_day_is_the_text_that_stands_there(text: str) -> None:
    assert read_yaml(f"name: {text}\n", ProjectError, place="x.yaml")[1] == {"name": text}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\ta: 1\n", 1),
        ("a:\n\tb: 1\n", 2),
        ("a:\n  b: 1\n\tc: 2\n", 3),
        ("a:\n  \tb: 1\n", 2),
        ("a:\n  - b\n\t- c\n", 3),
    ],
)
def test_a_tab_in_the_indent_is_named(text: str, line: int) -> None:
    e = refused(text)

    assert e.place == f"x.yaml:{line}"
    assert "タブ" in e.message
    assert "空白" in (e.hint or "")


@pytest.mark.parametrize(
    "text",
    [
        "a: !!int abc\n",
        "a: !!float x\n",
        "a: !!bool perhaps\n",
        "a: !!python/object:os.system x\n",
        "? [a]\n: b\n",
        "a: [1\n",
        "a: 'x\n",
        "a: \x07\n",
        f"a: {'[' * 5000}\n",
        "a: *nobody\n",
        "a: @x\n",
        "a: 1\n---\nb: 2\n",
        "a: {b:}\n",
        "%YAML 9\n---\na: 1\n",
        'a: "\\q"\n',
    ],
)
def test_no_mistake_is_a_bug_and_each_has_a_line(text: str) -> None:
    e = refused(text)

    assert (e.place or "").startswith("x.yaml:")
    assert not re.search("[a-z]{3}", f"{e.message}{e.hint}"), "what the parser says in English"


def test_the_line_of_a_value_and_of_what_is_not_there() -> None:
    lines, _ = read_yaml("a:\n  - b: 1\n  - b: 2\n    c: 3\n", ProjectError, place="x.yaml")

    assert lines.at("a", 1, "c") == "x.yaml:4"
    assert lines.at("a", 1, "none") == "x.yaml:3"
    assert lines.below("a", 1).at("c") == "x.yaml:4"
    assert Lines("x.yaml").at("a") == "x.yaml"


@pytest.mark.parametrize("name", ["person.csv", "PERSON.CSV", "delivery.zip", "report.xlsx"])
def test_a_delivery_named_by_mistake_is_not_to_be_mended(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes("宛名番号\r\n1\0\r\n".encode("cp932"))

    with pytest.raises(ProjectError, match="YAML") as e:
        read_document(path, ProjectError)

    assert e.value.place == str(path)
    assert "直さず" in (e.value.hint or "")


@pytest.mark.parametrize("name", ["agreement.yaml", "agreement.yml", "agreement.yaml.txt", "agreement"])
def test_a_text_of_any_other_name_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("encoding: cp932\n", encoding="utf-8")

    assert read_document(tmp_path / name, ProjectError) == "encoding: cp932\n"
