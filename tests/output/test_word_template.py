"""Word templates: filled from a plain mapping, strict about names."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest

from chukan.errors import ProjectError
from chukan.output.word_template import fill


def template(folder: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    path = folder / "様式.docx"
    document.save(str(path))
    return path


def said(data: bytes) -> list[str]:
    return [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]


def test_texts_numbers_and_rows(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ 名 }} {{ 件数 }}", "{%p for 行 in 表 %}", "{{ 行.値 }}", "{%p endfor %}")
    context: dict[str, Any] = {"名": "=<b>&", "件数": 1234, "表": [{"値": "0012"}, {"値": "い"}]}

    assert said(fill(path, context)) == ["=<b>& 1,234", "0012", "い"]


def test_a_picture_takes_the_place_of_its_text(tmp_path: Path) -> None:
    from matplotlib.figure import Figure

    png = io.BytesIO()
    Figure(figsize=(1, 1)).savefig(png, format="png")
    path = template(tmp_path, "{{ 図 }}")

    assert said(fill(path, {"図": "なし"}, {"図": None})) == ["なし"]
    assert len(docx.Document(io.BytesIO(fill(path, {"図": ""}, {"図": png.getvalue()}))).inline_shapes) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ 件 }}", ["知らない差込項目「件」", "「件数」ではありませんか"]),
        ("{{ 件数", ["書き方"]),
        ("{{ 名.__class__.__mro__ }}", ["許されない式"]),
    ],
)
def test_a_mistake_names_the_file_and_the_nearest_name(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(ProjectError) as e:
        fill(template(tmp_path, text), {"件数": 1, "名": "a"})

    assert all(word in str(e.value) for word in [*words, "様式.docx"])
