"""`chukan check`, as a vendor's engineer uses it."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest
from tests.intake.source.moody import Moody

from chukan.reports.findings import ACTORS, COLUMNS, HEADINGS, WHO

from .conftest import CP932, DAY, FIXTURES, HOUSEHOLD, PERSON, ROOT, Chukan

GOOD = FIXTURES / "good" / "household_cp932.csv"
MANY = FIXTURES / "bad" / "many_mistakes.csv"
ALWAYS = {"verification.json", "findings.csv", "findings.parquet", "report.html", "report.xlsx"}


def test_a_good_file_passes(chukan: Chukan) -> None:
    answer = chukan("check", GOOD, *HOUSEHOLD, *CP932)
    assert answer.code == 0
    assert answer.out.startswith("判定: 合格")
    assert "12 件（読取 12・読取不可 0）" in answer.out
    assert "参考定義（公式レイアウトとの照合前）による確認" in answer.out
    assert not answer.err


def test_a_bad_file_fails_and_says_where(program: Chukan) -> None:
    answer = program("check", FIXTURES / "bad" / "unknown_code.csv", *PERSON, *CP932, *DAY)
    assert answer.code == 1
    assert answer.out.startswith("判定: 不合格  （エラー 1 件")
    assert "V04" in answer.out
    assert "3 件目（4 行目）" in answer.out
    assert "--out DIR" in answer.out
    assert not answer.err


def test_quiet_says_only_the_verdict(chukan: Chukan) -> None:
    answer = chukan("check", MANY, *PERSON, *CP932, *DAY, "--quiet")
    assert answer.out.count("\n") == 1
    assert answer.out.startswith("判定: 不合格")


# What is wrong before anything is read


def test_no_file(chukan: Chukan, tmp_path: Path) -> None:
    answer = chukan("check", tmp_path / "no.csv", *HOUSEHOLD)
    assert answer.code == 3
    assert answer.parts[1] == str(tmp_path / "no.csv")


def test_no_file_from_the_shell(program: Chukan, tmp_path: Path) -> None:
    answer = program("check", tmp_path / "no.csv", *HOUSEHOLD)
    assert answer.code == 3
    assert answer.parts[1] == str(tmp_path / "no.csv")


def test_a_directory(chukan: Chukan, tmp_path: Path) -> None:
    answer = chukan("check", tmp_path, *HOUSEHOLD)
    assert answer.code == 3
    assert "フォルダ" in answer.parts[0]


def test_an_unknown_layout_offers_the_nearest(chukan: Chukan) -> None:
    answer = chukan("check", GOOD, "--layout", "resident_register/houshold")
    assert answer.code == 2
    assert "resident_register/household」ではありませんか" in answer.err


def test_an_unknown_key_of_an_agreement_offers_the_nearest(chukan: Chukan, tmp_path: Path) -> None:
    agreement = tmp_path / "a.yaml"
    agreement.write_text("format: csv\nencodng: cp932\n", encoding="utf-8")
    answer = chukan("check", GOOD, *HOUSEHOLD, "--agreement", agreement)
    assert answer.code == 2
    what, where, then = answer.parts
    assert "encodng" in what
    assert where.endswith("a.yaml:2")
    assert "「encoding」ではありませんか" in then


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", str(GOOD)], "--layout"),
        (["check", *HOUSEHOLD], "「ファイル」"),
        (["check", str(GOOD), *HOUSEHOLD, "--jobs", "0"], "--jobs"),
        (["check", str(GOOD), *HOUSEHOLD, "--colour"], "--colour"),
        (["check", str(GOOD), *HOUSEHOLD, "--as-of", "R8.1.1"], "YYYY-MM-DD"),
        (["check", str(GOOD), *HOUSEHOLD, "--fail-on", "eror"], "「error」ではありませんか"),
        (["check", str(GOOD), *HOUSEHOLD, "--jobs", "two"], "整数か auto で指定してください"),
        (["check", str(GOOD), "--layot", "x"], "「--layout」ではありませんか"),
        (["check", str(GOOD), "--layout"], "--layout に値が指定されていません"),
        (["check", str(GOOD), str(GOOD), *HOUSEHOLD], "同じファイルが二度"),
        (["init", str(FIXTURES), str(GOOD)], "余分な引数があります"),
        (["chek", str(GOOD)], "「check」ではありませんか"),
        (["layouts", "lst"], "「list」ではありませんか"),
    ],
)
def test_a_wrong_command_line(chukan: Chukan, arguments: list[str], told: str) -> None:
    answer = chukan(*arguments)
    assert answer.code == 2
    assert not answer.out
    assert told in answer.err
    assert "次の一手: " in answer.err
    what = answer.err.partition("次の一手: ")[0]
    assert not re.search("[a-z]{3,} [a-z]{2,} ", what), "this is English"


def test_a_file_where_the_results_should_go(chukan: Chukan, tmp_path: Path) -> None:
    taken = tmp_path / "out"
    taken.write_text("mine", encoding="utf-8")
    answer = chukan("check", GOOD, *HOUSEHOLD, *CP932, "--out", taken)
    assert answer.code == 3
    assert answer.parts[1] == str(taken)
    assert taken.read_text(encoding="utf-8") == "mine"


# The threshold


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_warnings_and_the_threshold(chukan: Chukan, fail_on: str, code: int) -> None:
    file = FIXTURES / "bad" / "end_mark.csv"
    assert chukan("check", file, *HOUSEHOLD, *CP932, "--fail-on", fail_on).code == code


def test_never_is_never(chukan: Chukan) -> None:
    assert chukan("check", MANY, *PERSON, *CP932, *DAY, "--fail-on", "never").code == 0


# What it leaves


@pytest.fixture
def out(chukan: Chukan, tmp_path: Path) -> Path:
    """Return the results of a file with many mistakes."""
    answer = chukan("check", MANY, *PERSON, *CP932, *DAY, "--out", tmp_path / "out", "--junit")
    assert answer.code == 1
    assert str(tmp_path / "out" / "report.html") in answer.out
    return tmp_path / "out"


def test_leaves_what_the_contract_says(out: Path) -> None:
    assert {p.name for p in out.iterdir()} == ALWAYS | {"junit.xml"}
    assert [p.name for p in out.parent.iterdir()] == ["out"]


def test_the_verification_fits_its_schema(out: Path) -> None:
    document = json.loads((out / "verification.json").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "docs" / "verification.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["verdict"] == "fail"
    assert document["as_of"] == "2026-11-23"
    assert document["files"][0]["path"] == "many_mistakes.csv"


def test_the_schema_would_notice(out: Path) -> None:
    document = json.loads((out / "verification.json").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "docs" / "verification.schema.json").read_text(encoding="utf-8"))
    document["verdict"] = "perhaps"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(document)


def test_the_findings_are_the_same_in_both_forms(out: Path) -> None:
    raw = (out / "findings.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    table = pq.read_table(out / "findings.parquet")
    assert table.column_names == [*COLUMNS, ACTORS]
    assert list(rows[0]) == [*(HEADINGS[name] for name in COLUMNS), WHO]
    plain = [name for name in COLUMNS if name not in ("severity", "ground", "waived")]
    told = [["" if row[name] is None else str(row[name]) for name in plain] for row in table.to_pylist()]
    assert told == [[row[HEADINGS[name]] for name in plain] for row in rows]
    assert {row["重大度"] for row in rows} == {"エラー", "警告"}
    document = json.loads((out / "verification.json").read_text(encoding="utf-8"))
    assert len(rows) == sum(c["count"] for c in document["files"][0]["counts"])


def test_json_is_the_document_that_is_left(chukan: Chukan, tmp_path: Path) -> None:
    answer = chukan("check", MANY, *PERSON, *CP932, *DAY, "--out", tmp_path / "out", "--json")
    left = json.loads((tmp_path / "out" / "verification.json").read_text(encoding="utf-8"))
    assert answer.code == 1
    assert json.loads(answer.out) == left


def test_the_sample_is_limited_and_the_counts_are_not(chukan: Chukan, tmp_path: Path) -> None:
    lines = (FIXTURES / "bad" / "unknown_code.csv").read_bytes().splitlines(keepends=True)
    file = tmp_path / "many.csv"
    file.write_bytes(lines[0] + lines[3] * 30)
    answer = chukan("check", file, *PERSON, *CP932, *DAY, "--limit", "7", "--out", tmp_path / "out", "--json")
    counts = {(c["rule"], c["item"]): c["count"] for c in json.loads(answer.out)["files"][0]["counts"]}
    assert counts["V04", "性別"] == 30
    table = pq.read_table(tmp_path / "out" / "findings.parquet").to_pylist()
    assert [f["record"] for f in table if f["rule"] == "V04"] == [1, 2, 3, 4, 5, 6, 7]


def test_no_formula_runs_in_a_spreadsheet(chukan: Chukan, tmp_path: Path) -> None:
    formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"]
    lines = (FIXTURES / "good" / "household_cp932.csv").read_bytes().decode("cp932").splitlines()
    fields = [line.split(",") for line in lines]
    for row, formula in enumerate(formulas, 1):
        fields[row][fields[0].index("世帯状態")] = formula
    file = tmp_path / "formulas.csv"
    file.write_bytes("".join(",".join(f) + "\r\n" for f in fields).encode("cp932"))
    chukan("check", file, *HOUSEHOLD, *CP932, "--show-values", "--out", tmp_path / "out")
    with (tmp_path / "out" / "findings.csv").open(encoding="utf-8-sig", newline="") as f:
        cells = [cell for row in csv.reader(f) for cell in row]
    assert {f"'{formula}" for formula in formulas} <= set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_rejected_records_are_kept_byte_for_byte(chukan: Chukan, tmp_path: Path) -> None:
    file = FIXTURES / "bad" / "too_many_fields.csv"
    answer = chukan("check", file, *HOUSEHOLD, *CP932, "--out", tmp_path)
    assert (tmp_path / "rejected.csv").read_bytes() == file.read_bytes().splitlines(keepends=True)[5]
    assert f"読み取れなかったレコード: {tmp_path / 'rejected.csv'}" in answer.out


def test_nothing_of_an_earlier_run_is_left(chukan: Chukan, tmp_path: Path) -> None:
    chukan("check", FIXTURES / "bad" / "too_many_fields.csv", *HOUSEHOLD, *CP932, "--out", tmp_path, "--junit")
    assert {p.name for p in tmp_path.iterdir()} == ALWAYS | {"junit.xml", "rejected.csv"}
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    chukan("check", GOOD, *HOUSEHOLD, *CP932, "--out", tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == ALWAYS | {"notes.txt"}


# What only a generated file can show


def test_a_record_of_ten_megabytes(chukan: Chukan, tmp_path: Path) -> None:
    lines = GOOD.read_bytes().splitlines(keepends=True)
    file = tmp_path / "huge.csv"
    file.write_bytes(b"".join([*lines[:4], b"x" * (10 << 20) + b"\r\n", *lines[4:]]))
    answer = chukan("check", file, *HOUSEHOLD, *CP932, "--json")
    (result,) = json.loads(answer.out)["files"]
    assert answer.code == 1
    assert [(c["rule"], c["count"]) for c in result["counts"]] == [("F07", 1)]
    assert result["records"] == {"read": 12, "rejected": 1, "total": 13}


def test_a_value_of_ten_megabytes(chukan: Chukan, tmp_path: Path) -> None:
    lines = GOOD.read_bytes().splitlines(keepends=True)
    first = lines[1].split(b",")
    first[11] = "荘".encode("cp932") * (5 << 20)
    file = tmp_path / "huge.csv"
    file.write_bytes(b"".join([lines[0], b",".join(first), *lines[2:]]))
    answer = chukan("check", file, *HOUSEHOLD, *CP932, "--json")
    (result,) = json.loads(answer.out)["files"]
    assert [(c["rule"], c["item"], c["count"]) for c in result["counts"]] == [("V03", "住所_方書", 1)]
    assert result["records"]["total"] == 12


def test_what_opens_a_store_is_in_no_result(chukan: Chukan, tmp_path: Path) -> None:
    """Neither a signed query nor a password of a URI: results are handed on, stores are not."""
    content = GOOD.read_bytes()
    for n, uri in enumerate(["moody://p.csv?sig=s3cret", "moody://user:s3cret@h/p.csv"]):
        Moody.begin()
        Moody.files[uri.removeprefix("moody://")] = content
        log, out = tmp_path / "log", tmp_path / f"out{n}"
        answer = chukan("check", uri, *HOUSEHOLD, *CP932, "--out", out, "--log-file", log, "--progress", "json")

        assert answer.code == 0, answer.err
        assert "s3cret" not in answer.out + answer.err
        for path in (log, *out.rglob("*")):
            assert b"s3cret" not in path.read_bytes()
        assert "p.csv" in (out / "report.html").read_text(encoding="utf-8")
