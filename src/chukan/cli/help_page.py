"""A help page as typer fills it, laid out by the width of the characters and in the language of the screens."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from chukan.cli.language import t
from chukan.cli.line_breaks import breaks, cells

_MOST, _LEAST = 80, 50
"""The widest and the narrowest page, in half-width characters."""
_FIRST_COLUMN = 30

_HEADINGS = {"Options": "オプション", "Arguments": "引数", "Commands": "コマンド"}
_TYPES = {
    "<int>": "<整数>",
    "<int range>": "<整数>",
    "<float>": "<数>",
    "<float range>": "<数>",
    "<path>": "<パス>",
    "<list[Path]>": "<パス>",
    "<str>": "<文字列>",
    "<list[str]>": "<文字列>",
}
_HELPS = {
    "Show this message and exit.": "このヘルプを表示して終了",
    "Install completion for the current shell.": "いまのシェルで補完を使えるようにする",
    "Show completion for the current shell, to copy it or customize the installation.": "補完のスクリプトを表示（手で入れるとき）",
}
_EXTRAS = (
    ("required", "必須"),
    (r"default: \(?(.*?)\)?", r"既定: \1"),
    ("x>=(.*)", r"\1 以上"),
    ("x<=(.*)", r"\1 以下"),
    ("(.*)<=x<=(.*)", r"\1〜\2"),
)
"""What typer adds to a help text, each a part between brackets."""


class HelpPage:
    """Takes what a command writes of itself; has the methods of typer's own formatter that commands call."""

    def __init__(self) -> None:
        self.width = max(min(shutil.get_terminal_size().columns, _MOST) - 2, _LEAST)
        self._indent = 0
        self._lines: list[str] = []

    def getvalue(self) -> str:
        """Return the page."""
        return "\n".join(self._lines)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called; what does not fit goes on below its arguments."""
        line = begin = f"{prefix or t('使い方: ', 'Usage: ')}{prog} "
        for word in args.split(" "):
            if line != begin and _width(line + word) > self.width:
                self._lines.append(line.rstrip())
                line = begin = " " * _width(begin)
            line += f"{word} "
        self._lines.append(line.rstrip())

    def write_paragraph(self) -> None:
        """Write an empty line, unless the page is empty."""
        if self._lines:
            self._lines.append("")

    def write_text(self, text: str) -> None:
        """Write a text, folded."""
        self._lines += [" " * self._indent + line for line in _folded(text, self.width - self._indent)]

    @contextmanager
    def indentation(self) -> Iterator[None]:
        """Write what comes two columns further in."""
        self._indent += 2
        yield
        self._indent -= 2

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """Write a heading, and what comes below it."""
        self.write_paragraph()
        self._lines.append(f"{' ' * self._indent}{t(_HEADINGS.get(name, name), name)}:")
        with self.indentation():
            yield

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write names, and beside each what it is.

        Args:
            rows: Options, arguments or commands with their help.
        """
        parts = [(_name(name), *_parts(text)) for name, text in rows]
        first = min(max(_width(name) for name, *_ in parts), _FIRST_COLUMN) + 2
        indent = " " * self._indent
        width = max(self.width - self._indent - first, 10)
        for name, text, extras in parts:
            lines = _folded(text, width)
            if extras and _width(f"{lines[-1]}  {extras}") <= width:
                lines[-1] = f"{lines[-1]}  {extras}".strip()
            elif extras:
                lines += _folded(extras, width)
            if _width(name) > first - 2:
                self._lines.append(f"{indent}{name}")
            else:
                self._lines.append(f"{indent}{name}{' ' * (first - _width(name))}{lines.pop(0)}".rstrip())
            self._lines += [f"{indent}{' ' * first}{line}" for line in lines if line]


def _width(text: str) -> int:
    return sum(map(cells, text))


def _folded(text: str, width: int) -> list[str]:
    """Return the lines of a text, the empty ones too; at least one."""
    lines = []
    for line in text.splitlines() or [""]:
        places = [0, *breaks(line, width), len(line)]
        lines += [line[a:b].strip() if a else line[a:b].rstrip() for a, b in pairwise(places)]
    return lines


def _name(name: str) -> str:
    """Return an option or argument with the type of its value in the language of the screens."""
    for english, japanese in _TYPES.items():
        if name.endswith(english):
            return t(f"{name.removesuffix(english)}{japanese}", name)
    return name


def _parts(text: str) -> tuple[str, str]:
    """Return a help text, and what typer adds to it ("" = nothing), in the language of the screens."""
    text = " ".join(text.split("\n"))
    own, mark, added = f"  {text}".rpartition("  [")
    if not mark or not added.endswith("]"):
        return t(_HELPS.get(text, text), text), ""
    extras = "、".join(_extra(part) for part in added.removesuffix("]").split("; "))
    return own.strip(), t(f"[{extras}]", f"[{added}")


def _extra(part: str) -> str:
    for pattern, words in _EXTRAS:
        if match := re.fullmatch(pattern, part):
            return match.expand(words)
    return part
