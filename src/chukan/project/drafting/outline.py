"""The draft of a project: what a survey shows, in the order of a project file."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chukan.intake.draft import NOT_OF_SHEETS, DraftedKey, drafted_keys, is_sheet
from chukan.layouts.library import Address
from chukan.layouts.model import Layout
from chukan.project.drafting.places import MunicipalityGuess, municipality_of
from chukan.project.drafting.survey import LeftOut, RecognisedFile, Survey

#: A guess that is less sure than this says nothing against what the other files show.
_SURE = 0.6


@dataclass(frozen=True, slots=True)
class DraftFile:
    """One file of the draft.

    Attributes:
        keys: of its agreement that differ from the project's; those that people decide are among them.
        columns: names of columns -> items, and what each rests on; item "" = no item is likely.
        alike: other files of the same layout and municipality.
        amounts: items of which a delivery note may state the sum.
    """

    seen: RecognisedFile
    layout: str
    keys: tuple[DraftedKey, ...]
    columns: tuple[tuple[str, str, str], ...] = ()
    alike: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()

    @property
    def records(self) -> int:
        """Records that were counted, the unreadable ones too."""
        return self.seen.found.records

    @property
    def fits(self) -> str:
        """What the layout is called, and what the choice rests on."""
        fit = self.seen.fit
        return f"{fit.name}（{fit.score:.0%}: {'、'.join(fit.reasons)}）"


@dataclass(frozen=True, slots=True)
class DraftBusiness:
    """One business of a municipality.

    Attributes:
        pack: PACK@EDITION where it is not the project's; "" = it is.
    """

    slug: str
    name: str
    pack: str
    files: tuple[DraftFile, ...]


@dataclass(frozen=True, slots=True)
class DraftMunicipality:
    """One municipality, as far as the places of its files tell."""

    guess: MunicipalityGuess
    businesses: tuple[DraftBusiness, ...]


@dataclass(frozen=True)
class Draft:
    """A project as far as files can tell.

    Attributes:
        folder: the name of the surveyed folder.
        layout: PACK@EDITION of most files.
        day: the day of the draft, to check as of.
        keys: of the agreement of most files.
    """

    folder: str
    layout: str
    day: dt.date
    keys: tuple[DraftedKey, ...]
    municipalities: tuple[DraftMunicipality, ...]
    left: tuple[LeftOut, ...] = ()

    @property
    def representative(self) -> str:
        """The code of the only municipality; "" = there are several, or it is not known."""
        return self.municipalities[0].guess.code if len(self.municipalities) == 1 else ""

    @property
    def files(self) -> tuple[DraftFile, ...]:
        """All files."""
        return tuple(f for m in self.municipalities for b in m.businesses for f in b.files)


def outline(found: Survey, layouts: Iterable[Layout], folder: str, day: dt.date) -> Draft:
    """Return the draft of a project.

    Args:
        found: what the folder holds; at least one file whose layout is certain.
        layouts: those that the files may be of.
        folder: the name of the folder, for people.
        day: today.
    """
    amounts = {one.address: tuple(item.name for item in one.items if item.is_amount) for one in layouts}
    layout = Counter(_pack_of(seen) for seen in found.files).most_common(1)[0][0]
    common = _common(found.files)
    by_place: dict[MunicipalityGuess, list[RecognisedFile]] = {}
    for seen in found.files:
        guess = municipality_of(seen.parts)
        known = next((place for place in by_place if _is_same(place, guess)), guess)
        by_place.setdefault(known, []).append(seen)
    towns = [
        DraftMunicipality(_named(guess, seen), _businesses(seen, layout, common, amounts))
        for guess, seen in by_place.items()
    ]
    return Draft(
        folder=folder, layout=layout, day=day, keys=tuple(common.values()), municipalities=tuple(towns), left=found.left
    )


def _is_same(one: MunicipalityGuess, other: MunicipalityGuess) -> bool:
    return one.code == other.code if one.code or other.code else one.name == other.name


def _named(guess: MunicipalityGuess, files: Sequence[RecognisedFile]) -> MunicipalityGuess:
    """Return a guess with the name that the place of any of its files holds."""
    return max((guess, *map(municipality_of, (seen.parts for seen in files))), key=lambda g: bool(g.name))


def _businesses(
    files: Sequence[RecognisedFile],
    layout: str,
    common: Mapping[str, DraftedKey],
    amounts: Mapping[str, tuple[str, ...]],
) -> tuple[DraftBusiness, ...]:
    grouped: dict[tuple[str, str], list[RecognisedFile]] = {}
    for seen in files:
        address = Address.parse(seen.fit.address)
        grouped.setdefault((_pack_of(seen), address.business or ""), []).append(seen)
    return tuple(
        DraftBusiness(
            business, seen[0].fit.business, "" if pack == layout else pack, tuple(_files(seen, common, amounts))
        )
        for (pack, business), seen in grouped.items()
    )


def _files(
    files: Sequence[RecognisedFile], common: Mapping[str, DraftedKey], amounts: Mapping[str, tuple[str, ...]]
) -> Iterator[DraftFile]:
    for seen in files:
        alike = [other.path for other in files if other is not seen and other.fit.address == seen.fit.address]
        columns = tuple((p.name, p.item or "", p.reason) for p in seen.found.proposals)
        yield DraftFile(
            seen,
            Address.parse(seen.fit.address).layout,
            keys=_own(seen, common),
            columns=columns,
            alike=tuple(alike),
            amounts=amounts.get(seen.fit.address, ()),
        )


def _pack_of(seen: RecognisedFile) -> str:
    return seen.fit.address.partition("/")[0]


def _common(files: Sequence[RecognisedFile]) -> dict[str, DraftedKey]:
    """Return the keys of the form (csv or fixed) that most files have, each with the value that most of them show."""
    form = Counter(seen.found.form for seen in files).most_common(1)[0][0]
    alike = [seen for seen in files if seen.found.form == form]
    shown: dict[str, list[tuple[DraftedKey, bool]]] = {}
    for seen in alike:
        for key in drafted_keys(seen.found):
            shown.setdefault(key.name, []).append((key, _is_shown(key, seen)))
    common = {}
    for name, keys in shown.items():
        if name in _OF_ONE_FILE:
            continue
        sure = [key for key, is_shown in keys if is_shown] or [key for key, _ in keys]
        value = Counter(repr(key.value) for key in sure).most_common(1)[0][0]
        agreeing = [key for key in sure if repr(key.value) == value]
        others = len(sure) - len(agreeing)
        common[name] = _of_many(agreeing[0], len(agreeing), others)
    return common


def _of_many(key: DraftedKey, number: int, others: int) -> DraftedKey:
    """Return a key with a comment that is true of all files that show it."""
    if key.name == "gaiji":
        return DraftedKey(key.name, None, "外字をどう扱うか。allow / warning / error から決めてください", key.example)
    if key.value is None:
        return key
    differing = f"（違う {others} ファイルは、そのファイルの移行条件に書きました）" if others else ""
    return DraftedKey(key.name, key.value, f"{number} ファイルからの推定です{differing}")


def _own(seen: RecognisedFile, common: Mapping[str, DraftedKey]) -> tuple[DraftedKey, ...]:
    """Return the keys by which a file differs, and those that people decide for its form only."""
    own = []
    for key in drafted_keys(seen.found):
        known = common.get(key.name)
        if known is None or (_is_shown(key, seen) and key.value != known.value):
            own.append(key)
    if is_sheet(seen.found):
        what = "Excel のシートでは意味がありません"
        own += [DraftedKey(name, None, what, taken_back=True) for name in NOT_OF_SHEETS if name in common]
    header = common.get("header")
    if seen.found.form == "fixed" and header is not None and header.value != seen.found.header:
        own.append(DraftedKey("header", seen.found.header, "固定長のファイルに見出し行はありません"))
    return tuple(own)


def _is_shown(key: DraftedKey, seen: RecognisedFile) -> bool:
    """Return True unless the file leaves the key open: text in ASCII only, one line, no date."""
    if key.name == "encoding":
        return seen.found.confidence > _SURE
    if key.name == "newline":
        return bool(seen.found.newlines)
    return key.value is not None


#: What is of one file only, however many have it.
_OF_ONE_FILE = ("skip", "record_length", "positions")
