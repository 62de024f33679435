"""The agreement (移行条件): what both vendors agreed on the physical file.

A key that is left out is *undecided*: it is detected where it can be, and the report says
移行条件未定. Nothing is assumed in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import Field, ValidationError, field_validator, model_validator

from chukan.documents import Document, Few, Misplaced, Positive, load, load_lines, refusal, shown_value
from chukan.errors import AgreementError, did_you_mean
from chukan.record_types import RecordTypes
from chukan.yaml_text import Lines

Encoding = Literal[
    "cp932", "shift_jis", "shift_jis_2004", "euc_jp", "utf-8", "utf-8-sig", "utf-16", "utf-16le", "utf-16be"
]
Newline = Literal["crlf", "lf", "cr", "none"]
_ERA_EXAMPLE = "{era: 生年月日元号, digits: yymmdd}"
_ERAS_EXAMPLE = "{era: {生年月日: 生年月日元号, 異動日: 異動日元号}, digits: yymmdd}"
WesternForm = Literal["yyyymmdd", "yyyy-mm-dd", "yyyy/mm/dd"]
DateForm = WesternForm | Literal["gyymmdd"]
_DATE_FORMS = (*get_args(WesternForm), "gyymmdd")
Repertoire = Literal["any", "cp932", "jis_x_0208", "jis_x_0213"]
Padding = Literal["right_space", "left_space", "left_zero", "right_fullwidth_space", "none"]

#: Keys that must be agreed on before a delivery can be read without guessing.
DECISIVE = ("format", "encoding", "newline", "delimiter", "quoting", "header", "length_unit", "dates")

#: Encodings in which a backslash is never half of a character.
_NO_HALVES = ("utf-8", "utf-8-sig", "utf-16", "utf-16le", "utf-16be", "euc_jp")
_LONGEST_DELIMITER = 8
_DAY_DIGITS = 8

_ALIASES = {
    "windows-31j": "cp932",
    "ms932": "cp932",
    "sjis": "shift_jis",
    "shift-jis": "shift_jis",
    "shift_jisx0213": "shift_jis_2004",
    "shift_jis-2004": "shift_jis_2004",
    "euc-jp": "euc_jp",
    "eucjp": "euc_jp",
    "utf8": "utf-8",
    "utf_8": "utf-8",
    "utf8-sig": "utf-8-sig",
    "utf16": "utf-16",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
}


Estimates = Literal["info", "warning", "error"]


class PaddingRules(Document):
    """How a fixed-width item is filled up."""

    text: Padding = "right_space"
    number: Padding = "left_zero"


class Skip(Document):
    """Records at the file's ends that are not data."""

    first: Few = 0
    last: Few = 0


class Position(Document):
    """The place of an item in a fixed-width record, in bytes from 1."""

    start: Positive
    length: Positive


class EraDates(Document):
    """Dates whose era is written in a column of its own, beside year, month and day.

    Attributes:
        era: The column that holds the era of the date beside it (its number, letter or name); for several dates:
            each date's item -> the column of its era.
        digits: How year, month and day are written.
    """

    era: str | dict[str, str]
    digits: Literal["yymmdd"] = "yymmdd"

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> EraDates:
        """Return what an agreement's ``dates`` say.

        Raises:
            ValueError: a key or a value is wrong; says what may be written.
        """
        era, digits = given.get("era"), given.get("digits", "yymmdd")
        names = [era] if isinstance(era, str) else [*era, *era.values()] if isinstance(era, Mapping) else [None]
        right = {*given} <= {"era", "digits"} and digits == "yymmdd" and all(isinstance(n, str) and n for n in names)
        if not right or not names:
            raise ValueError(f"元号の列のある日付は「{_ERA_EXAMPLE}」か「{_ERAS_EXAMPLE}」のように書いてください")
        return cls(era=era if isinstance(era, str) else dict(era or {}))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold eras."""
        return (self.era,) if isinstance(self.era, str) else tuple(dict.fromkeys(self.era.values()))


class Agreement(Document):
    """What both vendors agreed on (移行条件). ``None`` = undecided: it is detected, and reported as 移行条件未定.

    The keys and their values are those of an agreement file; wherever an agreement is taken, a mapping of them or
    the path of such a file does as well.

    Examples:
        >>> from chukan import Agreement
        >>> Agreement(encoding="sjis", header=True).undecided
        ('format', 'newline', 'delimiter', 'quoting', 'length_unit', 'dates')
    """

    format: Literal["csv", "fixed"] | None = None
    encoding: Encoding | None = None
    newline: Newline | None = None
    delimiter: str | None = Field(default=None, examples=['","'])
    columns: dict[str, str | None] = Field(default_factory=dict, examples=["{個人宛名番号: 宛名番号, 備考２: null}"])
    """Names of columns in the file -> items; None = known and left out; ``NAME#2`` = the second column of a name."""
    quote: str | None = Field(default='"', examples=["'\"'"])
    """The quote character; ``none`` in a file = no quoting at all."""
    quoting: Literal["minimal", "all", "none"] | None = None
    header: bool | None = Field(default=None, examples=["true"])
    newlines_in_values: bool | None = Field(default=None, examples=["false"])
    length_unit: Literal["chars", "bytes"] | None = None
    dates: DateForm | EraDates | None = Field(default=None, examples=["yyyymmdd"])
    unknown_dates: tuple[str, ...] = Field(default=("00000000", "99999999"), examples=['["00000000", "99999999"]'])
    repertoire: Repertoire = "any"
    gaiji: Literal["allow", "warning", "error"] = "warning"
    estimates: Estimates | None = None
    """The most that a finding weighs which rests on a reference pack's estimate; None = a warning, of code lists an
    information."""
    padding: PaddingRules = Field(default=PaddingRules(), examples=["{text: right_space, number: left_zero}"])
    implied_point: bool = Field(default=False, examples=["true"])
    """Numbers with decimals are written without their point: the layout's scale says where it is."""
    record_types: RecordTypes | None = Field(
        default=None, examples=['{column: 1, length: 1, header: "1", data: "2", trailer: "8", end: "9"}']
    )
    skip: Skip = Field(default=Skip(), examples=["{first: 1, last: 0}"])
    positions: dict[str, Position] | None = Field(
        default=None, min_length=1, examples=["{宛名番号: {start: 1, length: 15}, 氏名: {start: 16, length: 40}}"]
    )
    """Fixed width: the places of the items; left out = one after the other, by the layout's lengths."""
    record_length: Positive | None = Field(default=None, examples=["120"])
    """Fixed width: bytes of a record, where more follows than the last item."""
    escape: Literal["\\"] | None = Field(default=None, examples=['"\\\\"'])
    """A backslash before a delimiter, a quote, a backslash, a newline, n, r or t; not in Shift_JIS, where it may be half of a character."""
    comment: str | None = Field(default=None, examples=['"#"'])
    """What a line begins with that is no record, such as "#"."""
    overpunch: bool = Field(default=False, examples=["true"])
    """The last digit of a number carries its sign, as COBOL's zoned numbers do: {ABCDEFGHI and }JKLMNOPQR."""

    @field_validator("encoding", mode="before")
    @classmethod
    def _encoding(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        name = value.strip().lower()
        return _ALIASES.get(name, name)

    @field_validator("dates", mode="before")
    @classmethod
    def _dates(cls, value: Any) -> Any:
        if value is None or isinstance(value, EraDates):
            return value
        if isinstance(value, Mapping):
            return EraDates.of(value)
        form = str(value).lower()
        if form not in _DATE_FORMS:
            hint = did_you_mean(form, _DATE_FORMS) or ""
            raise ValueError(
                f"日付の形「{shown_value(value)}」は使えません（使える形: {'、'.join(_DATE_FORMS)}、{_ERA_EXAMPLE}）。{hint}"
            )
        return form

    @field_validator("newline", "format", "repertoire", mode="before")
    @classmethod
    def _lower(cls, value: Any) -> Any:
        return value.lower() if isinstance(value, str) else value

    @field_validator("delimiter", mode="before")
    @classmethod
    def _delimiter(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        value = {"\\t": "\t", "tab": "\t", "comma": ",", "pipe": "|"}.get(value, value)
        if not value:
            raise ValueError("区切り文字が空です")
        if len(value) == 1 and value.isalnum():  # nobody means it: every name would be torn apart
            raise ValueError("区切り文字に文字や数字は使えません")
        long = len(value) > 1
        if long and (len(value) > _LONGEST_DELIMITER or any(character.isalnum() for character in value)):
            raise ValueError('区切り文字は1文字、または文字や数字でない記号を8つまでです（例 "," や "\\t" や "||"）')
        if {*value} & {*'"\r\n'}:
            raise ValueError('区切り文字に引用符と改行は使えません（例 "," や "\\t" や "||"）')
        return value

    @field_validator("quote", mode="before")
    @classmethod
    def _quote(cls, value: Any) -> Any:
        if value in (None, "none", ""):
            return None
        if not isinstance(value, str) or len(value) != 1 or value.isalnum() or value.isspace():
            raise ValueError("引用符は、文字でも数字でも空白でもない1文字です（使わないときは none）")
        return value

    @field_validator("comment")
    @classmethod
    def _comment(cls, value: str | None) -> str | None:
        if value is not None and (not value.isascii() or not value.strip() or {*value} & {*'"\r\n'}):
            raise ValueError('comment は行の先頭の記号です（例 "#"）')
        if value is not None and value[0].isalnum():  # records begin so: they would be left out in silence
            raise ValueError(
                'comment は記号で始めてください。文字や数字では、そう始まるレコードが読まれません（例 "#"）'
            )
        return value

    @field_validator("escape", mode="before")
    @classmethod
    def _backslash(cls, value: Any) -> Any:
        if value not in (None, "\\"):
            raise ValueError('escape に使えるのは「\\」だけです（例 escape: "\\\\"）')
        return value

    @field_validator("unknown_dates", mode="before")
    @classmethod
    def _strings(cls, value: Any) -> Any:
        if not isinstance(value, list | tuple):
            return value
        for form in value:
            is_day = isinstance(form, int) and not isinstance(form, bool) and len(str(form)) == _DAY_DIGITS
            if not is_day and not (isinstance(form, str) and form.strip()):
                raise ValueError(
                    f"「{shown_value(form)}」は使えません。日付の代わりに書かれる値を、引用符で囲んで並べてください"
                )
        return tuple(str(form) for form in value)

    @model_validator(mode="after")
    def _consistent(self) -> Agreement:
        if self.escape is not None and self.encoding not in _NO_HALVES:
            raise Misplaced(
                "escape（エスケープ文字）は、encoding が utf-8・utf-16・euc_jp のときだけ使えます。「\\」は Shift_JIS の"
                "2バイト目に現れるため安全に読めません。引用符を二重にする形（RFC 4180）で出力してもらってください",
                "escape",
            )
        if self.format == "csv" and self.newline == "none":
            raise Misplaced("newline: none は固定長（format: fixed）でだけ使えます", "newline")
        if self.format == "csv" and (
            key := next((k for k in ("positions", "record_length") if getattr(self, k)), None)
        ):
            raise Misplaced(
                f"{key} は固定長（format: fixed）でだけ使えます。format を改めるか、{key} を消してください"
                f"（ほかのところの移行条件から引き継がれているなら {key}: null）",
                key,
            )
        if self.quote is not None and self.quote in (self.delimiter or ""):
            raise Misplaced("quote（引用符）と delimiter（区切り文字）が同じです", "quote")
        if self.comment and self.delimiter and self.comment.startswith(self.delimiter):
            raise Misplaced(
                "comment（コメント行の始まり）が delimiter（区切り文字）で始まっています。先頭の項目が空のレコードが読まれません",
                "comment",
            )
        if self.quoting in ("all", "minimal") and self.quote is None:
            raise Misplaced(
                f"quoting: {self.quoting} には quote が要ります。引用符を使わないなら quoting: none にしてください",
                "quoting",
            )
        return self

    @property
    def date_form(self) -> WesternForm | None:
        """The form that dates have once they are read: eight digits where they are written in eras; None = undecided."""
        return "yyyymmdd" if self.dates == "gyymmdd" or isinstance(self.dates, EraDates) else self.dates

    @property
    def era_columns(self) -> tuple[str, ...]:
        """The columns that hold the eras of dates beside them."""
        return self.dates.columns if isinstance(self.dates, EraDates) else ()

    @property
    def undecided(self) -> tuple[str, ...]:
        """The decisive keys that nobody decided, in the order of `DECISIVE`."""
        keys = ("format", "encoding", "newline", "length_unit", "dates") if self.format == "fixed" else DECISIVE
        return tuple(key for key in keys if getattr(self, key) is None)

    def merged(self, keys: Mapping[str, Any], *, place: str | Lines = "移行条件") -> Agreement:
        """Return this agreement with single keys overridden (a business's or a file's own).

        Args:
            keys: the keys as an agreement file spells them, with their values.
            place: where they were written, for the message; the lines of that place where they are known.

        Raises:
            AgreementError: a key or a value is wrong; names the nearest known key.
        """
        if not keys:
            return self
        try:
            return Agreement.model_validate({**self.model_dump(exclude_unset=True), **keys})
        except ValidationError as e:
            lines = place if isinstance(place, Lines) else Lines(place)
            raise refusal(e, Agreement, AgreementError, lines) from None


Agreed = Agreement | Mapping[str, Any] | str | Path
"""An agreement, its keys and values, or the path of its file."""


def load_agreement(path: Path) -> Agreement:
    """Return the agreement in a YAML file.

    Raises:
        AgreementError: the file is missing or wrong; names the line and the nearest key.
    """
    return load(path, Agreement, AgreementError)


def agreement_lines(given: Agreed | None) -> tuple[Lines, ...]:
    """Return where the values of an agreement stand that was given as a file; nothing for another form."""
    return (load_lines(Path(given), Agreement, AgreementError)[1],) if isinstance(given, str | Path) else ()


def agreement_of(given: Agreed | None) -> Agreement:
    """Return the agreement that was given in one of its forms; where there is none, one that leaves all undecided.

    Raises:
        AgreementError: a key or a value is wrong; names the nearest known key.
    """
    if given is None or isinstance(given, Agreement):
        return given or Agreement()
    return Agreement().merged(given) if isinstance(given, Mapping) else load_agreement(Path(given))
