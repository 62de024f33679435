"""The site's guides run as they stand; what it makes from the code is whole."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import ModuleType

import pytest

from chukan.cli.main import run
from chukan.rules.catalogue import RULES

ROOT = Path(__file__).parents[1]
GUIDES = sorted((ROOT / "docs" / "ja").rglob("*.md"))
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: How a guide says that a command ends otherwise than with 0.
ENDS = re.compile(r"  # 終了コード ([0-9]+)$")


def commands(block: str) -> Iterator[tuple[str, int, list[str]]]:
    """Yield each command of a console block, the exit code that the page names, and the lines that it shows."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        code = ENDS.search(command)
        yield ENDS.sub("", command), int(code[1]) if code else 0, shown


def shows(printed: str, shown: list[str]) -> bool:
    """Return whether lines were printed as the page shows them: `…` stands for what it leaves out, within a line or as one."""
    parts = [".*" if line == "…" else ".*".join(map(re.escape, line.split("…"))) for line in shown]
    pattern = "".join("(?:.*\n)*?" if p == ".*" and s == "…" else f"{p}\n" for p, s in zip(parts, shown, strict=True))
    return re.match(pattern, printed) is not None


@pytest.mark.filterwarnings("default")  # what an example warns of is its reader's to see
@pytest.mark.parametrize(
    "page", [p for p in GUIDES if BLOCK.search(p.read_text(encoding="utf-8"))], ids=lambda p: p.stem
)
def test_the_examples_of_a_guide_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for kind, block in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "python":
            exec(compile(block, str(page), "exec"), names)  # noqa: S102 - the page's own example
            continue
        for command, code, shown in commands(block):
            program, *words = shlex.split(command)
            assert program == "chukan"
            out = io.StringIO()
            with redirect_stdout(out), redirect_stderr(out):
                assert (run(words), command) == (code, command)
            assert shows(out.getvalue(), shown), f"{command}\n{out.getvalue()}"


def test_an_example_that_shows_something_else_is_noticed() -> None:
    assert shows("a\nb\nc d\n", ["a", "…", "c…"])
    assert not shows("a\nb\n", ["b"])
    assert not shows("a\n", ["a", "b"])
    assert not shows("a\nc\n", ["a", "…", "d…"])


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    pytest.importorskip("mkdocs")
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import importlib

    return importlib.import_module("site_hooks")


def test_each_rule_has_its_page_and_the_list_leads_to_it(hooks: ModuleType) -> None:
    index = hooks.rules_index()

    for rule in RULES.values():
        text = hooks.page_of(rule)
        assert f"(rules/{rule.id}.md)" in index
        assert text.startswith(f"# {rule.id} {rule.title}\n")
        assert all(part in text for part in (rule.checks, rule.why, rule.example, rule.remedy, rule.who))


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("ja/index.md", "index.html"),
        ("ja/start/vendor.md", "start/vendor.html"),
        ("ja/project.md", "project.html"),
        ("project.md", "en/project.html"),
        ("en.md", "en/index.html"),
        ("commands.en.md", "en/commands.html"),
        ("rules.md", "rules/index.html"),
        ("rules/V01.md", "rules/V01.html"),
    ],
)
def test_japanese_pages_come_first(hooks: ModuleType, source: str, place: str) -> None:
    assert hooks.destination(source) == place
    assert hooks.is_english(source) == place.startswith("en/")


def test_a_link_out_of_the_site_leaves_its_words(hooks: ModuleType) -> None:
    class At:
        src_uri = "architecture.md"

    class Shown:
        file = At()

    markdown = hooks.on_page_markdown("see [CONTRIBUTING](../CONTRIBUTING.md), [a](b.md)", Shown(), None, None)

    assert markdown == "see CONTRIBUTING, [a](b.md)"


def test_commands_are_listed_in_both_languages(hooks: ModuleType) -> None:
    japanese, english = hooks.commands("ja"), hooks.commands("en")

    for command in ("chukan check", "chukan layouts import", "chukan review merge"):
        assert f"## {command}\n" in japanese
        assert f"## {command}\n" in english
    assert "使い方: chukan check" in japanese
    assert "使い方" not in english
    assert "\x1b" not in japanese + english


def test_nothing_is_loaded_from_elsewhere() -> None:
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")

    assert "font: false" in settings
    assert "://" not in settings
