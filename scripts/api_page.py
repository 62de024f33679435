"""The page of the library: what `import chukan` exports, from the docstrings."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from types import ModuleType
from typing import Any

import chukan
from chukan import errors as errors_module

HEAD = """# The library

<!-- made by scripts/generate_docs.py from the docstrings -->

`import chukan` loads nothing heavy; each name is loaded when it is first used. `dir(chukan)` shows exactly the names
below. Wherever a function takes `layout`, it takes an address or a `Layout`; wherever it takes `agreement`, an
`Agreement`, a mapping of its keys, or the path of its file. The examples run in the tests, in a copy of
`fixtures/projects/good`.
"""
SECTIONS = ("Args", "Attributes", "Returns", "Yields", "Raises", "Examples")
_SECTION = re.compile(rf"^({'|'.join(SECTIONS)}):$", re.MULTILINE)
WIDTH = 80
"""Characters of a signature that a page shows without scrolling."""


def page() -> str:
    """Return the whole page as Markdown."""
    things = {name: getattr(chukan, name) for name in chukan.__all__ if not name.startswith("__")}
    errors = {n: t for n, t in things.items() if inspect.isclass(t) and issubclass(t, chukan.ChukanError)}
    functions = {n: t for n, t in things.items() if inspect.isfunction(t)}
    rest = {n: t for n, t in things.items() if n not in errors and n not in functions}
    lines = [HEAD]
    for title, some in (("Functions", functions), ("Classes", rest), ("Errors", errors)):
        lines.append(f"## {title}\n")
        if some is errors:
            lines.append(_tree())
        for name in sorted(some, key=lambda n: (inspect.ismodule(some[n]), n)):
            lines += _entry(f"chukan.{name}", some[name])
    return "\n".join(lines).rstrip() + "\n"


def _tree() -> str:
    """Return the tree of the errors as their module draws it: the indented lines of its docstring."""
    lines = inspect.cleandoc(errors_module.__doc__ or "").splitlines()
    drawn = "\n".join(line[4:] for line in lines if line.startswith("    "))
    return f"```\n{drawn}\n```\n"


def _entry(name: str, thing: Any) -> Iterator[str]:
    """Yield the heading, the signature, the docstring and the parts of one public thing."""
    yield f"### `{name}`\n"
    if inspect.isfunction(thing):
        yield _signature(name, thing)
    yield from _rendered(thing)
    if isinstance(thing, ModuleType):
        for part in thing.__all__:
            yield from _entry(f"{name}.{part}", getattr(thing, part))
    elif inspect.isclass(thing) and not issubclass(thing, Exception):
        yield from _members(name, thing)


def _members(name: str, cls: type) -> Iterator[str]:
    """Yield the fields of a record, then the public methods and properties that the class itself defines."""
    if dataclasses.is_dataclass(cls) and cls.__dict__.get("__dataclass_fields__"):
        yield "Fields: " + ", ".join(f"`{f.name}`" for f in dataclasses.fields(cls)) + ".\n"
    elif fields := getattr(cls, "model_fields", None):
        yield "Fields: " + ", ".join(f"`{f}`" for f in fields) + ".\n"
    public = {n: v for n, v in vars(cls).items() if not n.startswith("_")}
    properties = {n: v for n, v in public.items() if isinstance(v, property | cached_property)}
    if properties:
        yield "\n".join(f"- `{n}`: {_one_line(v.__doc__)}" for n, v in properties.items()) + "\n"
    for part, value in public.items():
        method = value.__func__ if isinstance(value, classmethod | staticmethod) else value
        if inspect.isfunction(method) and method.__doc__:
            yield f"#### `{name}.{part}`\n"
            yield _signature(part, method)
            yield from _rendered(method)


def _one_line(text: str | None) -> str:
    return " ".join(_text(text or "").split())


def _signature(name: str, function: Callable[..., Any]) -> str:
    """Return the signature, one parameter a line where it is long."""
    signature = inspect.signature(function)
    shown: list[str] = []
    for p in signature.parameters.values():
        if p.name in ("self", "cls") or p.name.startswith("_"):
            continue
        if p.kind is p.KEYWORD_ONLY and "*" not in shown:
            shown.append("*")
        default = "" if p.default is p.empty else f" = {p.default!r}"
        shown.append(f"{p.name}: {p.annotation}{default}")
    inner = ", ".join(shown)
    if len(inner) > WIDTH:
        inner = "\n    " + ",\n    ".join(shown) + ",\n"
    return f"```python\n{name.rpartition('.')[2]}({inner}) -> {signature.return_annotation}\n```\n"


def _rendered(thing: Any) -> Iterator[str]:
    """Yield a google docstring as Markdown: text, lists of arguments and errors, the examples as code."""
    text = inspect.cleandoc(thing.__doc__ or "")
    parts = _SECTION.split(text)
    if parts[0].strip():
        yield _text(parts[0])
    bodies = [inspect.cleandoc("\n" + body) for body in parts[2::2]]
    for title, body in zip(parts[1::2], bodies, strict=True):
        if title == "Examples":
            yield f"```python\n{body}\n```\n"
        elif title in ("Returns", "Yields"):
            yield f"**{title}** {_text(body)}"
        else:
            yield f"**{title}**\n\n" + "\n".join(_listed(body)) + "\n"


def _listed(body: str) -> Iterator[str]:
    """Yield one point for each name; lines further in belong to the name before."""
    entries: list[str] = []
    for line in body.splitlines():
        if line.startswith(" ") and entries:
            entries[-1] += f" {line.strip()}"
        elif line.strip():
            entries.append(line.strip())
    for entry in entries:
        name, _, words = entry.partition(": ")
        yield f"- {', '.join(f'`{n}`' for n in name.split(', '))}: {_text(words).strip()}"


def _text(text: str) -> str:
    """Return text with the double quotes of code as Markdown's single ones."""
    return text.replace("``", "`").strip() + "\n"
