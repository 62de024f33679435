"""All papers of a case, as bytes by file name."""

from __future__ import annotations

from pathlib import Path

from chukan.authoring.workbook.guard import open_workbook
from chukan.evidence.papers import contents
from chukan.evidence.papers.context import Case, Context
from chukan.evidence.papers.fields import CHAPTER, CHECKLIST, CONFIRMATION, TARGETS, Paper
from chukan.evidence.papers.templates import Templates
from chukan.output import excel_template, word_template
from chukan.output.picture import png
from chukan.output.reproducible import office
from chukan.output.text import safe_name
from chukan.reports.pictures import by_file_and_severity, by_rule_and_business


def make_papers(case: Case, templates: Templates) -> dict[str, bytes]:
    """File name -> contents. The same case and templates give the same bytes.

    Raises:
        ProjectError: a template asks for something unknown.
    """
    as_of = case.verification.as_of
    papers = {TARGETS.template: fill_workbook(templates.of(TARGETS), TARGETS, contents.targets(case))}
    for delivered in contents.deliveries(case):
        name = _free(
            f"データ移行確認書_{delivered.municipality}_{safe_name(delivered.municipality_name)}_{safe_name(delivered.from_vendor or '移行元未記入')}",
            papers,
        )
        papers[name] = word_template.fill(templates.of(CONFIRMATION), contents.confirmation(case, delivered))
    pictures = {
        "図_業務別": png(by_rule_and_business(case.summary)),
        "図_ファイル別": png(by_file_and_severity(case.summary)),
    }
    papers[CHAPTER.template] = word_template.fill(templates.of(CHAPTER), contents.chapter(case), pictures)
    papers[CHECKLIST.template] = fill_workbook(templates.of(CHECKLIST), CHECKLIST, contents.checklist(case))
    return {name: office(data, as_of) for name, data in papers.items()}


def fill_workbook(template: Path, paper: Paper, context: Context) -> bytes:
    """Fill an Excel template that anybody may have made.

    Raises:
        InputError: the template is no workbook that may be opened: it has macros, or would unpack without end.
        ProjectError: a cell has an unknown name.
    """
    open_workbook(template)
    return excel_template.fill(template, context, paper.tables)


def _free(stem: str, taken: dict[str, bytes]) -> str:
    """Return a file name that no other paper has: two vendors' names may become one."""
    name, number = f"{stem}.docx", 2
    while name.casefold() in {t.casefold() for t in taken}:
        name, number = f"{stem}_{number}.docx", number + 1
    return name
