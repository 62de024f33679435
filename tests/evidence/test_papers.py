"""The papers: what they carry, whatever the names are; templates of one's own, and mistakes in them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from tests.evidence.conftest import as_case, papers, plain

from chukan.errors import ProjectError
from chukan.evidence.papers import contents
from chukan.evidence.papers.fields import CHAPTER, TARGETS
from chukan.evidence.papers.make import make_papers
from chukan.evidence.papers.templates import Templates
from chukan.layouts.library import Library
from chukan.output import word_template
from chukan.severity import Severity
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.result import Count, NotRun

LIBRARY = Library()


def test_every_paper_says_what_it_rests_on(make: Any) -> None:
    made = make()

    for name, text in papers(made).items():
        for words in (
            "参考定義（公式レイアウトとの照合前）による確認",
            "mic@2.7",
            "chukan 0.1.0",
            "令和8年11月23日",
            "文字コード: cp932",
            "案",
            made.verification.layout.digest[:16],
            made.project.sha256[:16],
        ):
            assert words in text, (name, words)


def test_the_papers_have_one_register(make: Any, project: dict[str, Any]) -> None:
    """Sentences of a verification talk to a person; in the papers they are stated."""
    project["declarations"] = {"proposer": {"kind": "municipality", "document": "規約"}}
    not_run = [NotRun("K02", "参照先のファイル（住民）が提出されていないため、相手を確かめられません（3件）")]
    made = make(project).with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 2), not_run=not_run)
    note = "理由がありません。了承シートに記入してください。"
    waivers = (WaiverUse("V05", "", "", 2, "", "課長", "2026-11-01", 0, note),)
    rules = tuple(
        replace(r, state="switched_off", why="項目の分布は --profile を付けたときに調べます") if r.rule == "S01" else r
        for r in made.verification.rules
    )
    made.verification = replace(made.verification, waivers=waivers, rules=rules)

    for name, text in papers(made).items():
        polite = re.findall(r"[^。\n]{0,20}(?:です|ます|ません|ました|ください)(?=[。、）\n]|$)", text)
        assert polite == [], name


def test_with_an_imported_pack_the_papers_name_its_workbook_and_who_declared_it(make: Any) -> None:
    made = make()
    statement = "取込元ワークブック 仕様.xlsx（SHA-256 abc）による確認。公式の定義である旨の申告: 情報課 山田"
    files = [
        replace(f, layout=replace(f.layout, authority="official", statement=statement)) for f in made.verification.files
    ]
    made.verification = replace(made.verification, files=tuple(files))

    for name, text in papers(made).items():
        assert statement in text, name
        assert "参考定義" not in text, name


ODD = '=HYPERLINK("x")&<b>{{ 7*7 }}{% x %}|'


def test_names_are_never_taken_for_formulas_markup_or_code(make: Any, project: dict[str, Any]) -> None:
    project["municipalities"][0]["name"] = ODD
    project["vendors"][0]["name"] = f"{ODD}\x07\x00"[:-1]
    made = make(project)

    made_papers = make_papers(as_case(made), Templates())

    book = openpyxl.load_workbook(io.BytesIO(made_papers[TARGETS.template]))
    cell = next(c for row in book["対象業務表"].iter_rows() for c in row if c.value == ODD)
    assert cell.data_type == "s"
    for name, data in made_papers.items():
        assert not set(name) & set('<>:"/\\|?*')
        if name.endswith(".docx"):
            document = docx.Document(io.BytesIO(data))
            cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
            assert any(ODD in text for text in cells), name


def test_papers_print_on_a4(make: Any) -> None:
    for name, data in make_papers(as_case(make()), Templates()).items():
        if name.endswith(".docx"):
            section = docx.Document(io.BytesIO(data)).sections[0]
            assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
            continue
        for page in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
            assert (page.page_setup.paperSize, page.page_setup.fitToWidth) == (9, 1), (name, page.title)
            assert page.row_dimensions[1].height


# --- templates ------------------------------------------------------------------------------------------------------


def own_template(tmp_path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    path = tmp_path / CHAPTER.template
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ グルプ名 }}", ["グルプ名", "グループ名"]),
        ("{{ まったく別 }}", ["まったく別", "使える名前"]),
        ("{% for 行 in 団体 %}{{ 行.市区町村名 }}{% endfor %}", ["市区町村名", "市区町村"]),
        ("{% for 行 in 団体一覧 %}{% endfor %}", ["団体一覧", "団体"]),
        ("{% if グルプ名 %}a{% endif %}", ["グルプ名", "グループ名"]),
        ("{{ グルプ名 + 1 }}", ["グルプ名"]),
        ("{{ グルプ名.長さ }}", ["グルプ名"]),
        ("{{ グループ名 ", ["書き方"]),
        ("{% for 行 in 団体 %}", ["書き方"]),
        ("{{ グループ名.__class__.__mro__ }}", ["許されない式"]),
        ("{{ 1 / 0 }}", ["差し込めません"]),
        ("{{ グループ名 | ない }}", ["書き方"]),
    ],
)
def test_a_mistake_in_a_word_template_names_file_placeholder_and_nearest(
    make: Any, tmp_path: Path, text: str, words: list[str]
) -> None:
    path = own_template(tmp_path, "前", text)

    with pytest.raises(ProjectError) as e:
        word_template.fill(path, contents.chapter(as_case(make())))

    assert all(word in str(e.value) for word in [*words, CHAPTER.template])


def test_a_placeholder_may_be_torn_by_formatting(make: Any, tmp_path: Path) -> None:
    document = docx.Document()
    p = document.add_paragraph("{{ グル")
    p.add_run("ープ名").bold = True
    p.add_run(" }}")
    path = tmp_path / CHAPTER.template
    document.save(str(path))

    assert "みどり地域クラウド協議会" in plain(word_template.fill(path, contents.chapter(as_case(make()))))
