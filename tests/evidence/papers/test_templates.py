"""The templates of a municipality's own, and those that chukan carries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import pytest
from tests.evidence.conftest import as_case, filled, papers

from chukan.errors import InputError, OutputError, ProjectError
from chukan.evidence.papers import contents
from chukan.evidence.papers.fields import CHAPTER, CONFIRMATION, PAPERS, TARGETS
from chukan.evidence.papers.templates import BUILTIN, LISTING, Templates, copy_templates
from chukan.output import word_template

ROOT = Path(__file__).resolve().parents[3]


def test_the_templates_are_made_by_the_script() -> None:
    out = subprocess.run(
        [sys.executable, "scripts/make_templates.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (out.returncode, out.stdout, out.stderr) == (0, "", "")


def test_templates_can_be_copied_changed_and_used(make: Any, tmp_path: Path) -> None:
    folder = tmp_path / "様式"
    names = [p.name for p in copy_templates(folder)]
    assert sorted(names) == sorted([*(p.template for p in PAPERS), LISTING])

    document = docx.Document(str(folder / CONFIRMATION.template))
    document.add_paragraph("追記 {{ 市区町村 }} 第{{ 件数 }}号")
    document.save(str(folder / CONFIRMATION.template))

    assert "追記 みどり市 第6号" in papers(make(), folder)["データ移行確認書_131016_みどり市_事業者A.docx"]


def test_templates_are_not_written_over(tmp_path: Path) -> None:
    copy_templates(tmp_path)

    with pytest.raises(OutputError, match="様式が既にあります"):
        copy_templates(tmp_path)


def test_files_that_are_no_templates_are_refused(make: Any, tmp_path: Path) -> None:
    path = tmp_path / CHAPTER.template
    path.write_bytes(b"PK not really")
    with pytest.raises(ProjectError, match="Word 文書として読めません"):
        word_template.fill(path, contents.chapter(as_case(make())))

    path = tmp_path / TARGETS.template
    path.write_bytes(b"x")
    with pytest.raises(InputError, match="xlsx"):
        filled(make, path)


@pytest.mark.parametrize("name", ["データ移行確認.docx", "別紙3.xlsx", "要件確認表.xlsm"])
def test_a_misspelt_template_is_not_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")

    with pytest.raises(ProjectError) as e:
        Templates(tmp_path)

    assert name in str(e.value)
    assert any(p.template in (e.value.hint or "") for p in PAPERS)


def test_what_office_leaves_beside_open_files_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "~$データ移行確認書.docx").write_bytes(b"")
    (tmp_path / "メモ.txt").write_bytes(b"")

    assert Templates(tmp_path).of(TARGETS) == BUILTIN / TARGETS.template
