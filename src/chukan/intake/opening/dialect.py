"""Delimiter and quote: what was agreed on, unless the file plainly shows something else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chukan.agreement import Agreement
from chukan.errors import AgreementError
from chukan.intake.batch import Anomaly
from chukan.intake.encoding.respelling import DELIMITER, Respelling
from chukan.intake.encoding.transcode import NO_RESPELLING
from chukan.intake.opening.names import Names
from chukan.intake.opening.sample import RECORDS, SampleRecord, quoting_of, sample_records, usual_width
from chukan.values.date_forms import SEPARATORS, form_of

#: Excel's own line that names the delimiter.
_SEP_LINE = re.compile(r'"?sep=([\t !#-/:-@\[-`{-~])"?[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)
#: A header is looked for among so many records.
WITHIN = 10
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
    respelling: Respelling = NO_RESPELLING
    """What is respelled before anything is cut; `delimiter` is then what stands for the agreed one."""
    skip: int = 0
    """Records at the beginning that are no data, beyond those that were agreed on."""

    @property
    def shown_delimiter(self) -> str:
        """The delimiter as the file has it."""
        return self.respelling.delimiter or self.delimiter

    @property
    def delimiter_byte(self) -> int:
        """The delimiter, as it stands in the data."""
        return ord(self.delimiter)

    @property
    def quote_byte(self) -> int | None:
        """The quote, as it stands in the data."""
        return ord(self.quote) if self.quote else None


def dialect_of(characters: str, agreement: Agreement, names: Names, *, whole: bool) -> Dialect:
    """Return delimiter and quote: what was agreed on, unless the records plainly show something else.

    Args:
        characters: the beginning of the file.
        agreement: what was agreed on.
        names: what the layout, if there is one, and the agreement call the columns.
        whole: `characters` is all of the file.

    Raises:
        AgreementError: the agreed delimiter or quote is not ASCII.
    """
    for name, character in (("delimiter", agreement.delimiter), ("quote", agreement.quote)):
        if character is not None and not character.isascii():
            raise AgreementError(f"{name}「{character}」は使えません", hint="ASCII の文字にしてください。")
    named = None if agreement.skip.first else _SEP_LINE.match(characters)
    anomalies = [_sep_line()] if named else []
    delimiter = agreement.delimiter or (named[1] if named else None)
    escapes = agreement.escape is not None
    pairs = escapes and 3 * characters.count("\r\n") > characters.count("\n") + characters.count("\r")
    if delimiter is None or delimiter not in characters:
        text = Respelling(escapes=escapes, marks=agreement.quote or "", pairs=pairs).apply(characters).encode()
        seen = delimiter_of(text, agreement.quote, names, whole=whole, skip=agreement.skip.first)
        if delimiter is not None and seen is not None:
            anomalies.append(_other_delimiter(delimiter, seen))
        delimiter = seen or delimiter or ","
    long = delimiter if len(delimiter) > 1 else ""
    marks = delimiter + (agreement.quote or "")
    respelling = Respelling(long, escapes=True, marks=marks, pairs=pairs) if escapes else Respelling(long)
    text = respelling.apply(characters).encode()
    delimiter = DELIMITER if respelling.delimiter else delimiter
    usual = agreement.quote or '"'
    quoting = "none"
    if usual in characters:
        skip = agreement.skip.first
        records = sample_records(
            text, delimiter, usual, "utf-8", whole=whole, limit=RECORDS + skip, comment=agreement.comment
        )
        quoting = quoting_of(records[skip:], text, usual)
    quote = agreement.quote
    if quote is None or agreement.quoting == "none":
        quote = usual if quoting == "all" else None
        if quote:
            message = "項目が引用符で囲まれています（移行条件では引用符を使いません）。引用符を外して読みました。"
            message += "移行条件に沿って出力し直してください。"
            anomalies.append(Anomaly(rule="F08", message=message, line=1))
    return Dialect(
        delimiter=delimiter,
        quote=quote,
        quoting=quoting,
        anomalies=tuple(anomalies),
        respelling=respelling,
        skip=1 if named else 0,
    )


def delimiter_of(
    text: bytes, quote: str | None, names: Names | None = None, *, whole: bool, skip: int = 0
) -> str | None:
    """Return the delimiter that cuts most records alike, with quotes where they may be; None when none does.

    Below titles, one that cuts a line into the layout's names is it, however few records there are.

    Args:
        text: the beginning of a file in UTF-8.
        quote: the quote that was agreed on, or is usual.
        names: of the columns; how many there should be decides between delimiters that cut alike.
        whole: `text` is all of the file.
        skip: records at the beginning that are no data, as agreed.
    """
    best: tuple[tuple[bool, bool, float, float, int], str] | None = None
    width = len(names.layout.items) if names is not None and names.layout is not None else None
    for character in DELIMITERS:
        if character.encode() not in text:
            continue
        records = sample_records(text, character, quote, "utf-8", whole=whole, limit=RECORDS + skip)[skip:]
        fields, sound, alike = _evenness(records)
        named = names is not None and any(_is_header(record, names) for record in records[:WITHIN])
        if fields < 2 or (alike < _LEAST and not named):
            continue
        score = (named, fields in (width, (width or 0) + 1), sound, alike, fields)
        if best is None or score > best[0]:
            best = (score, character)
    return best[1] if best else None


def _is_header(record: SampleRecord, names: Names) -> bool:
    """Return True when most of the fields of a record are names of the layout."""
    known = names.layout is not None or names.likely
    return bool(known) and record.width > 1 and 2 * names.known(record.values) > record.width


def _evenness(records: Sequence[SampleRecord]) -> tuple[int, float, float]:
    """Return the usual number of fields above one, the share of the records that are sound and have it, and of all that do.

    Titles above the header and a few broken records must not hide what all the others show.
    """
    cut = [record for record in records if record.width > 1]
    usual = usual_width(cut)
    alike = [record for record in cut if record.width == usual]
    total = max(1, len(records))
    return usual, sum(record.sound for record in alike) / total, len(alike) / total


def date_form_of(values: Iterable[str]) -> str | None:
    """Return the date form of most values; None when none has a known one."""
    counts = dict.fromkeys(SEPARATORS, 0)
    for value, times in Counter(values).items():
        if form := form_of(value):
            counts[form] += times
    best = max(counts, key=lambda form: counts[form])
    return best if counts[best] else None


def _sep_line() -> Anomaly:
    message = (
        "先頭に「sep=」の行があります（Excel への区切り文字の指示）。読み飛ばしました。付けずに出力するか、"
        "移行条件に skip: {first: 1} と書いてください。"
    )
    return Anomaly(rule="F06", message=message, severity="warning", line=1)


def _other_delimiter(agreed: str, seen: str) -> Anomaly:
    wanted, found = (_DELIMITER_NAMES.get(c, f"「{c}」") for c in (agreed, seen))
    message = (
        f"区切り文字が移行条件と違います（移行条件は{wanted}、ファイルは{found}と見られます）。"
        f"{found}で区切って読みました。移行条件に沿って出力し直してください。"
    )
    return Anomaly(rule="F07", message=message, line=1)
