"""The documents can't drift: what is made from the code is, and what they name exists."""

from __future__ import annotations

import importlib
import io
import re
import subprocess
import sys
import tomllib
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

import pytest

from chukan.cli.main import run

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "chukan"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), ROOT / "fixtures" / "README.md"]
#: Pages that only the site has: scripts/site_hooks.py makes them.
MADE = {
    "commands.en.md",
    *(f"{up}reference/{name}.md" for up in ("", "../", "ja/", "../ja/") for name in ("schemas", "layouts", "commands")),
}
#: What makes a word in backticks a path: a slash, or the ending of a file.
PATH = re.compile(r"[^\s`]*/[^\s`]*|[^\s`]+\.(?:py|md|ya?ml|json|toml|csv|txt|xlsx|docx|html|parquet|xml|zip|ipynb)")
#: Words with a slash that name no file: a place to fill in (WORKBOOK.xlsx, archive/…), a URL, a program of the venv, a form of dates, what lies in a user's project or home, 版 (a version).
PLACEHOLDER = re.compile(r"[A-Z]{2,}[A-Z.]*\b|…|://|^\.venv/|^yyyy/mm|^\.chukan/|^\.[a-z]+$|^~/|(?:^|[-/])版(?:[-/]|$)")


def test_generated_pages_are_up_to_date() -> None:
    out = subprocess.run(
        [sys.executable, "scripts/generate_docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert out.stdout + out.stderr == ""
    assert out.returncode == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8"))

    missing = [t for t in targets if "://" not in t and t not in MADE and not (page.parent / t).exists()]

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_and_options_in_the_documents_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    used: dict[str, set[str]] = {}
    for line in re.findall(r"chukan ((?:layouts |evidence |review )?[a-z]+[^\n`]*)", text):
        words = line.split("#")[0].split()
        command = " ".join(words[:2]) if words[0] in ("layouts", "evidence", "review") else words[0]
        if re.fullmatch(r"(layouts |evidence |review )?[a-z]+", command) and words[0] in COMMANDS:
            used.setdefault(command, set()).update(
                w.split("=")[0].rstrip(".,)`。") for w in words if w.startswith("--")
            )
    for command, options in used.items():
        shown = help_of(command)
        assert [o for o in options if o not in shown] == [], command


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_paths_in_backticks_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    examples = "\n".join(re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL))
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    spans = [word for span in re.findall(r"`([^`\n]+)`", prose) for word in span.split()]
    paths = {word for word in spans if PATH.fullmatch(word) and word.strip("/") and not PLACEHOLDER.search(word)}

    missing = {
        p for p in paths if not (in_the_checkout(p, page) or is_layout(p) or is_written(p) or p.strip("/") in examples)
    }

    assert missing == set()


def in_the_checkout(path: str, page: Path) -> bool:
    return any(next(base.glob(path.strip("/")), None) for base in (ROOT, page.parent, SRC, ROOT / "tests"))


def is_layout(address: str) -> bool:
    """PACK/BUSINESS/LAYOUT or BUSINESS/LAYOUT, of a pack in the checkout."""
    *pack, business, layout = address.split("/") if "/" in address else ("", address)
    folder = "/".join(pack).split("@")[0] or "mic"
    roots = (ROOT / "layouts", ROOT / "fixtures" / "packs")
    return any(next(root.glob(f"{folder}/**/*{business}/**/{layout}.csv"), None) for root in roots)


def is_written(name: str) -> bool:
    """Return a file that chukan writes or reads, by a name in its source."""
    return any(f'{name}"' in source or f'{name.rstrip("/")}"' in source for source in SOURCES)


SOURCES = [path.read_text(encoding="utf-8") for path in SRC.rglob("*.py")]
COMMANDS = {
    "demo",
    "inspect",
    "check",
    "verify",
    "evidence",
    "reduce",
    "review",
    "layouts",
    "sample",
    "explain",
    "rules",
}


@cache
def help_of(command: str) -> str:
    """Return the help of a command, asked once for all the pages."""
    shown = io.StringIO()
    with redirect_stdout(shown):
        assert run([*command.split(), "--help"]) == 0
    return shown.getvalue()


def test_names_of_the_library_in_the_documents_exist() -> None:
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    texts += [path.read_text(encoding="utf-8") for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    named = {name for text in texts for name in re.findall(r"`(chukan(?:\.[A-Za-z_]+)+)(?:\([^`]*\))?`", text)} - {
        "chukan.exe"
    }
    named |= {
        f"{module}.{name}"
        for text in texts
        for module, names in re.findall(r"from (chukan(?:\.[a-z_]+)*) import ([A-Za-z_, ]+)", text)
        for name in names.strip().split(", ")
    }

    assert len(named) >= 10
    assert sorted(name for name in named if not is_of_the_library(name)) == []


def is_of_the_library(name: str) -> bool:
    """Return whether a dotted name leads to a module, or to what a module or a class has."""
    parts = name.split(".")
    for known in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:known]))
        except ModuleNotFoundError:
            continue
        for part in parts[known:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


def test_what_reads_hostile_input_is_what_is_installed() -> None:
    """Each parser that docs/security.md names stands in pyproject.toml with the same lowest version."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8").partition("## What reads hostile input")[2]
    named = set(re.findall(r"`([A-Za-z0-9-]+>=[0-9.]+)`", text.partition("\n## ")[0]))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)}

    assert len(named) >= 11
    assert named <= asked
