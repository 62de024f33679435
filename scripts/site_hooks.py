"""What mkdocs asks while it builds the site: where pages go, and the pages that are made from the code (see mkdocs.yml)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from chukan.documents import SCHEMAS
from chukan.rules.catalogue import RULES
from chukan.rules.markdown import page_of, table_of

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))  # mkdocs loads this file by its path alone
import site_layouts  # noqa: E402 - as above

#: A link out of docs/, to what is in the checkout only.
_OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./[^)]+\)")
#: What a page says to the tests only: how its examples are prepared.
_UNSEEN = re.compile(r"^<!--.*?-->\n", re.MULTILINE | re.DOTALL)
_PRE = re.compile("(<pre.*?</pre>)", re.DOTALL)
#: The end of a line between two characters of Japanese, or beside marks around them.
_LINE_END = re.compile(
    r"(?<=[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60>*])\n(?=[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]|<(?:strong|a|code)\b)"
)
_ALTERNATE = re.compile('<link rel="alternate"[^>]*>')
#: Pages beside the English ones that are Japanese.
_JAPANESE = ("install",)
#: Pages that say the same in both languages under other names; else `ja/NAME.md` is NAME.md.
_TWINS = {"ja/index.md": "en.md", "ja/reference/commands.md": "commands.en.md"}
#: The parts of the navigation that take the pages that nobody placed.
_REST = {"ja": "手引", "en": "Guides"}
_RULES_INDEX = """# 検査項目

番号は変わらず、使い回しません。重大度は既定で、プロジェクトの `rules:` で変更・停止（`off`）できます。変更と停止は報告書に残ります。
手元では `chukan explain V05` で同じ説明を読めます。

"""
_SCHEMAS_HEAD = """# JSON Schema

人が書くファイルと、プログラムが読む結果の形です。下書きの先頭の `# yaml-language-server: $schema=...` により、エディターが書き方の候補と誤りを示します。

| ファイル | 何の形か |
|---|---|
"""
_RESULTS = ("verification", "reconciliation", "progress")


def rules_index() -> str:
    """Return the page that lists the rules, each linked to its own page."""
    return _RULES_INDEX + table_of({rule: f"rules/{rule}.md" for rule in RULES})


def commands(language: str) -> str:
    """Return the page of commands, made by a program of its own: the language is chosen when chukan is loaded."""
    made = subprocess.run(
        [sys.executable, ROOT / "scripts" / "commands_page.py"],
        env=os.environ | {"CHUKAN_LANG": language, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return made.stdout


def schemas() -> dict[str, Path]:
    """Return the schemas by the name under which the site carries them."""
    written = {path.name: path for path in sorted(SCHEMAS.glob("*.schema.json"))}
    return {name: path for name, path in written.items() if not (ROOT / "docs" / name).exists()}


def schemas_page() -> str:
    """Return the page that lists the schemas."""
    read = [f"{name}.schema.json" for name in _RESULTS]
    names = {**dict.fromkeys(schemas(), "人が書くファイル"), **dict.fromkeys(read, "プログラムが読む結果")}
    return _SCHEMAS_HEAD + "".join(f"| [{name}](../../{name}) | {what} |\n" for name, what in names.items())


def generated() -> dict[str, str]:
    """Return the pages that are made from the code, by their place in docs/."""
    pages = {f"rules/{rule.id}.md": page_of(rule) for rule in RULES.values()}
    return {
        **pages,
        "rules.md": rules_index(),
        "ja/reference/commands.md": commands("ja"),
        "commands.en.md": commands("en"),
        "ja/reference/schemas.md": schemas_page(),
        **site_layouts.pages(),
    }


def destination(source: str) -> str:
    """Return where the page of a file in docs/ goes: the Japanese pages to the front, the English ones under en/."""
    stem = source.removesuffix(".md")
    if stem == "rules":
        return "rules/index.html"
    if stem == "en":
        return "en/index.html"
    if source.startswith(("ja/", "rules/", "layouts/")) or stem in _JAPANESE:
        return f"{stem.removeprefix('ja/')}.html"
    return f"en/{stem.removesuffix('.en')}.html"


def is_english(source: str) -> bool:
    """Return whether a page of docs/ is English."""
    return destination(source).startswith("en/")


def twin(source: str) -> str:
    """Return the page that says in the other language what a page of docs/ says; the front page where there is none."""
    pairs = _TWINS | {other: own for own, other in _TWINS.items()}
    other = pairs.get(source) or (source.removeprefix("ja/") if source.startswith("ja/") else f"ja/{source}")
    if other in pairs or (ROOT / "docs" / other).exists():
        return other
    return "ja/index.md" if is_english(source) else "en.md"


def placed(nav: Any) -> Iterator[str]:
    """Yield the pages that a navigation names."""
    if isinstance(nav, str):
        yield nav
    for part in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from placed(part)


def section(nav: Any, title: str) -> list[Any]:
    """Return the pages of a part of the navigation."""
    for part in nav if isinstance(nav, list) else ():
        for name, pages in part.items() if isinstance(part, dict) else ():
            if name == title:
                return list(pages) if not isinstance(pages, list) else pages
            if found := section(pages, title):
                return found
    return []


def unplaced(nav: Any) -> Iterable[tuple[str, str]]:
    """Yield the language and the place of each page of docs/ and docs/ja/ that the navigation does not name."""
    known = {*placed(nav)}
    for language, folder, prefix in (("ja", ROOT / "docs" / "ja", "ja/"), ("en", ROOT / "docs", "")):
        for path in sorted(folder.glob("*.md")):
            if f"{prefix}{path.name}" not in known:
                yield language, f"{prefix}{path.name}"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the page of each rule below the list of rules, and pages that nobody placed where they can be found."""
    for language, page in unplaced(config.nav):
        section(config.nav, _REST[language]).append(page)
    section(config.nav, "検査項目").extend({f"{r.id} {r.title}": f"rules/{r.id}.md"} for r in RULES.values())
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is made from the code, and say where each page goes."""
    for source, text in generated().items():
        if (written := files.get_file_from_path(source)) is not None:
            files.remove(written)
        files.append(File.generated(config, source, content=text))
    for name, path in schemas().items():
        files.append(File.generated(config, name, abs_src_path=str(path)))
    for file in list(files.documentation_pages()):
        files.remove(file)
        file.dest_uri = destination(file.src_uri)
        for cached in ("url", "abs_dest_path"):
            file.__dict__.pop(cached, None)
        files.append(file)
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - mkdocs names them
    """Leave of a link to a file of the checkout its name: the site does not carry it. Leave out what is for the tests."""
    markdown = _UNSEEN.sub("", markdown)
    return _OUTSIDE.sub(r"\1", markdown) if "/" not in page.file.src_uri else markdown


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ARG001 - mkdocs names them
    """Give each page the language of its text, `lang` and the words around it, and a way to the same in the other language."""
    source = page.file.src_uri
    config.theme["language"] = "en" if is_english(source) else "ja"
    english, japanese = (source, twin(source)) if is_english(source) else (twin(source), source)
    config.extra["alternate"] = [
        {"name": "日本語", "link": destination(japanese), "lang": "ja"},
        {"name": "English", "link": destination(english), "lang": "en"},
    ]


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - mkdocs names them
    """Join the lines of Japanese text: browsers show the end of a line as a blank, which it has none of."""
    return "".join(part if part.startswith("<pre") else _LINE_END.sub("", part) for part in _PRE.split(html))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001 - mkdocs names them
    """Put the tables of layouts into their pages; leave out what makes the theme ask for a map of each language's site."""
    return site_layouts.finished(_ALTERNATE.sub("", output))
