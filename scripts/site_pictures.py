"""Take the pictures of the guides from real output: of a demo, and of the sample file that the guides make.

python scripts/site_pictures.py DEMO WORK    needs chromium (with the package playwright), LibreOffice and poppler

DEMO is a folder of `chukan demo`, WORK one in which the commands of docs/ja/start/batch.md were run.
"""

from __future__ import annotations

import html
import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from chukan.cli.main import run

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "img"
#: Fonts disagree on how wide the lines of boxes are: drawn as a console without them shows them.
_BOXES = {
    **dict.fromkeys(map(ord, "━─"), "-"),
    **dict.fromkeys(map(ord, "┃│"), "|"),
    **dict.fromkeys(map(ord, "┏┳┓┡╇┩└┴┘┼├┤"), "+"),
}
_TERMINAL = """<meta charset="utf-8"><style>body{margin:0;background:#1e2127}
pre{margin:0;padding:14px;color:#dfe3ea;font:13px/1.45 "Noto Sans Mono CJK JP",monospace;white-space:pre}</style><pre>"""


def said(*words: str) -> str:
    """Return what a command prints, under its own line."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        run(list(words))
    return f"$ chukan {' '.join(words)}\n{out.getvalue()}"


def small(picture: Path, colours: int = 64) -> None:
    """Write a picture again with few colours: screens have no more."""
    Image.open(picture).convert("RGB").quantize(colours).save(picture, optimize=True)


def terminal(page: Any, text: str, name: str, height: int) -> None:
    """Draw what a terminal shows."""
    page.set_viewport_size({"width": 1330, "height": height})
    page.set_content(_TERMINAL + html.escape(text.translate(_BOXES)) + "</pre>")
    page.screenshot(path=IMAGES / name)
    small(IMAGES / name, 32)


def issues(workbook: Path, work: Path) -> None:
    """Draw the sheet 指摘一覧 of a workbook, as it is printed: from the item to what people fill in."""
    subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", work, workbook], check=True)  # noqa: S607 - of the system, wherever it is
    sheet = 4  # the page on which it begins
    drawn = work / "issues"
    printed = work / f"{workbook.stem}.pdf"
    pages = ("-f", str(sheet), "-l", str(sheet))
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", "140", *pages, printed, drawn], check=True)  # noqa: S607 - as above
    picture = Image.open(drawn.with_suffix(".png")).convert("RGB")
    ink = ImageOps.invert(picture.convert("L")).crop((0, 0, picture.width, int(picture.height * 0.9))).getbbox() or (
        0,
        0,
        *picture.size,
    )
    left, top, right, bottom = ink
    picture.crop((left + (right - left) * 455 // 1000, top, right, bottom)).save(IMAGES / "issues.png")
    small(IMAGES / "issues.png")


def main(demo: Path, work: Path) -> None:
    """Take all of them."""
    from playwright.sync_api import sync_playwright

    checked = ("check", "person.csv", "--layout", "resident_register/person", "--agreement", "agreement.yaml")
    inspected = said("inspect", "person.csv")
    log = (work / "chukan.log").read_text(encoding="utf-8")
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        terminal(page, inspected, "inspect.png", 300)
        terminal(page, said(*checked, "--as-of", "2026-11-23"), "check.png", 470)
        names = "  ".join(sorted(f.name for f in (work / "forms").iterdir()))
        terminal(page, f"$ ls forms\n{names}\n\n$ cat chukan.log\n{log}", "batch.png", 175)
        page.set_viewport_size({"width": 1100, "height": 6000})
        page.goto((work / "result" / "report.html").as_uri())
        page.evaluate("document.querySelector('details.rule').open = true")
        page.locator("#examples").screenshot(path=IMAGES / "findings.png")
        small(IMAGES / "findings.png")
        page.set_viewport_size({"width": 1280, "height": 1400})
        page.goto((demo / "verification" / "report.html").as_uri())
        page.screenshot(path=IMAGES / "report.png")
        small(IMAGES / "report.png", 128)
        browser.close()
    issues(demo / "verification" / "report.xlsx", work)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
