"""Delimiter and quote: what was agreed on, unless the file plainly shows something else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chukan.agreement import Agreement
from chukan.errors import AgreementError
from chukan.intake.batch import Anomaly
from chukan.intake.opening.sample import SampleRecord, quoting_of, sample_records, usual_width
from chukan.values.date_forms import SEPARATORS, form_of

DELIMITERS = (",", "\t", "|", ";")
_DELIMITER_NAMES = {",": "コンマ", "\t": "タブ", "|": "縦線", ";": "セミコロン", " ": "空白"}
#: The share of records that a delimiter must cut alike to be one.
_LEAST = 0.5


@dataclass(frozen=True)
class Dialect:
    """Delimiter and quote in force, and how fields are quoted."""

    delimiter: str
    quote: str | None
    quoting: str
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def delimiter_byte(self) -> int:
        """The delimiter, as it stands in the data."""
        return ord(self.delimiter)

    @property
    def quote_byte(self) -> int | None:
        """The quote, as it stands in the data."""
        return ord(self.quote) if self.quote else None


def dialect_of(text: bytes, agreement: Agreement, width: int | None, *, whole: bool) -> Dialect:
    """Return delimiter and quote: what was agreed on, unless the records plainly show something else.

    Args:
        text: the beginning of the file in UTF-8.
        agreement: what was agreed on.
        width: how many items the layout has, if there is one.
        whole: `text` is all of the file.

    Raises:
        AgreementError: the agreed delimiter or quote is no ASCII character.
    """
    for name, character in (("delimiter", agreement.delimiter), ("quote", agreement.quote)):
        if character is not None and not character.isascii():
            raise AgreementError(f"{name}「{character}」は使えません", hint="ASCII の1文字にしてください。")
    anomalies = []
    delimiter = agreement.delimiter
    if delimiter is None or delimiter.encode() not in text:
        seen = delimiter_of(text, agreement.quote, width, whole=whole)
        if delimiter is not None and seen is not None:
            anomalies.append(_other_delimiter(delimiter, seen))
        delimiter = seen or delimiter or ","
    records = sample_records(text, delimiter, agreement.quote or '"', "utf-8", whole=whole)
    quoting = quoting_of(records, text, agreement.quote or '"')
    quote = agreement.quote
    if quote is None or agreement.quoting == "none":
        quote = (agreement.quote or '"') if quoting == "all" else None
        if quote:
            message = "項目が引用符で囲まれています（移行条件では引用符を使いません）。引用符を外して読みました。"
            message += "移行条件に沿って出力し直してください。"
            anomalies.append(Anomaly(rule="F08", message=message, line=1))
    return Dialect(delimiter, quote, quoting, tuple(anomalies))


def delimiter_of(text: bytes, quote: str | None, width: int | None, *, whole: bool) -> str | None:
    """Return the delimiter that cuts most records alike, with quotes where they may be; None when none does.

    Args:
        text: the beginning of a file in UTF-8.
        quote: the quote that was agreed on, or is usual.
        width: how many fields a record should have, if that is known; it decides between delimiters that cut alike.
        whole: `text` is all of the file.
    """
    best: tuple[tuple[bool, float, int], str] | None = None
    for character in DELIMITERS:
        if character.encode() not in text:
            continue
        records = sample_records(text, character, quote, "utf-8", whole=whole)
        fields, share = _evenness(records)
        if fields < 2 or share < _LEAST:
            continue
        score = (fields in (width, (width or 0) + 1), share, fields)
        if best is None or score > best[0]:
            best = (score, character)
    return best[1] if best else None


def _evenness(records: Sequence[SampleRecord]) -> tuple[int, float]:
    """Return the usual number of fields above one, and the share of the records that are sound and have it.

    Titles above the header and a few broken records must not hide what all the others show.
    """
    cut = [record for record in records if record.width > 1]
    usual = usual_width(cut)
    alike = sum(record.sound and record.width == usual for record in cut)
    return usual, alike / len(records) if records else 0.0


def date_form_of(values: Iterable[str]) -> str | None:
    """Return the date form of most values; None when none has a known one."""
    counts = dict.fromkeys(SEPARATORS, 0)
    for value in values:
        if form := form_of(value):
            counts[form] += 1
    best = max(counts, key=lambda form: counts[form])
    return best if counts[best] else None


def _other_delimiter(agreed: str, seen: str) -> Anomaly:
    wanted, found = (_DELIMITER_NAMES.get(c, f"「{c}」") for c in (agreed, seen))
    message = (
        f"区切り文字が移行条件と違います（移行条件は{wanted}、ファイルは{found}と見られます）。"
        f"{found}で区切って読みました。移行条件に沿って出力し直してください。"
    )
    return Anomaly(rule="F07", message=message, line=1)
