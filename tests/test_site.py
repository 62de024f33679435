"""The site's guides run as they stand; what it makes from the code is whole."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from chukan.agreement import Agreement
from chukan.cli.main import run
from chukan.layouts.library import Library
from chukan.layouts.select import select
from chukan.project.project_file import ProjectFile
from chukan.reconciliation.equalities import AnyEquality
from chukan.reconciliation.rules_file import RulesDocument
from chukan.reduction.rules.load import load_retention
from chukan.reduction.rules.settings import load_settings
from chukan.rules.catalogue import RULES

ROOT = Path(__file__).parents[1]
GUIDES = [*sorted((ROOT / "docs" / "ja").rglob("*.md")), *sorted((ROOT / "docs" / "start").glob("*.md"))]
#: What a guide runs, in its order: commands, Python, and files to write (a block with the file's name as its title).
BLOCK = re.compile(r"^```(console|python|[a-z]+ title=\"[^\"]+\")\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SMALL_DEMO = "chukan demo --persons 60 --quiet"
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


def ran(words: list[str]) -> tuple[int, str]:
    """Return the exit code of a command, and all that it printed."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        return run(words), out.getvalue()


@pytest.fixture(scope="module")
def small_demo(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], tuple[int, str]]:
    """Run the command that many guides begin with once; afterwards what it left is copied to where the guide stands."""

    @cache
    def made() -> tuple[Path, int, str]:
        with contextlib.chdir(tmp_path_factory.mktemp("demo")):
            return (Path.cwd(), *ran(shlex.split(SMALL_DEMO)[1:]))

    def copied() -> tuple[int, str]:
        folder, code, printed = made()
        shutil.copytree(folder, Path.cwd(), dirs_exist_ok=True)
        return code, printed

    return copied


@pytest.mark.filterwarnings("default")  # what an example warns of is its reader's to see
@pytest.mark.parametrize(
    "page", [p for p in GUIDES if BLOCK.search(p.read_text(encoding="utf-8"))], ids=lambda p: p.stem
)
def test_the_examples_of_a_guide_run(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_demo: Callable[[], tuple[int, str]]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for kind, block in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "python":
            exec(compile(block, str(page), "exec"), names)  # noqa: S102 - the page's own example
            continue
        if kind != "console":
            name = Path(shlex.split(kind.partition("title=")[2])[0])
            name.parent.mkdir(parents=True, exist_ok=True)
            name.write_text(block, encoding="utf-8")
            continue
        for command, code, shown in commands(block):
            program, *words = shlex.split(command)
            assert program == "chukan"
            ended, printed = small_demo() if command == SMALL_DEMO else ran(words)
            assert (ended, command) == (code, command)
            assert shows(printed, shown), f"{command}\n{printed}"


@pytest.mark.parametrize("page", GUIDES, ids=lambda p: "-".join(p.parts[-2:]))
def test_a_reader_sees_all_that_an_example_needs(page: Path) -> None:
    """What runs unseen is only what the page tells its reader to do by hand: type into a sheet, save from Excel."""
    unseen = re.findall(r"<!--(.*?)-->", page.read_text(encoding="utf-8"), re.DOTALL)

    assert [text for text in unseen if BLOCK.search(text) and not text.startswith(" by hand: ")] == []


SETTINGS = [
    pytest.param(yaml.safe_load(block), id=f"{page.stem}{number}")
    for page in GUIDES
    for number, block in enumerate(
        re.findall("^```yaml\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    )
]


@pytest.mark.parametrize("written", SETTINGS)
def test_the_settings_that_a_page_shows_can_be_read(written: dict[str, Any]) -> None:
    if "municipalities" in written:
        ProjectFile.model_validate(written)
    elif "reduction" in written:
        assert load_settings(written["reduction"], load_retention().rules, "docs", [])
    elif "rules" in written:
        document = RulesDocument.model_validate(written)
        assert [TypeAdapter(AnyEquality).validate_python(rule) for rule in document.rules]
    else:
        Agreement.model_validate(written)


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
        ("start/vendor.md", "en/start/vendor.html"),
        ("ja/reference/layouts.md", "reference/layouts.html"),
        ("layouts.md", "en/layouts.html"),
        ("layouts/seal_registration/index.md", "layouts/seal_registration/index.html"),
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


@pytest.mark.parametrize(
    ("source", "other"),
    [
        ("ja/index.md", "en.md"),
        ("ja/project.md", "project.md"),
        ("ja/reference/commands.md", "commands.en.md"),
        ("ja/limits.md", "en.md"),
        ("rules/V01.md", "en.md"),
        ("architecture.md", "ja/index.md"),
    ],
)
def test_a_page_leads_to_the_same_in_the_other_language(hooks: ModuleType, source: str, other: str) -> None:
    assert hooks.twin(source) == other
    if other not in ("en.md", "ja/index.md"):
        assert hooks.twin(other) == source


def test_no_page_is_left_out_of_the_navigation(hooks: ModuleType) -> None:
    nav = [{"手引": ["ja/project.md"]}, {"English": ["en.md", {"Guides": [{"Project": "project.md"}]}]}]

    rest = list(hooks.unplaced(nav))

    assert ("ja", "ja/limits.md") in rest
    assert ("en", "reading.md") in rest
    assert not {"ja/project.md", "en.md", "project.md"} & {page for _, page in rest}
    hooks.section(nav, "Guides").append("reading.md")
    assert "reading.md" in set(hooks.placed(nav))


def test_what_prepares_an_example_is_not_shown(hooks: ModuleType) -> None:
    class At:
        src_uri = "ja/how/x.md"

    class Shown:
        file = At()

    markdown = "a\n<!-- made here\n```python\nx = 1\n```\n-->\nb\n"

    assert hooks.on_page_markdown(markdown, Shown(), None, None) == "a\nb\n"


def test_lines_of_japanese_are_joined_but_for_examples(hooks: ModuleType) -> None:
    html = (
        "<p>書き換えません。\nこの説明書は\n<a href='x'>ここ</a>\nにあり、\nEnglish words\nstay.</p><pre>一\n二</pre>"
    )

    joined = hooks.on_page_content(html, None, None, None)

    assert "書き換えません。この説明書は<a" in joined
    assert "</a>にあり" in joined
    assert "English words\nstay." in joined
    assert "<pre>一\n二</pre>" in joined


@pytest.fixture(scope="module")
def layout_pages() -> dict[str, str]:
    """Return the pages of layouts as the site shows them, by their place in docs/."""
    pytest.importorskip("mkdocs")
    import sys

    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import site_layouts
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    waiting = re.compile("^@@([0-9]+)@@$", re.MULTILINE)
    return {
        place: waiting.sub(lambda found: site_layouts.finished(f"<p>{found[0]}</p>"), text)
        for place, text in site_layouts.pages().items()
    }


def test_each_layout_has_its_page_with_all_its_items(layout_pages: dict[str, str]) -> None:
    for layout in select(Library(), "mic"):
        page = layout_pages[f"layouts/{layout.path}.md"]
        assert f'href="{layout.slug}.html"' in layout_pages[f"layouts/{layout.business}/index.md"]
        assert f"../layouts/{layout.business}/index.html" in layout_pages["ja/reference/layouts.md"]
        assert re.findall('<strong id="([^"]+)">', page) == list(layout.names)
        assert layout.digest in page


def test_links_of_the_pages_of_layouts_lead_somewhere(hooks: ModuleType, layout_pages: dict[str, str]) -> None:
    built = {hooks.destination(place) for place in layout_pages} | {f"rules/{rule}.html" for rule in RULES}
    ids = {hooks.destination(place): set(re.findall("{#([^}]+)}", text)) for place, text in layout_pages.items()}
    for place, text in layout_pages.items():
        here = Path(hooks.destination(place)).parent
        for target in set(re.findall('href="([^"]+)"', text)):
            path, _, anchor = target.partition("#")
            there = os.path.normpath(here / path)
            assert there in built, (place, target)
            assert not anchor or anchor in ids[there], (place, target)


def test_a_layout_says_which_rules_are_about_an_item(hooks: ModuleType) -> None:
    person = Library().layout("mic@2.7/resident_register/person")

    rules = hooks.site_layouts.rules_by_item(person)

    assert {"V01", "V02", "K01", "K03"} <= set(rules["宛名番号"])
    assert "V07" in rules["個人番号"]
    assert "V04" in rules["性別"]
    assert "V05" in rules["生年月日"]
    assert "V04" not in rules["氏名"]


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
