"""The rules of equality as people write them: what is wrong in them names the line and the next step."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reconciliation.conftest import LAYOUT

from chukan.errors import ProjectError
from chukan.reconciliation.rules_file import load_rules

WHO = "agreed_by: 課長\n    why: 合意"


def refused(tmp_path: Path, text: str) -> ProjectError:
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        load_rules(path).must_fit([LAYOUT])
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "said", "hint"),
    [
        ("rules:\n  - id: a\n    kind: blank\n    items: [氏名]\n", 3, "kind「blank」", "blanks"),
        ("rules:\n  - id: a\n    items: [氏名]\n", 2, "kind（種類）", "blanks"),
        (f"rules:\n  - id: a\n    kind: blanks\n    items: [氏各]\n    {WHO}\n", 4, "項目「氏各」", "氏名"),
        ("rules:\n  - id: a\n    kind: blanks\n    items: [氏名]\n    agreed_by: 課長\n", 2, "why", "why"),
        (f"rules:\n  - id: a\n    kind: codes\n    items: [事由]\n    {WHO}\n", 2, "table", ""),
        (f"rules:\n  - id: a\n    kind: dates\n    layout: b/x\n    items: [異動日]\n    {WHO}\n", 4, "「b/x」", "b/s"),
        (f"rules:\n  - id: a\n    kind: left_out\n    when: 税頟 < 1\n    {WHO}\n", 4, "税頟", "税額"),
        (
            f"rules:\n  - id: a\n    kind: codes\n    items: [事由]\n    table: no.csv\n    {WHO}\n",
            2,
            "読めません",
            "パス",
        ),
        ("rule: []\n", 1, "知らないキー「rule」", "rules"),
        ("key: {b/s: [番]}\n", 1, "項目「番」", ""),
        ("key: {b/s: []}\n", 1, "項目がありません", "除いて"),
        *(
            (
                f"rules:\n  - id: a\n    kind: {kind}\n    items: [{item}]\n    {more}{WHO}\n",
                4,
                f"項目「{item}」",
                "kind",
            )
            for kind, item, more in (
                ("dates", "氏名", ""),
                ("dates", "税額", ""),
                ("eras", "氏名", ""),
                ("zeros", "氏名", ""),
                ("zeros", "異動日", ""),
                ("characters", "税額", "map: {a: b}\n    "),
                ("characters", "異動日", "map: {a: b}\n    "),
            )
        ),
        ("count_by: {b/s: [氏名]}\n", 1, "コード表がない", "事由"),
        ("rules:\n  - id: a\n    kind: [blanks]\n    items: [氏名]\n", 3, "使えません", "blanks"),
    ],
)
def test_what_is_wrong_names_its_line_and_the_next_step(
    tmp_path: Path, text: str, line: int, said: str, hint: str
) -> None:
    error = refused(tmp_path, text)

    assert said in error.message
    assert hint in (error.hint or "")
    assert error.exit_code == 2
    if "読めません" not in said:
        assert (error.place or "").endswith(f"rules.yaml:{line}")


def test_two_tables_for_one_item_are_refused(tmp_path: Path) -> None:
    rule = f"kind: codes\n    items: [事由]\n    map: {{'1': '2'}}\n    {WHO}\n"

    assert "変換表が二つ" in refused(tmp_path, f"rules:\n  - id: a\n    {rule}  - id: b\n    {rule}").message


def test_a_code_with_two_new_ones_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("旧,新\n1,2\n1,3\n", encoding="utf-8")
    text = f"rules:\n  - id: a\n    kind: codes\n    items: [事由]\n    table: t.csv\n    {WHO}\n"

    error = refused(tmp_path, text)

    assert "違う「新」" in error.message
    assert (error.place or "").endswith("t.csv:3")


def test_a_table_outside_of_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("旧,新\n1,2\n", encoding="utf-8")
    (tmp_path / "p").mkdir()
    path = tmp_path / "p" / "rules.yaml"
    path.write_text(f"rules:\n  - id: a\n    kind: codes\n    items: [事由]\n    table: ../t.csv\n    {WHO}\n", "utf-8")

    with pytest.raises(ProjectError, match="フォルダの外"):
        load_rules(path, within=path.parent)
