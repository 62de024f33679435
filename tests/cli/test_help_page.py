"""A help page fits its width, its columns are straight, and what typer adds is in the language of the screens."""

from __future__ import annotations

import pytest

from chukan.cli.help_page import HelpPage
from chukan.cli.line_breaks import cells

OPTIONS = [
    ("--out DIR", "結果を置くフォルダ（省略時は packs/ の下）。あるフォルダには書かず、置き換えもしません"),
    ("--limit <int range>", "残す指摘の数  [default: 1000; x>=1]"),
    ("--name <str>", "日本語名"),
    ("--format junit|sarif|github|jsonl|markdown", "プログラム向けの形式でも出す  [required]"),
    ("--defects <float range>", "[default: 0.0; 0<=x<=1]"),
    ("--differences <float range>", "[default: (0.001); 0<=x<=1]"),
    ("-h, --help", "Show this message and exit."),
]


def width(text: str) -> int:
    return sum(map(cells, text))


def page(monkeypatch: pytest.MonkeyPatch, columns: int) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(columns))
    made = HelpPage()
    made.write_usage("chukan check", "[オプション] " + "{ファイル} " * 12)
    made.write_paragraph()
    with made.indentation():
        made.write_text("1つのファイルを検査する。" * 8)
    with made.section("Options"):
        made.write_dl(OPTIONS)
    return made.getvalue().split("\n")


@pytest.mark.parametrize("columns", [20, 52, 80, 200])
def test_no_line_is_wider_than_the_page(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    lines = page(monkeypatch, columns)

    assert max(map(width, lines)) <= max(50, min(columns, 80) - 2)
    assert "".join("".join(lines).split()).count("{ファイル}") == 12


def test_the_second_column_begins_in_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = page(monkeypatch, 80)

    begins = {
        width(line[: line.index(word)])
        for line in lines
        for word in ("結果を", "残す", "日本語名", "このヘルプ")
        if word in line
    }
    assert len(begins) == 1


def test_what_is_added_is_in_japanese_and_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(page(monkeypatch, 80))

    assert "オプション:" in text
    assert "--limit <整数>" in text
    assert "残す指摘の数  [既定: 1000、1 以上]" in text
    assert "[既定: 0.0、0〜1]" in text
    assert "[既定: 0.001、0〜1]" in text
    assert "[必須]" in text
    assert "このヘルプを表示して終了" in text


def test_in_english_it_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chukan.cli.language._current", "en")

    text = "\n".join(page(monkeypatch, 80))

    assert "Options:" in text
    assert "--limit <int range>" in text
    assert "[default: 1000; x>=1]" in text
    assert "Usage: chukan check" in text
