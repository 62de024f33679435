"""Keys of an agreement that mean nothing for the form that a file has (A02): none of them is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator

from chukan.agreement import Agreement
from chukan.intake.batch import Anomaly, FileFacts

_SPELLING = ("delimiter", "quote", "quoting", "escape", "comment")
_PLACES = ("positions", "record_length")
#: Keys that mean nothing for a form, as an agreement spells them.
_OF_SHEETS = ("encoding", "newline", *_SPELLING, *_PLACES)
_OF_FIXED = (*_SPELLING, "newlines_in_values", "columns")
#: Keys without which the same values would be read: an agreement of many files has them for the others.
_HARMLESS = frozenset({"padding.text", "padding.number", "newlines_in_values: false", "quote", "record_types.length"})
#: The same where a file is of fixed width as agreed: what is said of all CSVs.
_OF_CSVS = frozenset({"delimiter", "quoting", "newlines_in_values"})
#: What they are for, where the form alone does not say it.
_WHY = {
    "columns": "columns は見出しの列名で項目を決めるものです。項目は移行ファイル定義の順（固定長では位置）で読みました。",
    "newlines_in_values": "値の中の改行は、引用符で囲む形でだけ読めます。",
    "padding.number": "CSV で意味があるのは left_zero だけです。",
    "record_types.length": "CSV のレコードの種別は、項目の値の全体で見分けます。",
}
#: How a key is taken back that is inherited, where that is not ``null``.
_EMPTY = {"columns": "{}", "padding": "{}"}


def unused_keys(
    agreement: Agreement, facts: FileFacts, *, is_sheet: bool, is_other_form: bool = False
) -> tuple[Anomaly, ...]:
    """Report what was agreed on but means nothing for a file: all keys once, and what is wrong with the whole form.

    Args:
        agreement: as it was given for the file.
        facts: what the file turned out to be.
        is_sheet: a sheet of a workbook.
        is_other_form: it was told already that the file is delimited, or of fixed width, against what was agreed on.
    """
    found = []
    if is_sheet and agreement.format == "fixed":
        message = (
            "移行条件は固定長（format: fixed）ですが、提出されたのは Excel のシートです。表として読みました。"
            "移行条件のとおりに出力し直してもらうか、format を改めてください。"
        )
        found.append(Anomaly(rule="F07", message=message, line=1))
    if is_sheet and agreement.length_unit == "bytes" and agreement.encoding is None:
        message = (
            "移行条件の length_unit は bytes ですが、Excel のシートに文字コードはなく、どの文字コードのバイト数かが"
            "決まっていません。UTF-8 で数えました。移行条件の encoding に、桁数を数える文字コードを書いてください。"
        )
        found.append(Anomaly(rule="A02", message=message, severity="warning", line=1))
    told = _PLACES if is_other_form else ()
    keys = tuple(dict.fromkeys(key for key in _unused(agreement, facts, is_sheet=is_sheet) if key not in told))
    if keys:
        harmless = _HARMLESS | (_OF_CSVS if agreement.format == facts.format == "fixed" else frozenset())
        is_harmless = harmless.issuperset(keys) and not _marks_differ(agreement, facts)
        found.append(
            Anomaly(
                rule="A02",
                message=_message(keys, _form(keys, facts, is_sheet=is_sheet), harmless=is_harmless),
                severity="info" if is_harmless else "warning",
                line=1,
            )
        )
    return tuple(found)


def _unused(agreement: Agreement, facts: FileFacts, *, is_sheet: bool) -> Iterator[str]:
    """Yield the keys that mean nothing, as messages show them."""
    if facts.format == "fixed":
        yield from (_shown(key, agreement) for key in _OF_FIXED if _is_given(key, agreement))
        return
    counts_bytes = agreement.length_unit == "bytes"  # of the agreed encoding, whatever the file is in
    keys = tuple(key for key in _OF_SHEETS if key != "encoding" or not counts_bytes) if is_sheet else _PLACES
    yield from (key for key in keys if _is_given(key, agreement))
    if (
        not facts.header and not agreement.header and _is_given("columns", agreement)
    ):  # else F06 says that it is missing
        yield "columns"
    padding = agreement.padding
    if "text" in padding.model_fields_set and padding.text != "none":
        yield "padding.text"
    if "number" in padding.model_fields_set and padding.number not in ("none", "left_zero"):
        yield "padding.number"
    types = agreement.record_types
    if types is not None and "length" in types.model_fields_set:
        yield "record_types.length"
    if not is_sheet:
        yield from _without_quotes(agreement)


def _marks_differ(agreement: Agreement, facts: FileFacts) -> bool:
    """Return True where kinds of record of a delimited file are marked by more or fewer bytes than were agreed on."""
    types = agreement.record_types
    if types is None or "length" not in types.model_fields_set or facts.format == "fixed":
        return False
    encoding = agreement.encoding or facts.encoding
    return any(len(one.value.encode(encoding, "replace")) != types.length for one in types.listed)


def _without_quotes(agreement: Agreement) -> Iterator[str]:
    """Yield what is said of quotes where none are used."""
    if agreement.quote is not None and agreement.quoting != "none":
        return
    if agreement.newlines_in_values and agreement.escape is None:
        yield "newlines_in_values"
    if agreement.quoting == "none" and _is_given("quote", agreement):
        yield "quote"


def _is_given(key: str, agreement: Agreement) -> bool:
    """Return True for a key that somebody has written down, with a value that says something."""
    value = getattr(agreement, key)
    return key in agreement.model_fields_set and value is not None and value != {}


def _shown(key: str, agreement: Agreement) -> str:
    return f"{key}: false" if key == "newlines_in_values" and agreement.newlines_in_values is False else key


def _form(keys: tuple[str, ...], facts: FileFacts, *, is_sheet: bool) -> str:
    """Return what messages call the form for which the keys mean nothing."""
    form = "Excel のシート" if is_sheet else "固定長" if facts.format == "fixed" else "CSV"
    if "columns" in keys and facts.format != "fixed":
        form += "、見出しなし"
    return form + "、引用符なし" if "newlines_in_values" in keys and facts.format != "fixed" else form


def _message(keys: tuple[str, ...], form: str, *, harmless: bool) -> str:
    told = f"移行条件の {'、'.join(keys)} は、このファイルの形（{form}）では意味がなく、使わずに読みました。"
    told += "".join(_WHY[key] for key in keys if key in _WHY)
    if harmless:
        return f"{told}ほかの形のファイルと共通の移行条件なら、そのままでかまいません。"
    first = keys[0].partition(".")[0].partition(":")[0]
    return (
        f"{told}約束した形のファイルかを確かめ、違えば出力し直してもらってください。ファイルが正しければ、そのファイルの移行条件から"
        f"消してください（ほかのところの移行条件から引き継がれているなら {first}: {_EMPTY.get(first, 'null')}）。"
    )
