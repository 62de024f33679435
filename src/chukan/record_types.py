"""Files of several kinds of record, as an agreement describes them: headers, data, trailers, ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator, model_validator

from chukan.documents import Document, Misplaced, Positive, one_is_a_list, shown_value
from chukan.errors import did_you_mean


def _keys(value: Any) -> Any:
    """Return the keys of kinds as they are compared: texts, also where YAML took them for numbers."""
    keys = one_is_a_list(str(value) if isinstance(value, int) and not isinstance(value, bool) else value)
    return tuple(str(key) if isinstance(key, int) else key for key in keys) if isinstance(keys, list | tuple) else keys


Keys = Annotated[
    tuple[str, ...], BeforeValidator(_keys, json_schema_input_type=str | int | list[str | int]), Field(min_length=1)
]
"""Keys of kinds of record; a single one may be written without its list."""


class SummedItem(Document):
    """What a sum of a trailer adds up.

    Attributes:
        item: The item of the records that are added up.
        types: The keys of their kinds; None = those whose layout has the item.
    """

    item: str = Field(min_length=1)
    types: Keys | None = None


def _summed(value: Any) -> Any:
    """Return the long form of what a sum adds up; a single text is the item."""
    if isinstance(value, str):
        return {"item": value}
    if not isinstance(value, Mapping | SummedItem):
        raise Misplaced(f"「{shown_value(value)}」は使えません。合計するデータの項目の名前を書くところです")
    return value


Summed = Annotated[SummedItem, BeforeValidator(_summed, json_schema_input_type=str | SummedItem)]


def _counts(value: Any) -> Any:
    """Return the long form of what is counted; a single text is the item, for all data."""
    if value is None or isinstance(value, str):
        return {value: None} if value else {}
    if not isinstance(value, Mapping):
        raise Misplaced(f"「{shown_value(value)}」は使えません。件数のあるトレーラの項目の名前を書くところです")
    return value


Counts = Annotated[
    dict[str, Keys | None], BeforeValidator(_counts, json_schema_input_type=str | dict[str, Keys] | None)
]


class RecordType(Document):
    """One kind of record of a file that holds several.

    Attributes:
        value: What marks it; None = the key under which it is listed.
        layout: The layout of these records; None = they are only looked at as a whole.
        times: How often it occurs; None = any number of times.
        first: The file begins with it.
        last: The file ends with it.
        count: Its items that hold numbers of records -> the keys of the kinds that each of them counts; None = all kinds
            that occur any number of times together, as where only the item is given.
        sum: Its items that hold sums -> the items of the data records that are added up, with their kinds where not all
            data that has such an item is meant.
    """

    value: str | None = Field(default=None, min_length=1, examples=['"9"'])
    layout: str | None = Field(default=None, min_length=1, examples=["transfer"])
    times: Positive | None = Field(default=None, examples=["1"])
    first: bool = Field(default=False, examples=["true"])
    last: bool = Field(default=False, examples=["true"])
    count: Counts = Field(default_factory=dict, examples=['合計件数 か count: {明細件数: "2"}'])
    sum: dict[str, Summed] = Field(
        default_factory=dict, examples=['{合計金額: 振込金額} か sum: {合計金額: {item: 振込金額, types: "2"}}']
    )

    @field_validator("value", mode="before")
    @classmethod
    def _text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


@dataclass(frozen=True)
class NamedType:
    """A kind of record; see `RecordTypes.listed`.

    Attributes:
        key: What it is listed under; of the short form its name there.
        name: What messages call it.
        is_data: Known to be data without looking at layouts (the short form).
    """

    key: str
    name: str
    rule: RecordType
    is_data: bool = False

    @property
    def value(self) -> str:
        """What marks its records."""
        return self.key if self.rule.value is None else self.rule.value


class RecordTypes(Document):
    """Files of several kinds of record: what a record's first bytes say.

    ``column`` is the first byte (fixed width) or field (CSV) from 1; ``length`` is in bytes. ``types``
    lists the kinds in the order in which they occur; the short form ``header``, ``data``, ``trailer``,
    ``end`` is a header once at the beginning, a trailer once behind the data, an end once at the end.

    Two kinds may be marked by the same value where their places tell them apart: the file's first record is the one,
    all others of that value are the other. Both must occur a fixed number of times, so that one that is missing shows.
    """

    column: Positive = Field(default=1, examples=["1"])
    length: Positive = Field(default=1, examples=["1"])
    types: dict[str, RecordType] | None = Field(
        default=None,
        examples=['{"1": {layout: 定義, times: 1, first: true}, "2": {layout: 定義}}'],
    )
    header: str | None = Field(default=None, min_length=1, examples=['"1"'])
    data: str | None = Field(default=None, min_length=1, examples=['"2"'])
    trailer: str | None = Field(default=None, min_length=1, examples=['"8"'])
    end: str | None = Field(default=None, min_length=1, examples=['"9"'])

    @field_validator("types", mode="before")
    @classmethod
    def _string_keys(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        for key in value:
            if not isinstance(key, str | int) or isinstance(key, bool):
                raise Misplaced(f"種別の値「{shown_value(key)}」は使えません。引用符で囲んでください")
        return {str(key): {} if rule is None else rule for key, rule in value.items()}

    @model_validator(mode="after")
    def _one_form(self) -> RecordTypes:
        short = any(getattr(self, name) is not None for name, _, _ in _SHORT_FORM)
        if self.types is not None and short:
            raise Misplaced("types と、header・data・trailer・end の短い書き方は一緒に使えません", "types")
        if self.types == {}:
            raise Misplaced("types にレコード種別を書いてください", "types")
        if self.types is None and not short:
            raise Misplaced("レコードの種別がありません。header・data・trailer・end か types を書いてください")
        self._check_values()
        for key, rule in (self.types or {}).items():
            for name, item, keys in (
                *(("count", item, keys) for item, keys in rule.count.items()),
                *(("sum", item, summed.types) for item, summed in rule.sum.items()),
            ):
                self._check_keys(keys or (), ("types", key, name, item))
        return self

    def _check_values(self) -> None:
        """Check that each record is of one kind.

        Raises:
            Misplaced: two kinds have the same value, and their places do not tell them apart.
        """
        listed = self.listed
        for value in {one.value: None for one in listed}:
            alike = [one for one in listed if one.value == value]
            begin = [one for one in alike if one.rule.times == 1 and (one.rule.first or one.name == "ヘッダ")]
            if len(alike) == 1 or (len(alike) == 2 and len(begin) == 1 and all(one.rule.times for one in alike)):
                continue
            names = "、".join(one.key for one in alike)
            raise Misplaced(
                f"同じ値「{value}」が二つの種別（{names}）にあります。先頭のレコード1件と、件数の決まった別のレコードのほかは、"
                "値だけでは見分けられません。先頭の種別なら first: true と times: 1 を、もう一方に times を書いてください"
                "（短い書き方なら header と、trailer か end）。そうでなければ、値の違う位置を column と length で指定するか、"
                "先頭や最後のレコードを skip で読み飛ばしてください",
                *((("types", alike[-1].key)) if self.types is not None else (alike[-1].key,)),
            )

    def _check_keys(self, keys: tuple[str, ...], loc: tuple[str, ...]) -> None:
        """Check that a count or a sum names kinds that there are.

        Raises:
            Misplaced: it does not; says which there are.
        """
        known = [*(self.types or {})]
        other = next((key for key in keys if key not in known), None)
        if other is not None:
            hint = did_you_mean(other, known) or f"types にある値: {'、'.join(known)}"
            raise Misplaced(f"種別「{other}」は types にありません。{hint}", *loc)

    @property
    def listed(self) -> tuple[NamedType, ...]:
        """The kinds of record in the order in which they are expected."""
        if self.types is not None:
            named = [NamedType(key, f"種別「{key}」", rule) for key, rule in self.types.items()]
            return tuple(sorted(named, key=lambda one: one.rule.last - one.rule.first))
        return tuple(
            NamedType(name, ja, RecordType(value=value, times=None if is_data else 1), is_data)
            for name, ja, is_data in _SHORT_FORM
            if (value := getattr(self, name)) is not None
        )

    @property
    def others_are_data(self) -> bool:
        """True when a record of no listed kind is data (the short form without ``data``)."""
        return self.types is None and self.data is None


_SHORT_FORM = (
    ("header", "ヘッダ", False),
    ("data", "データ", True),
    ("trailer", "トレーラ", False),
    ("end", "エンド", False),
)
