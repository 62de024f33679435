"""Items that an agreement names: one that no layout has would be ignored in silence, and its column with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from chukan.agreement import Agreement, EraDates
from chukan.errors import AgreementError, did_you_mean
from chukan.layouts.model import Layout
from chukan.yaml_text import Lines, Loc


def check_agreed_items(
    agreement: Agreement,
    layouts: Iterable[Layout],
    *,
    others: Callable[[], Iterable[Layout]] = tuple,
    places: Callable[[], Iterable[Lines]] = tuple,
) -> None:
    """Check that every item that an agreement names is one of a layout: an agreement may be that of many.

    Args:
        agreement: what was agreed on.
        layouts: those that are read under it; the first one's items are offered first.
        others: more layouts that it may be agreed on for, such as all of the same packs; asked only where needed.
        places: the documents that it was written in, the one that decides first; asked only for the message.

    Raises:
        AgreementError: no layout has the item; names the document, the line and the nearest item.
    """
    named = [*_named(agreement)]
    if not named:
        return
    known = {name: None for layout in layouts for name in layout.names}
    unknown = [one for one in named if one[1] not in known]
    if not unknown:
        return
    known |= {name: None for layout in others() for name in layout.names}
    for loc, item in unknown:
        if item not in known:
            place = next((found for lines in places() if (found := lines.find(*loc))), "移行条件")
            hint = did_you_mean(item, known) or "移行ファイル定義の項目名を書いてください。"
            if loc[0] == "columns":
                hint += "読み取らない列なら null と書いてください。"
            raise AgreementError(
                f"{loc[0]} の項目「{item}」は、どの移行ファイル定義にもありません", place=place, hint=hint
            )


def _named(agreement: Agreement) -> Iterator[tuple[Loc, str]]:
    """Yield the items that an agreement names, each with the way to where it does."""
    for column, item in agreement.columns.items():
        if item is not None:
            yield ("columns", column), item
    for item in agreement.positions or {}:
        if item not in agreement.era_columns:
            yield ("positions", item), item
    if isinstance(agreement.dates, EraDates) and not isinstance(agreement.dates.era, str):
        for item in agreement.dates.era:
            yield ("dates", "era", item), item
