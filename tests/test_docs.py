"""The documents can't drift: what is made from the code is, and what they name exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.ja.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_generated_pages_are_up_to_date() -> None:
    out = subprocess.run(
        [sys.executable, "scripts/generate_docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert out.stdout + out.stderr == ""
    assert out.returncode == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8"))

    missing = [t for t in targets if "://" not in t and not (page.parent / t).exists()]

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_and_options_in_the_documents_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    used: dict[str, set[str]] = {}
    for line in re.findall(r"chukan ((?:layouts |evidence )?[a-z]+[^\n`]*)", text):
        words = line.split("#")[0].split()
        command = " ".join(words[:2]) if words[0] in ("layouts", "evidence") else words[0]
        if re.fullmatch(r"(layouts |evidence )?[a-z]+", command) and words[0] in COMMANDS:
            used.setdefault(command, set()).update(
                w.split("=")[0].rstrip(".,)`。") for w in words if w.startswith("--")
            )
    for command, options in used.items():
        shown = help_of(command)
        assert [o for o in options if o not in shown] == [], command


COMMANDS = {"demo", "inspect", "check", "verify", "evidence", "reduce", "layouts", "sample", "explain", "rules"}


def help_of(command: str) -> str:
    arguments = [sys.executable, "-m", "chukan", *command.split(), "--help"]
    return subprocess.run(arguments, capture_output=True, text=True, check=True, encoding="utf-8", env=None).stdout
