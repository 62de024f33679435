"""`chukan verify`: which deliveries are looked at, and what the command answers."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conftest import copied
from tests.journeys.conftest import DAY, FIXTURES

Chukan = Callable[..., Any]


def test_a_project_in_order(good_project: Path, chukan: Chukan, tmp_path: Path) -> None:
    answer = chukan("verify", good_project, *DAY, "--out", tmp_path / "result", "--junit")

    assert answer.code == 0
    assert {"report.html", "report.xlsx", "verification.json", "junit.xml"} <= {
        p.name for p in (tmp_path / "result").iterdir()
    }


def test_one_municipality(good_project: Path, chukan: Chukan) -> None:
    whole = json.loads(chukan("verify", good_project, *DAY, "--json").out)
    town = whole["files"][0]["municipality"]
    part = json.loads(chukan("verify", good_project, *DAY, "--json", "--municipality", town).out)

    assert part["files"] == [f for f in whole["files"] if f["municipality"] == town]


def test_a_municipality_that_takes_no_part(good_project: Path, chukan: Chukan) -> None:
    answer = chukan("verify", good_project, "--municipality", "999999")

    assert answer.code == 2
    assert "999999" in answer.err


@pytest.mark.parametrize("project", [FIXTURES / "projects" / "misspelt_key" / "project.yaml", Path("none.yaml")])
def test_a_project_that_can_not_be_read(chukan: Chukan, project: Path) -> None:
    answer = chukan("verify", project)

    assert answer.code == 2
    assert str(project) in answer.parts[1]


@pytest.fixture
def lacking(tmp_path: Path) -> Path:
    """Return a project with one delivery that did not come."""
    copied("good", tmp_path / "project")
    path = tmp_path / "project" / "project.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    plan = data["municipalities"][0]["businesses"][0]
    data["municipalities"][0]["businesses"].append({**plan, "business": "seal_registration", "files": []})
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return path


def test_a_delivery_that_did_not_come_is_counted_and_stands_first(
    chukan: Chukan, lacking: Path, tmp_path: Path
) -> None:
    answer = chukan("verify", lacking, *DAY, "--out", tmp_path / "out", "--format", "junit")

    assert answer.code == 1
    lines = answer.out.splitlines()
    assert "エラー 1 件" in lines[0]
    first = next(i for i, line in enumerate(lines) if "F01" in line)
    assert "印鑑登録" in lines[first]
    assert first < next(i for i, line in enumerate(lines) if "住民基本台帳" in line)
    document = json.loads((tmp_path / "out" / "verification.json").read_text(encoding="utf-8"))
    assert document["totals"]["errors"] == 1
    assert [(f["rule"], f["business"]) for f in document["general"]] == [("F01", "seal_registration")]
    junit = ET.parse(tmp_path / "out" / "junit.xml").getroot()  # noqa: S314 - our own
    assert junit.get("failures") == "1"
    assert junit[0].get("name") == "（全体）"


def test_a_missing_delivery_weighs_what_the_project_says(chukan: Chukan, lacking: Path) -> None:
    data = yaml.safe_load(lacking.read_text(encoding="utf-8"))
    lacking.write_text(yaml.safe_dump({**data, "rules": {"F01": "warning"}}, allow_unicode=True), encoding="utf-8")

    document = json.loads(chukan("verify", lacking, *DAY, "--json").out)

    assert document["totals"]["errors"] == 0
    assert [f["severity"] for f in document["general"] if f["rule"] == "F01"] == ["warning"]
    assert document["verdict"] == "not_checked"


def test_a_format_takes_the_place_of_the_screen(chukan: Chukan, lacking: Path) -> None:
    answer = chukan("verify", lacking, *DAY, "--format", "jsonl")

    rows = [json.loads(line) for line in answer.out.splitlines()]
    assert [r["rule"] for r in rows if not r["file"]] == ["F01"]


def test_one_screen_takes_one_format(good_project: Path, chukan: Chukan) -> None:
    answer = chukan("verify", good_project, "--format", "sarif", "--format", "markdown")

    assert answer.code == 2
    assert "--out" in answer.err


@pytest.mark.parametrize("form", ["screen", "github", "junit"])
def test_a_verdict_on_nothing_says_so_in_every_view(good_project: Path, chukan: Chukan, form: str) -> None:
    """A business that is exempt has no file: what is chosen so is no pass, and never an empty page."""
    asked = [] if form == "screen" else ["--format", form]
    answer = chukan("verify", good_project, "--municipality", "試験町", "--business", "印鑑登録", *asked)

    assert answer.code == 1
    assert "検査したファイルがありません" in answer.out
    assert "--business" in answer.out
    if form == "junit":
        assert ET.fromstring(answer.out).get("failures") == "1"  # noqa: S314 - ours


def test_what_a_project_names_is_told_from_where_one_stands(
    chukan: Chukan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The summary of several projects goes to others: it names no folder of this machine."""
    for name, agreement in (("a", "none.yaml"), ("b", "wrong.yaml")):
        copied("good", tmp_path / name)
        path = tmp_path / name / "project.yaml"
        text = path.read_text(encoding="utf-8").replace("agreement: agreement.yaml", f"agreement: {agreement}")
        path.write_text(text, encoding="utf-8")
        (tmp_path / name / "wrong.yaml").write_text("encodng: cp932\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    answer = chukan("verify", "a/project.yaml", "b/project.yaml", "--out", "many")

    assert answer.code == 2
    assert "a/none.yaml" in answer.err
    assert "b/wrong.yaml:1" in answer.err
    left = [path.read_bytes() for path in (tmp_path / "many").rglob("*.*")]
    assert any(b"b/wrong.yaml:1" in content for content in left)
    assert not any(str(tmp_path).encode() in content for content in left)
