"""Files of several kinds of record, as an agreement describes them: headers, data, trailers, ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field, field_validator, model_validator

from chukan.documents import Document, Misplaced


class RecordType(Document):
    """One kind of record of a file that holds several.

    Attributes:
        layout: The layout of these records; None = they are only looked at as a whole.
        times: How often it occurs; None = any number of times.
        first: The file begins with it.
        last: The file ends with it.
        count: The item that holds the number of data records.
        sum: Its items that hold sums -> the items of the data records that are added up.
    """

    layout: str | None = None
    times: int | None = Field(default=None, ge=1)
    first: bool = False
    last: bool = False
    count: str | None = None
    sum: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class NamedType:
    """A kind of record under the value that marks it; see `RecordTypes.listed`.

    Attributes:
        name: What messages call it.
        is_data: Known to be data without looking at layouts (the short form).
    """

    key: str
    name: str
    rule: RecordType
    is_data: bool = False


class RecordTypes(Document):
    """Files of several kinds of record: what a record's first bytes say.

    ``column`` is the first byte (fixed width) or field (CSV) from 1; ``length`` is in bytes. ``types``
    lists the kinds in the order in which they occur; the short form ``header``, ``data``, ``trailer``,
    ``end`` is a header once at the beginning, a trailer once behind the data, an end once at the end.
    """

    column: int = Field(default=1, ge=1)
    length: int = Field(default=1, ge=1)
    types: dict[str, RecordType] | None = None
    header: str | None = None
    data: str | None = None
    trailer: str | None = None
    end: str | None = None

    @field_validator("types", mode="before")
    @classmethod
    def _string_keys(cls, value: Any) -> Any:
        return {str(key): rule or {} for key, rule in value.items()} if isinstance(value, Mapping) else value

    @model_validator(mode="after")
    def _one_form(self) -> RecordTypes:
        short = any(getattr(self, name) is not None for name, _, _ in _SHORT_FORM)
        if self.types is not None and short:
            raise Misplaced("types と、header・data・trailer・end の短い書き方は一緒に使えません", "types")
        values = [getattr(self, name) for name, _, _ in _SHORT_FORM if getattr(self, name) is not None]
        twin = next((value for value in values if values.count(value) > 1), None)
        if twin is not None:
            raise Misplaced(f"同じ値「{twin}」が二つの種別にあります。レコードの種別を分けられません")
        if self.types == {}:
            raise Misplaced("types にレコード種別を書いてください", "types")
        return self

    @property
    def listed(self) -> tuple[NamedType, ...]:
        """The kinds of record in the order in which they are expected."""
        if self.types is not None:
            named = [NamedType(key, f"種別「{key}」", rule) for key, rule in self.types.items()]
            return tuple(sorted(named, key=lambda one: one.rule.last - one.rule.first))
        rules = {name: RecordType(times=None if name == "data" else 1) for name, _, _ in _SHORT_FORM}
        return tuple(
            NamedType(getattr(self, name), ja, rules[name], is_data)
            for name, ja, is_data in _SHORT_FORM
            if getattr(self, name) is not None
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
