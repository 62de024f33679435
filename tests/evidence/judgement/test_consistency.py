"""A verification.json that somebody edited: whatever can be recomputed finds it out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.evidence.judgement.conftest import rule

from chukan.errors import InputError
from chukan.evidence.judgement.consistency import FINDINGS, must_agree, must_be_as_written, must_match_findings
from chukan.layouts.library import Library
from chukan.severity import Severity
from chukan.verification.decisions.model import Waiver
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.document import FILE_NAME, from_json
from chukan.verification.result import Count, NotRun, Records, Verification

LIBRARY = Library()
Change = Callable[[Verification], Verification]


def first_file(**changes: Any) -> Change:
    """Return the first file changed, all else as it was."""
    return lambda v: replace(v, files=(replace(v.files[0], **changes), *v.files[1:]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (first_file(verdict="pass"), "判定が指摘の件数と食い違っています"),
        (first_file(counts=(), verdict="pass"), "合計"),
        (first_file(counts=(Count("V05", "生年月日", Severity.WARNING, 7),), verdict="pass"), "合計"),
        (
            first_file(counts=(Count("V05", "生年月日", Severity.ERROR, 7, waived=7),), verdict="pass_with_waivers"),
            "了承シート",
        ),
        (
            first_file(counts=(Count("V05", "生年月日", Severity.ERROR, 7, waived=8),), verdict="pass_with_waivers"),
            "了承の件数",
        ),
        (first_file(sha256="", counts=(), verdict="pass"), "SHA-256 がない"),
        (first_file(records=Records(5, 0, 3)), "読取と読取不可の和"),
        (first_file(records=Records(900, 0, 900)), "合計"),
        (first_file(account={"read_records": 3, "rejected_records": 1}), "読み取りの記録"),
        (first_file(expected_records=900), "送付票"),
        (first_file(municipality_name="別の市"), "名称"),
        (first_file(not_run=(NotRun("K02", "相手のファイルがない"),)), "K02: 実行の有無"),
        (rule("V01", state="switched_off"), ""),
        (rule("V10", state="ran"), "V10: 停止・重大度"),
        (rule("V05", severity=Severity.INFO), "V05: 停止・重大度"),
        (rule("K02", state="could_not_run"), "K02: 実行の有無"),
        (lambda v: replace(v, rules=v.rules[1:]), "検査項目の一覧"),
        (lambda v: replace(v, waivers=(WaiverUse("V05", "", "", 7, "理由", "課長", "2026-11-20", 7),)), "了承の一覧"),
    ],
)
def test_an_edit_is_found_out(make: Any, project: dict[str, Any], change: Change, words: str) -> None:
    project["rules"] = {"V10": "off"}
    case = make(project).with_counts("131016/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))
    off = rule("V10", state="switched_off")(case.verification)
    job = case.project.job(waived=False)
    must_agree(job, off, "v")

    if not words:  # F09 and others rest when there is nothing to compare with; the papers list them
        must_agree(job, change(off), "v")
        return
    with pytest.raises(InputError) as e:
        must_agree(job, change(off), "v")

    assert words in str(e.value)
    assert "chukan verify をやり直し" in str(e.value)


def test_waivers_of_the_sheet_are_done_once_more(make: Any) -> None:
    waiver = Waiver("V05", "生年月日", "131016", 9, "移行先で補正する", "市民課長", "2026-11-20", "了承")
    case = make().with_counts("131016/person.csv", Count("V05", "生年月日", Severity.ERROR, 7, waived=7, bulk=7))
    use = WaiverUse("V05", "生年月日", "131016", 9, "移行先で補正する", "市民課長", "2026-11-20", 7)
    job = replace(case.project.job(waived=False), waivers=(waiver,))
    must_agree(job, replace(case.verification, waivers=(use,)), "v")

    without_reason = replace(job, waivers=(replace(waiver, reason=""),))
    with pytest.raises(InputError, match="了承シートと食い違っています"):
        must_agree(without_reason, replace(case.verification, waivers=(replace(use, reason=""),)), "v")


def test_findings_beside_the_counts_are_compared(make: Any) -> None:
    case = make().with_counts("131016/person.csv", Count("V05", "生年月日", Severity.ERROR, 7)).save()
    must_match_findings(case.verification, case.verification_folder)

    for counts in ((), (Count("V05", "生年月日", Severity.ERROR, 2),), (Count("V05", "氏名", Severity.ERROR, 7),)):
        with pytest.raises(InputError) as e:
            must_match_findings(case.with_counts("131016/person.csv", *counts).verification, case.verification_folder)
        assert "131016/person.csv: V05" in str(e.value)


@pytest.mark.parametrize("edit", [{"as_of": "2020-01-01"}, {"finished": "2020-01-01T00:00:00+09:00"}, {"digest": ""}])
def test_what_was_edited_since_it_was_written_is_found_out(make: Any, edit: dict[str, str]) -> None:
    case = make().with_counts("131016/person.csv", Count("V05", "生年月日", Severity.ERROR, 7)).save()
    path = case.verification_folder / FILE_NAME
    text = path.read_text(encoding="utf-8")
    must_be_as_written(text, case.verification, case.verification_folder)

    edited = json.dumps({**json.loads(text), **edit})
    with pytest.raises(InputError, match="書き出されたときのものではありません"):
        must_be_as_written(edited, from_json(edited), case.verification_folder)


def test_findings_of_another_run_are_found_out(make: Any) -> None:
    case = make().with_counts("131016/person.csv", Count("V05", "生年月日", Severity.ERROR, 7)).save()
    text = (case.verification_folder / FILE_NAME).read_text(encoding="utf-8")
    path = case.verification_folder / FINDINGS
    table = pq.read_table(path)
    pq.write_table(table.set_column(table.column_names.index("message"), "message", [["別"] * 7]), path)

    with pytest.raises(InputError, match="書き出されたときのものではありません"):
        must_be_as_written(text, case.verification, case.verification_folder)


@pytest.mark.parametrize("field", ["as_of", "started", "finished"])
def test_a_day_that_is_none_is_found_out(make: Any, field: str) -> None:
    case = make()

    with pytest.raises(InputError, match="日付ではありません"):
        must_agree(case.project.job(waived=False), replace(case.verification, **{field: "2026-02-30"}), "v")


def test_more_findings_than_are_kept_are_in_order(make: Any) -> None:
    case = make()
    case.verification = replace(case.verification, sample_limit=3)
    case = case.with_counts("131016/person.csv", Count("V05", "生年月日", Severity.ERROR, 7)).save()

    assert pq.read_metadata(case.verification_folder / FINDINGS).num_rows == 3
    must_match_findings(case.verification, case.verification_folder)


@pytest.mark.parametrize("content", [None, b"PAR1 no such thing"])
def test_findings_that_are_gone_or_broken_are_refused(make: Any, content: bytes | None) -> None:
    case = make().save()
    path = case.verification_folder / FINDINGS
    path.unlink()
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(InputError) as e:
        must_match_findings(case.verification, case.verification_folder)

    assert "指摘の一覧" in str(e.value)
