"""All papers of a case, as bytes by file name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from openpyxl.workbook.workbook import Workbook

from chukan.authoring.workbook.guard import open_workbook
from chukan.evidence.papers import contents
from chukan.evidence.papers.confirmation import DeliveredRow, confirmation, deliveries, planned_confirmation
from chukan.evidence.papers.context import Case, Context, full_name
from chukan.evidence.papers.fields import (
    CHAPTER,
    CHECKLIST,
    CONFIRMATION,
    CONFIRMATION_PLAN,
    TARGETS,
    TARGETS_PLAN,
    Paper,
)
from chukan.evidence.papers.matrix import add_matrix
from chukan.evidence.papers.templates import BUILTIN, Templates
from chukan.output import excel_template, word_template
from chukan.output.charts import Chart
from chukan.output.reproducible import office
from chukan.output.text import safe_name
from chukan.output.word_chart import left_out, png
from chukan.reports.pictures import by_file_and_severity, by_rule_and_business


def make_papers(case: Case, templates: Templates) -> dict[str, bytes]:
    """File name -> contents. The same case and templates give the same bytes.

    Raises:
        ProjectError: a template asks for something unknown.
    """
    as_of = case.verification.as_of
    papers = (
        _of_the_proposal(case, templates) if case.judgement.stage == "proposal" else _of_the_report(case, templates)
    )
    papers[CHECKLIST.template] = fill_workbook(templates.of(CHECKLIST), CHECKLIST, contents.checklist(case))
    return {name: office(data, as_of) for name, data in papers.items()}


def _of_the_report(case: Case, templates: Templates) -> dict[str, bytes]:
    """Return the papers of what was delivered, checked and loaded."""
    matrix = partial(add_matrix, case=case)
    papers = {TARGETS.template: fill_workbook(templates.of(TARGETS), TARGETS, contents.targets(case), matrix)}
    for delivered in deliveries(case):
        text = word_template.fill(templates.of(CONFIRMATION), confirmation(case, delivered))
        papers[_name_of(delivered, papers)] = text
    charts: dict[str, Chart] = {
        "図_業務別": by_rule_and_business(case.summary),
        "図_ファイル別": by_file_and_severity(case.summary, full_name),
    }
    chapter = contents.chapter(case)
    chapter["指摘の概要"] = f"{chapter['指摘の概要']}{left_out(charts.values())}"
    pictures = {name: png(chart) for name, chart in charts.items()}
    papers[CHAPTER.template] = word_template.fill(templates.of(CHAPTER), chapter, pictures)
    return papers


def _of_the_proposal(case: Case, templates: Templates) -> dict[str, bytes]:
    """Return the papers of what is planned."""
    plan, matrix = contents.planned_targets(case), partial(add_matrix, case=case)
    papers = {TARGETS_PLAN.template: fill_workbook(templates.of(TARGETS_PLAN), TARGETS_PLAN, plan, matrix)}
    for delivered in deliveries(case):
        text = word_template.fill(templates.of(CONFIRMATION_PLAN), planned_confirmation(case, delivered))
        papers[_name_of(delivered, papers, "（提案）")] = text
    return papers


def _name_of(delivered: DeliveredRow, papers: dict[str, bytes], stage: str = "") -> str:
    town, vendor = safe_name(delivered.municipality_name), safe_name(delivered.from_vendor or "移行元未記入")
    return _free(f"データ移行確認書{stage}_{delivered.municipality}_{town}_{vendor}", papers)


def fill_workbook(
    template: Path, paper: Paper, context: Context, add: Callable[[Workbook], None] | None = None
) -> bytes:
    """Fill an Excel template that anybody may have made; those that chukan carries are opened without a guard.

    Args:
        template: the workbook.
        paper: what it is a template of.
        context: what its names stand for.
        add: adds a sheet that no template has; None = nothing.

    Raises:
        InputError: the template is no workbook that may be opened: it has macros, or would unpack without end.
        ProjectError: a cell has an unknown name.
    """
    if template.parent != BUILTIN:
        open_workbook(template)
    return excel_template.fill(template, context, paper.tables, add)


def _free(stem: str, taken: dict[str, bytes]) -> str:
    """Return a file name that no other paper has: two vendors' names may become one."""
    name, number = f"{stem}.docx", 2
    while name.casefold() in {t.casefold() for t in taken}:
        name, number = f"{stem}_{number}.docx", number + 1
    return name
