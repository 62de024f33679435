"""Pages: one shell, one style, one script; everything escaped, a misspelt name an error."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from chukan import cache as kept
from chukan.output import text
from chukan.output.charts import Chart
from chukan.output.colours import LINE
from chukan.output.drawing import draw

_TEMPLATES = Path(__file__).parent / "templates"
#: How templates are compiled. Not optimized: that would put what our filters return into what is kept.
_OPTIONS: dict[str, Any] = {
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "optimized": False,
}


class _Compiled(BytecodeCache):
    """Compiled templates in the user's cache folder: to compile those of a report takes longer than to check a small file."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code of a template from the folder, if it was compiled from the same source in the same way."""
        found = kept.load(f"template-{bucket.key}", *self._origin(bucket))
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        kept.save(f"template-{bucket.key}", bucket.bytecode_to_string(), *self._origin(bucket))

    def _origin(self, bucket: Bucket) -> tuple[str, ...]:
        return _compiler(), str(_OPTIONS), bucket.checksum


@cache
def _compiler() -> str:
    return version("jinja2")


def page_environment(folder: Path) -> Environment:
    """Make an environment for the templates of `folder`, which extend ``page.html.j2``.

    ``table.html.j2`` has macros for tables that sort and filter. The filters are the functions of `chukan.output.text`.

    Args:
        folder: where the page's own templates are; may be added to with filters and globals of its own.
    """
    environment = Environment(
        loader=FileSystemLoader([folder, _TEMPLATES]),
        bytecode_cache=_Compiled(),
        autoescape=True,
        **_OPTIONS,
    )
    script = (_TEMPLATES / "table.js").read_text(encoding="utf-8")
    environment.filters |= {
        "number": text.number,
        "size": text.size,
        "visible": text.visible,
        "listed": text.listed,
        "moment": text.moment,
        "coordinate": _coordinate,
    }
    environment.globals |= {
        "STYLE": style(),
        "SCRIPT": Markup(script),  # noqa: S704 - our own file
        "SCRIPT_HASH": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "LINE": LINE,
        "percent": text.percent,
    }
    return environment


@cache
def style() -> Markup:
    """Return the style sheet that all pages share."""
    return Markup((_TEMPLATES / "style.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file


def svg(chart: Chart, name: str) -> Markup:
    """Return the chart as an ``<svg>`` element for a page; empty when there is nothing to draw.

    Args:
        chart: what it shows.
        name: goes before every id, so that two charts can be in one page.
    """
    drawing = draw(chart, name)
    return Markup(_charts().svg(drawing)) if drawing else Markup()  # type: ignore[attr-defined]  # noqa: S704 - escaped


@cache
def _charts() -> object:
    return page_environment(_TEMPLATES).get_template("charts.html.j2").module


def _coordinate(value: float) -> str:
    """Return a number of pixels for SVG, with two decimals at most and no zeros at the end."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
