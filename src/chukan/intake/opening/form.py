"""Fixed width or delimited: what a file looks like, and where that is not what was agreed on."""

from __future__ import annotations

from chukan.agreement import Agreement
from chukan.intake.batch import Anomaly
from chukan.intake.encoding.decode import decode
from chukan.intake.opening.dialect import DELIMITERS
from chukan.intake.opening.names import Names
from chukan.intake.opening.unit import is_of_length, with_unit
from chukan.intake.records.lines import NEWLINE
from chukan.layouts.model import Layout


def looks_fixed(data: bytes, layout: Layout | None, agreement: Agreement, encoding: str) -> bool:
    """Return True when nobody said so, but the lines are all of the length that the layout's items make.

    Args:
        data: The beginning of the file.
        layout: The layout; None = only positions that were agreed on.
        agreement: A delimiter or quoting that was agreed on decides against it.
        encoding: The encoding that the bytes are counted in.
    """
    if agreement.delimiter is not None or agreement.quoting is not None or (layout is None and not agreement.positions):
        return False
    if layout is not None and _begins_with_names(data, layout, agreement, encoding):
        return False
    return is_of_length(data, layout, with_unit(data, layout, agreement, encoding), encoding)


def _begins_with_names(data: bytes, layout: Layout, agreement: Agreement, encoding: str) -> bool:
    """Return True when the first line is a delimited header: most of its fields are names of the layout."""
    line = _first_line(data, agreement, encoding)
    names = Names(layout, agreement.columns)
    headers = [line.strip().split(delimiter) for delimiter in DELIMITERS]
    return any(2 * names.known([field.strip('"') for field in fields]) > len(fields) for fields in headers)


def _first_line(data: bytes, agreement: Agreement, encoding: str) -> str:
    """Return the first line behind the skipped ones; nothing where there is none."""
    skip = agreement.skip.first
    lines = NEWLINE.split(data if skip else data[: 1 << 16], maxsplit=skip + 1)
    return decode(lines[skip], encoding) if skip < len(lines) else ""


def other_form(data: bytes, layout: Layout | None, agreement: Agreement, encoding: str) -> tuple[Anomaly, ...]:
    """Report a file of fixed width that should be delimited, or the other way round: else every record is a riddle (F07).

    Args:
        data: the beginning of the file.
        layout: the layout; None = nobody can tell.
        agreement: what was agreed on.
        encoding: the encoding that the bytes are counted in.
    """
    if layout is None or agreement.record_types is not None:
        return ()
    told = ""
    if agreement.format is None and agreement.positions and not looks_fixed(data, layout, agreement, encoding):
        told = (
            "移行条件に固定長の positions がありますが、ファイルは区切り文字のある形式（CSV など）と見られます。"
            "positions は使わずに読みました。"
        )
    if (
        agreement.format == "fixed"
        and _begins_with_names(data, layout, agreement, encoding)
        and not is_of_length(data, layout, with_unit(data, layout, agreement, encoding), encoding)
    ):
        told = "移行条件は固定長ですが、ファイルは区切り文字のある形式（CSV など）と見られます。"
    if agreement.format == "csv" and agreement.delimiter not in (None, "") and len(layout.items) > 1:
        undecided = agreement.model_copy(update={"delimiter": None, "quoting": None, "length_unit": None})
        line = _first_line(data, agreement, encoding)
        if line and str(agreement.delimiter) not in line and looks_fixed(data, layout, undecided, encoding):
            told = "移行条件は区切り文字のある形式（CSV など）ですが、ファイルは固定長と見られます。"
    what = "format か positions" if agreement.positions and agreement.format is None else "format"
    hint = f"移行条件の {what} を改めるか、移行条件のとおりに出力し直してもらってください。"
    return (Anomaly(rule="F07", message=told + hint, line=1),) if told else ()
