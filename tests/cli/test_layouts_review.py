"""`chukan layouts review-sheet`, as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.authoring.review.conftest import Sheet, make_pack, sheet
from typer.testing import CliRunner, Result

from chukan.authoring.review import form
from chukan.cli.layouts import app
from chukan.errors import PackError, UsageError
from chukan.layouts.library import Library

__all__ = ["make_pack", "sheet"]

RIGHT, WRONG, *_ = form.RESULTS


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def test_from_the_sheet_to_a_pack_that_shows_and_lints(tmp_path: Path) -> None:
    text = run("review-sheet", "mic@2.7/seal_registration/card").stdout
    assert "review_mic_2.7_seal_registration.xlsx" in text
    assert "--merge" in text
    sheet = Sheet(tmp_path / "review_mic_2.7_seal_registration.xlsx", Library.default())
    sheet.town("乙町", vendor="事業者A")
    layout = Library.default().layout("mic@2.7/seal_registration/card")
    guessed = next(item for item in layout.items if item.basis == "estimate")
    sheet.fill(layout.name, guessed.name, 確認結果=RIGHT)

    text = run("review-sheet", "--merge", sheet.path, "--pack", "otsu").stdout

    for words in ("参考定義のまま", "山田花子", "正しい 1、違う 0", "chukan check FILE --packs packs/otsu"):
        assert words in text
    run("lint", "packs/otsu")
    shown: Any = json.loads(run("show", "otsu@2.7/seal_registration/card", "--packs", "packs/otsu", "--json").stdout)
    assert {i["item"]: i["basis"] for i in shown["items"]}[guessed.name] == "attested"
    assert shown["origin"]["authority"] == "reference"


def test_what_is_left_to_do_by_hand_is_exit_code_1(sheet: Sheet) -> None:
    sheet.fill("住民", "備考", 確認結果=WRONG, reason="二つに分かれている")
    options = ["--packs", sheet.library.pack("town").folder, "--json"]

    report: Any = json.loads(run("review-sheet", "--merge", sheet.path, "--pack", "kou", *options, code=1).stdout)

    assert len(report["problems"]) == 1
    assert report["corrections"][0]["signature"] == {"town": "甲市", "who": "山田花子", "day": "2026-11-29"}


@pytest.mark.parametrize(
    "arguments",
    [(), ("mic@2.7", "--merge", "a.xlsx"), ("--merge", "a.xlsx"), ("mic@2.7/seal_registration", "--out", "a.csv")],
)
def test_mistakes_on_the_command_line(arguments: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        run("review-sheet", *arguments)


def test_a_refused_sheet_leaves_nothing(sheet: Sheet, tmp_path: Path) -> None:
    sheet.fill("住民", "備考", 確認結果="?")

    with pytest.raises(PackError, match="取り込めないセル"):
        run("review-sheet", "--merge", sheet.path, "--pack", "kou", "--packs", sheet.library.pack("town").folder)
    assert not (tmp_path / "packs").exists()


def test_a_dictionary_to_read_is_not_imported_by_mistake(tmp_path: Path) -> None:
    run("export", "kihon", "--format", "dictionary", "--out", "kihon.xlsx")

    with pytest.raises(PackError, match="データ項目辞書です") as caught:
        run("import", "kihon.xlsx", "--out", "again")
    assert "--format excel" in (caught.value.hint or "")


def test_a_pack_from_a_workbook_stays_imported_and_keeps_its_workbook(tmp_path: Path) -> None:
    run("review-sheet", "kihon", "--out", "k.xlsx")
    sheet = Sheet(tmp_path / "k.xlsx", Library.default())
    sheet.town("乙町")
    pack = sheet.library.pack("kihon")
    layout = pack.layout(*pack.layouts()[0])
    sheet.fill(layout.name, "宛名番号", 確認結果=WRONG, 正しい桁数=12)

    run("review-sheet", "--merge", "k.xlsx", "--pack", "otsu")

    made = Library([tmp_path / "packs" / "otsu"]).pack("otsu")
    assert made.origin.authority == "imported"
    assert made.layout(layout.business, layout.slug).origin.workbook == layout.origin.workbook
