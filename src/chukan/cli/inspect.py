"""`chukan inspect`: what a file is, by its bytes alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chukan.errors import InputError
    from chukan.intake.inspection import Inspection

_NAMED = 6
"""Layouts, numbers of fields and gaiji on the screen."""
_DELIMITERS = {",": "カンマ（,）", "\t": "タブ", "|": "縦線（|）", ";": "セミコロン（;）"}
_QUOTING = {"minimal": "必要な値だけ引用符付き", "all": "すべての値が引用符付き", "none": "引用符なし"}
_NEWLINES = {"crlf": "CRLF", "lf": "LF", "cr": "CR", "none": "なし"}


def inspect(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar=t("ファイル...", "FILE..."), help=t("調べるファイルやフォルダ", "the files and folders to look at")
        ),
    ],
    draft: Annotated[
        Path | None,
        typer.Option("--draft", metavar="YAML", help=t("移行条件の下書きを書き出す", "write the draft agreement")),
    ] = None,
    packs: o.Packs = None,
    json: o.Json = False,
    no_progress: o.NoProgress = False,
    quiet: o.Quiet = False,
) -> None:
    from chukan.cli.progress import progress
    from chukan.errors import InputError, UsageError
    from chukan.intake.draft import draft_agreement
    from chukan.intake.inspect import inspect as look
    from chukan.intake.source.members import files_of
    from chukan.layouts.library import Library
    from chukan.layouts.select import of_library
    from chukan.output.folder import whole_file

    named = [one for name in files for one in files_of(name)]
    if not named:
        raise InputError("ファイルが一つもありません", place=files[0], hint="フォルダを確かめてください。")
    if draft is not None and len(named) > 1:
        raise UsageError(
            "--draft はファイルを1つだけ調べるときに使えます",
            hint="ファイルを1つにしてください。フォルダごとの下書きは chukan init で作れます。",
        )
    library = Library(packs or ())
    layouts = [*of_library(library)]
    found: list[Inspection] = []
    refused: list[tuple[str, InputError]] = []
    with progress(shown=not (no_progress or quiet)) as report:
        for file in named:
            tell = (lambda done, name=file: report(name, done, 0)) if report else None
            try:
                found.append(look(file, layouts, progress=tell))
            except InputError as error:
                if len(named) == 1:
                    raise
                refused.append((file, error))
    if draft is not None:
        _refuse_existing(draft)
        with whole_file(draft) as out:
            out.write(draft_agreement(found[0]).encode())
    if json or quiet:
        print(_json(found) if json else "\n".join("  ".join(_row(i)) for i in found))
        sys.stderr.writelines(f"{line}\n" for line in _refusals(refused))
    else:
        print("\n".join(_lines(found[0], draft) if len(named) == 1 else _table(found, refused)))
    if not found or any(file in files for file, _ in refused):  # what a folder holds besides is no error
        raise typer.Exit(InputError.exit_code)


def _json(found: list[Inspection]) -> str:
    from dataclasses import asdict
    from json import dumps

    from chukan.intake.draft import draft_agreement

    return dumps(
        [{**asdict(i), "draft_agreement": draft_agreement(i)} for i in found],
        ensure_ascii=False,
        indent=1,
        default=lambda raw: raw.hex(" ").upper(),  # the bytes of an anomaly
    )


def _table(found: list[Inspection], refused: list[tuple[str, InputError]]) -> Iterator[str]:
    """Yield one line a file: what it is and what it fits best; then those that could not be read."""
    from chukan.output.text import display_width

    head = ("ファイル", "文字コード", "形式", "件数", "読取不可", "合う定義")
    rows = [head, *(_row(i) for i in found)]
    widths = [max(display_width(row[column]) for row in rows) for column in range(len(head))]
    for row in rows:
        yield "  ".join(cell + " " * (w - display_width(cell)) for cell, w in zip(row, widths, strict=True)).rstrip()
    yield from _refusals(refused)
    yield "1ファイルずつ `chukan inspect ファイル` で調べると、移行条件の下書きなどの詳しい結果を見られます。"
    yield "フォルダ全体のプロジェクトの下書きは `chukan init フォルダ` で作れます。"


def _refusals(refused: list[tuple[str, InputError]]) -> Iterator[str]:
    """Yield one line for each file that could not be read."""
    from chukan.errors import readable

    for file, error in refused:
        yield f"読めません　 {readable(file)}: {error.message}"


def _row(i: Inspection) -> tuple[str, ...]:
    """Return one file's line of the table."""
    form = f"固定長 {i.record_length:,}" if i.form == "fixed" else f"CSV {_DELIMITERS.get(i.delimiter or '', '')}"
    fit = f"{i.fits[0].score:.0%} {i.fits[0].address}" if i.fits else "－"
    return i.path, i.encoding, form, f"{i.records:,}", f"{i.rejected:,}", fit


def _lines(i: Inspection, draft: Path | None) -> Iterator[str]:
    """Yield one screen: what it is, what is odd about it, what it fits, what to do next."""
    from chukan.intake.draft import draft_agreement

    yield f"■ {i.path}"
    yield f"  大きさ　　 {i.bytes:,} バイト  SHA-256 {i.sha256}"
    yield f"  文字コード {i.encoding}{'（BOM あり）' if i.bom else ''}  確からしさ {i.confidence:.0%}（{i.reason}）"
    newlines = "、".join(f"{_NEWLINES.get(kind, kind)} {count:,}" for kind, count in i.newlines) or "なし"
    yield f"  改行　　　 {newlines}{f'  値の中の改行 {i.newlines_in_values:,}' if i.newlines_in_values else ''}"
    if i.form == "fixed":
        guessed = "（推定。改行がなく、合う定義の長さから）" if i.is_guess else ""
        yield f"  形式　　　 固定長 {i.record_length:,} バイト{guessed}"
    else:
        delimiter = _DELIMITERS.get(i.delimiter or "", repr(i.delimiter))
        header = f"見出し行あり（{len(i.columns)} 列）" if i.header else "見出し行なし"
        yield f"  形式　　　 CSV  区切り {delimiter}  {_QUOTING.get(i.quoting or '', '')}  {header}"
    yield f"  件数　　　 {i.records:,} 件（読取 {i.records - i.rejected:,}・読取不可 {i.rejected:,}）  日付の形 {i.dates or '不明'}"
    yield f"  収支　　　 {_account(i)}"
    unit = "バイト" if i.form == "fixed" else "項目"
    widths = "、".join(f"{width:,} {unit}が {count:,} 件" for width, count in i.widths[:_NAMED])
    yield f"  レコード　 {widths or 'なし'}"
    yield from _oddities(i)
    yield "  合う移行ファイル定義"
    for fit in i.fits[:_NAMED]:
        yield f"    {fit.score:4.0%}  {fit.address}  {fit.business} {fit.name}（{'、'.join(fit.reasons)}）"
    if not i.fits:
        yield "    見つかりませんでした。`chukan layouts list` で一覧を見られます。"
    yield "  移行条件の下書き"
    yield from (f"    {line}" for line in draft_agreement(i).splitlines())
    if i.fits:
        agreement = draft or Path("agreement.yaml")
        if draft is None:
            yield f"  次の一手: chukan inspect {i.path} --draft {agreement}"
        yield f"  {'次の一手' if draft else '　　　　'}: chukan check {i.path} --layout {i.fits[0].address} --agreement {agreement} --out result"


def _account(i: Inspection) -> str:
    """Return where every byte of the file went; intake has checked that it adds up."""
    a = i.account
    parts = (
        ("読み取ったレコード", a.read_bytes),
        ("読取不可", a.rejected_bytes),
        ("改行", a.newline_bytes),
        ("見出しなど", a.header_bytes),
        ("BOM", a.bom_bytes),
        ("終端", a.end_bytes),
        ("空行", a.blank_bytes),
    )
    sheet = f"（シートは {a.sheet_rows:,} 行・{a.sheet_cells:,} セル）" if a.sheet_rows else ""
    return f"{a.total_bytes:,} バイト ＝ " + " ＋ ".join(f"{name} {size:,}" for name, size in parts if size) + sheet


def _oddities(i: Inspection) -> Iterator[str]:
    """Yield what staff must know before they trust the file."""
    if i.gaiji:
        named = "、".join(f"{g.source_code}（{g.code_point}）{g.count:,}字" for g in i.gaiji[:_NAMED])
        more = f" ほか {len(i.gaiji) - _NAMED} 種" if len(i.gaiji) > _NAMED else ""
        yield f"  外字　　　 {len(i.gaiji):,} 種: {named}{more}"
    for count, what in (
        (i.damaged_values, "値に、文字コードに無いバイトがあります"),
        (i.control_values, "値に、制御文字があります"),
        (i.end_marks, "バイトの終端（0x1A・NUL）があります"),
        (i.blank_lines, "行の空行があります"),
    ):
        if count:
            yield f"  注意　　　 {count:,} {what}"
    for anomaly in i.anomalies[:_NAMED]:
        where = f"{anomaly.line} 行目: " if anomaly.line else ""
        yield f"  注意　　　 {anomaly.rule} {where}{anomaly.message}"


def _refuse_existing(path: Path) -> None:
    """Raise OutputError when the draft would take the place of anything but a draft."""
    from chukan.errors import OutputError
    from chukan.intake.draft import FIRST_LINE

    if not path.is_file():  # a folder or a device: who writes says so
        return
    try:
        with path.open("rb") as file:
            if file.read(len(FIRST_LINE.encode())) == FIRST_LINE.encode():
                return
    except OSError:
        pass
    raise OutputError(
        "同じ名前のファイルがあります。移行条件の下書きではないため、上書きしていません",
        place=str(path),
        hint="--draft に別の名前を指定してください。",
    )


def register(app: typer.Typer) -> None:
    app.command("inspect", help=t("ファイルの素性を調べる（定義は要らない）", "say what a file is (no layout needed)"))(
        inspect
    )
