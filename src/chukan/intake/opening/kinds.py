"""Files of several kinds of record: which of them are read, and what a trailer states of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chukan.agreement import Agreement
from chukan.errors import AgreementError, did_you_mean
from chukan.intake.opening.claims import Agreed, claimed_counts, claimed_sums
from chukan.intake.parsing.padding import Filling
from chukan.intake.parsing.positions import positions, record_length
from chukan.intake.parsing.trailer import Claim, Stated, TrailerItem
from chukan.intake.records.kinds import UNKNOWN, Kind, RecordTyping
from chukan.layouts.model import Layout
from chukan.record_types import NamedType


@dataclass(frozen=True)
class Kinds:
    """How a file of several kinds of record is read this time.

    Args:
        layouts: the layouts of its kinds, by key.
        is_part: another reading of the same file reports what concerns the file as a whole.
    """

    layouts: Mapping[str, Layout] = field(default_factory=dict)
    is_part: bool = False

    def data_keys(self, agreement: Agreement, layout: Layout | None) -> frozenset[str]:
        """Return the keys of the kinds of record that are read; the others are only looked at as a whole.

        In the short form that is ``data``. Of ``types`` it is those whose layout is the one that is read, or,
        where none is, those that occur any number of times.
        """
        listed = agreement.record_types.listed if agreement.record_types else ()
        mine = {one.key for one in listed if one.is_data}
        if layout is not None:
            mine |= {one.key for one in listed if self._is_of(one, layout)}
        return frozenset(mine or {one.key for one in listed if one.rule.times is None and not one.rule.layout})

    def _is_of(self, one: NamedType, layout: Layout) -> bool:
        if one.key in self.layouts:
            return self.layouts[one.key].address == layout.address
        return one.rule.layout is not None and f"/{layout.address}".endswith(f"/{one.rule.layout}")

    def typing(
        self,
        agreement: Agreement,
        layout: Layout | None,
        encoding: str,
        *,
        delimiter: int | None = None,
        quote: int | None = None,
    ) -> RecordTyping | None:
        """Return what tells the kinds apart, if several were agreed on.

        Args:
            agreement: what was agreed on.
            layout: the one that is read.
            encoding: of the data that is cut.
            delimiter: of a delimited file, as a byte; None = fixed width.
            quote: of a delimited file, as a byte.

        Raises:
            AgreementError: a value of fixed width is not as long as its place.
        """
        types = agreement.record_types
        if types is None:
            return None
        data = self.data_keys(agreement, layout)
        kinds = [
            Kind(
                key=one.value.encode(encoding, "replace"),
                name=one.name,
                is_data=one.key in data,
                times=one.rule.times,
                first=one.rule.first,
                last=one.rule.last,
            )
            for one in types.listed
        ]
        others = UNKNOWN
        if types.others_are_data:
            others = next((index for index, kind in enumerate(kinds) if kind.name != "ヘッダ"), len(kinds))
            kinds.insert(others, Kind(key=b"", name="データ", is_data=True))
        elif self.is_part:  # the other reading rejects what is of no kind
            others = len(kinds)
            kinds.append(Kind(key=b"", name="", is_data=False))
        place = None if delimiter is not None else slice(types.column - 1, types.column - 1 + types.length)
        for value in (one.value for one in types.listed if place is not None):
            if (size := len(value.encode(encoding, "replace"))) != types.length:  # would never be found
                raise AgreementError(
                    f"record_types の値「{value}」は {size} バイトですが、length は {types.length} です",
                    hint="length を値の長さ（バイト）に合わせてください。短い値は、空白まで引用符の中に書きます。",
                )
        return RecordTyping(
            kinds=tuple(kinds),
            place=place,
            column=types.column - 1,
            delimiter=delimiter or 0,
            quote=quote,
            others=others,
        )

    def widths(self) -> frozenset[int]:
        """Return how many fields the records of all known kinds have."""
        return frozenset(len(layout.items) for layout in self.layouts.values())

    def record_length(self, agreement: Agreement, encoding: str) -> int:
        """Return the length in bytes of the longest kind of a fixed-width record; 0 when no kind has a layout."""
        lengths = [record_length(positions(layout, agreement, encoding), agreement) for layout in self.layouts.values()]
        return max(lengths, default=0)

    def lengths(self, agreement: Agreement, encoding: str, usual: int) -> tuple[int, ...]:
        """Return the length in bytes of the records of each kind; `usual` for one without a layout."""
        listed = agreement.record_types.listed if agreement.record_types else ()
        if agreement.record_length is not None or not self.layouts:
            return (usual,)
        layouts = [self.layouts.get(one.key) for one in listed]
        return tuple(
            usual if layout is None else record_length(positions(layout, agreement, encoding), agreement)
            for layout in layouts
        )

    def stated(self, agreement: Agreement, layout: Layout | None, encoding: str, *, fixed: bool) -> tuple[Stated, ...]:
        """Return what trailers state of the records, as far as the reading with `layout` looks at it.

        Each claim is looked at once: a sum where its records are read, a number where records that it counts are.

        Args:
            agreement: what was agreed on.
            layout: the one that is read.
            encoding: of the file.
            fixed: of fixed width.

        Raises:
            AgreementError: an item that ``count`` or ``sum`` names is in no layout, or nothing says which records are meant.
        """
        listed = agreement.record_types.listed if agreement.record_types else ()
        found = []
        for index, one in enumerate(listed):
            trailer = self.layouts.get(one.key)
            if not one.rule.count and not one.rule.sum:
                continue
            if trailer is None and one.rule.layout is not None:
                continue  # whoever reads here has not looked for the layouts of other kinds, and compares nothing
            if trailer is None:
                raise AgreementError(
                    f"record_types の種別「{one.key}」に layout がありません",
                    hint="count や sum を書くときは、その種別の layout も書いてください。",
                )
            claims = []
            for told in (*claimed_counts(one, listed, self.layouts), *claimed_sums(one, listed, self.layouts)):
                item = _item(trailer, told.stated_by, agreement, encoding, fixed=fixed)
                if layout is not None and told.address == layout.address:
                    claims.append(self._claim(told, item, layout, agreement, encoding, fixed=fixed))
            if claims:
                found.append(Stated(index, one.name, tuple(claims)))
        return tuple(found)

    def _claim(
        self, told: Agreed, item: TrailerItem, layout: Layout, agreement: Agreement, encoding: str, *, fixed: bool
    ) -> Claim:
        """Return what a trailer states, as the reading with `layout` compares it."""
        if told.summed is None:
            return Claim(item=item, kinds=told.kinds, whose=told.whose, advice=told.advice)
        listed = agreement.record_types.listed if agreement.record_types else ()
        others = {listed.index(one): self.layouts[one.key] for one in told.elsewhere}
        return Claim(
            item=item,
            kinds=told.kinds,
            whose=told.whose,
            summed=told.summed,
            scale=max(of.by_name[told.summed].scale for of in (layout, *others.values())),
            advice=told.advice,
            elsewhere=tuple(
                (kind, _item(of, told.summed, agreement, encoding, fixed=fixed)) for kind, of in others.items()
            ),
        )


def _item(layout: Layout, name: str, agreement: Agreement, encoding: str, *, fixed: bool) -> TrailerItem:
    """Return where the records of a layout hold an item.

    Raises:
        AgreementError: its layout does not have it.
    """
    if name not in layout.by_name:
        hint = did_you_mean(name, layout.names) or f"「{layout.name}」の項目名を書いてください。"
        raise AgreementError(f"record_types の項目「{name}」は {layout.address} にありません", hint=hint)
    item = layout.by_name[name]
    if not fixed:
        filling = Filling.of(item, agreement, delimited=True)
        return TrailerItem(name, None, layout.names.index(name), filling, len(layout.items))
    span = next((span for span in positions(layout, agreement, encoding) if span.item == name), None)
    if span is None:
        raise AgreementError(f"positions に「{name}」がありません", hint="開始位置と長さを書いてください。")
    return TrailerItem(name, slice(span.start, span.end), 0, Filling.of(item, agreement))
