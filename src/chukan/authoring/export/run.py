"""``export``: layouts into a file, or one file a layout."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from chukan.authoring.export.dictionary import html, markdown
from chukan.authoring.export.excel import write_excel
from chukan.authoring.export.json_schema import json_schema
from chukan.authoring.export.pandera_yaml import pandera_yaml
from chukan.authoring.export.table_schema import table_schema
from chukan.authoring.review.write import write_dictionary
from chukan.errors import UsageError, did_you_mean
from chukan.layouts.model import Layout
from chukan.output.folder import whole_file, whole_folder


@dataclass(frozen=True)
class ExportFormat:
    """A form of export.

    Attributes:
        many: True when one file holds many layouts.
    """

    suffix: str
    title: str
    many: bool
    write: Callable[[Sequence[Layout], BinaryIO], None]


def _text(make: Callable[[Sequence[Layout]], str]) -> Callable[[Sequence[Layout], BinaryIO], None]:
    def write(layouts: Sequence[Layout], file: BinaryIO) -> None:
        file.write(make(layouts).encode())

    return write


def _json(make: Callable[[Layout], object]) -> Callable[[Sequence[Layout], BinaryIO], None]:
    return _text(lambda layouts: json.dumps(make(layouts[0]), ensure_ascii=False, indent=2) + "\n")


FORMATS: dict[str, ExportFormat] = {
    "excel": ExportFormat(
        ".xlsx", "Excel（職員向け。取り込み直せる）", True, lambda y, p: write_excel(y, p, edition=y[0].edition)
    ),
    "dictionary": ExportFormat(".xlsx", "データ項目辞書（Excel、定義ごとに1シート）", True, write_dictionary),
    "markdown": ExportFormat(".md", "データ項目辞書（Markdown）", True, _text(markdown)),
    "html": ExportFormat(".html", "データ項目辞書（HTML）", True, _text(html)),
    "table-schema": ExportFormat(".schema.json", "Frictionless Table Schema", False, _json(table_schema)),
    "json-schema": ExportFormat(".json", "JSON Schema（2020-12）", False, _json(json_schema)),
    "pandera": ExportFormat(".yaml", "pandera の YAML（表せる範囲）", False, _text(lambda y: pandera_yaml(y[0]))),
}


def export(layouts: Sequence[Layout], form: str, out: Path) -> tuple[Path, ...]:
    """Write layouts in one form.

    Args:
        layouts: what to write: layouts of one edition of one pack.
        form: a key of `FORMATS`.
        out: a file; or a folder (existing, or without a suffix), which then gets one file a layout, or one for all
            where the form holds many.

    Returns:
        The files written.

    Raises:
        UsageError: no such form; no layout; or many layouts, a form of one, and a file to put them in.
        OutputError: a file can't be written; none is left half-written, of a folder's files none at all.
    """
    if form not in FORMATS:
        raise UsageError(
            f"書き出す形式「{form}」は知られていません",
            hint=did_you_mean(form, FORMATS) or f"使える形式: {', '.join(FORMATS)}",
        )
    if not layouts:
        raise UsageError(
            "書き出す定義がありません", hint="版と業務を `chukan layouts list PACK@版` で確かめてください。"
        )
    chosen = FORMATS[form]
    into_folder = out.is_dir() or not out.suffix
    if len(layouts) > 1 and not chosen.many and not into_folder:
        raise UsageError(
            f"{form} は 1 ファイルに 1 定義です（{len(layouts)} 定義あります）",
            place=str(out),
            hint="--out にフォルダを指定してください。",
        )
    if chosen.many or len(layouts) == 1:
        jobs = [(Path(f"{_stem(layouts)}{chosen.suffix}"), list(layouts))]
    else:
        jobs = [(Path(layout.business, f"{layout.slug}{chosen.suffix}"), [layout]) for layout in layouts]
    if not into_folder:
        with whole_file(out) as file:
            chosen.write(layouts, file)
        return (out,)
    with whole_folder(out) as folder:
        for path, some in jobs:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            with (folder / path).open("wb") as file:
                chosen.write(some, file)
    return tuple(out / path for path, _ in jobs)


def _stem(layouts: Sequence[Layout]) -> str:
    first = layouts[0]
    if len(layouts) == 1:
        return f"{first.business}_{first.slug}"
    one_business = len({layout.business for layout in layouts}) == 1
    return f"{first.origin.pack}_{first.edition}" + (f"_{first.business}" if one_business else "")
