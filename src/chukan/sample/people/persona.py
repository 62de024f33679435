"""The people and places of a block: one persona and one address a group of items, so that name, kana, birth and gender agree."""

from __future__ import annotations

import re
import zlib
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.model import Item
from chukan.sample.people.names import FAMILIES, MEN, WOMEN, People, draw_people
from chukan.sample.people.places import Addresses, draw_addresses
from chukan.sample.records.block import SampleBlock
from chukan.sample.records.meaning import ItemMeaning
from chukan.sample.records.typed import Bools, Ints, date_column, days
from chukan.values.eras import ERAS

_RELATIVES = re.compile("世帯主|配偶者|筆頭者|保護者|児童|扶養|申請者|届出人|請求者|受領者|別居")
_CHILDREN = re.compile("児童|幼児|園児|生徒|被接種者|子$|第何子")
_ELSEWHERE = re.compile("前|転出|従前|本籍|送付|加害|実居住|相手|新|旧|国外|対象|所在|施設|別居|代理|債務者|登記")
_CHILD_LAYOUTS = re.compile("児童$|学齢|就学|入所|乳幼児|保育|支給要件児童")


class Personas:
    """Draws people, births and addresses of a block when an item first needs them."""

    def __init__(self, block: SampleBlock) -> None:
        self._block = block
        self._people: dict[str, People] = {}
        self._births: dict[str, Ints] = {}
        self._addresses: dict[str, Addresses] = {}

    def column(self, item: Item, what: ItemMeaning) -> pa.Array:
        """Return the values of a person's or an address's item, one a record."""
        if what.of_address:
            return self._of_address(item, what)
        if what.kind == "birth":
            return date_column(self.births(what.group)[self._block.local])
        if what.kind in ("gender", "era"):
            return self._code(item, what).take(pa.array(self._block.local))
        people = self.people(what.group)
        return self._of_person(people, item, what.kind).take(pa.array(self._block.local))

    def people(self, group: str) -> People:
        """One person an entity. The unit shares a family name, and so do relatives."""
        if group not in self._people:
            rng = self._rng(group, 1)
            if group == "世帯主" and self._block.setting.layout.body.household is not None:
                self._people[group] = self.people("").take(self._heads())
            elif group and not _RELATIVES.search(group):
                self._people[group] = draw_people(rng, len(self._block.entities))
            else:
                units = int(self._block.unit_of.max()) + 1
                family = (self._rng("", 2).random(units) ** 1.7 * len(FAMILIES)).astype(np.int64)
                self._people[group] = draw_people(rng, len(self._block.entities), family[self._block.unit_of])
        return self._people[group]

    def births(self, group: str) -> Ints:
        """Return births in days since 1970-01-01, one an entity: at least 200 days before the day of the check."""
        if group not in self._births:
            rng, count = self._rng(group, 3), len(self._block.entities)
            low, high = 0.6, 99.0
            if _CHILDREN.search(group) or (not group and _CHILD_LAYOUTS.search(self._block.setting.layout.name)):
                high = 15.0
            elif group or not self._is_member().any():
                low = 18.0
            age = low + (high - low) * rng.random(count) ** 1.2
            grown = np.maximum(age, 20 + 60 * rng.random(count))
            age = np.where(self._is_member() | bool(group), age, grown)
            self._births[group] = days(self._block.setting.as_of) - (age * 365.25).astype(np.int64)
        return self._births[group]

    def know_births(self, group: str, known: pa.Array) -> None:
        """Take the births of another file (date32, one an entity); blanks are drawn."""
        drawn = pa.array(self.births(group))
        self._births[group] = pc.coalesce(known.cast(pa.int32()).cast(pa.int64()), drawn).to_numpy()

    def addresses(self, group: str) -> Addresses:
        """Return one address a record."""
        if group not in self._addresses:
            setting = self._block.setting
            elsewhere = bool(_ELSEWHERE.search(group)) or setting.layout.business == "non_resident_addressee"
            home = None if elsewhere else setting.home
            self._addresses[group] = draw_addresses(self._rng(group, 4), self._block.rows, home)
        return self._addresses[group]

    def _rng(self, group: str, what: int) -> np.random.Generator:
        return self._block.setting.rng(self._block.first, what, zlib.crc32(group.encode()))

    def _heads(self) -> Ints:
        """Return the first entity of each entity's unit."""
        unit = self._block.unit_of
        return np.searchsorted(unit, unit, side="left")

    def _is_member(self) -> Bools:
        """Return where an entity is not the first of its household."""
        return np.not_equal(self._heads(), np.arange(len(self._block.unit_of)))

    def _of_person(self, people: People, item: Item, kind: str) -> pa.Array:
        wide = item.type != "X"
        if kind == "name_half":
            return _half_kana(people)
        column: pa.Array = {
            "name": lambda: people.name,
            "kana": lambda: people.kana,
            "alphabet": lambda: people.alphabet(wide=wide),
            "family": lambda: people.family,
            "family_kana": lambda: people.family_kana,
            "given": lambda: people.given,
            "given_kana": lambda: people.given_kana,
            "former": lambda: _shifted(people.family_index, [f for f, _ in FAMILIES]),
            "former_kana": lambda: _shifted(people.family_index, [k for _, k in FAMILIES]),
        }[kind]()
        return column

    def _code(self, item: Item, what: ItemMeaning) -> pa.Array:
        """Return 性別 or 生年月日_年号 by the names of the code list's values."""
        codes = self._block.setting.layout.code_list(item)
        assert codes is not None  # noqa: S101 - the meaning says so
        by_name = {name: code for code, name in codes.codes.items()}
        if what.kind == "gender":
            return pc.if_else(pa.array(self.people(what.group).man), by_name["男"], by_name["女"])
        births = self.births(what.group)
        column = pa.nulls(len(births), pa.string())
        for era in ERAS:
            if era.name in by_name:
                column = pc.if_else(pa.array(births >= days(era.first)), by_name[era.name], column)
        return column

    def _of_address(self, item: Item, what: ItemMeaning) -> pa.Array:
        addresses = self.addresses(what.group)
        limit = self._block.setting.limit(item)
        column: pa.Array = {
            "address": lambda: addresses.text if limit >= 24 else addresses.local,
            "address_kana": lambda: pc.binary_join_element_wise(addresses.city_kana, addresses.town_kana, ""),
            "address_code": lambda: pc.binary_join_element_wise(
                pc.utf8_slice_codeunits(addresses.code, 0, 5), addresses.town_code, ""
            ),
            "postal_code": lambda: addresses.postal,
            "town_code": lambda: addresses.town_code,
            "municipality_code": lambda: addresses.code,
            "prefecture": lambda: addresses.prefecture,
            "city": lambda: addresses.city,
            "town": lambda: addresses.town,
            "lot": lambda: addresses.number,
            "building": lambda: addresses.building,
            "building_kana": lambda: addresses.building_kana,
        }[what.kind]()
        return column


def _shifted(index: Ints, values: list[str]) -> pa.Array:
    """Return another family name than the present one."""
    return pa.array(values).take(pa.array((index + 17) % len(values)))


@cache
def _half(text: str) -> str:
    import jaconv

    return str(jaconv.z2h(text))


def _half_kana(people: People) -> pa.Array:
    """Return family and given name in half-width kana, apart by one blank, as banks write them."""
    families = pa.array([_half(k) for _, k in FAMILIES]).take(pa.array(people.family_index))
    known = [k for _, k in (*MEN, *WOMEN)]
    given = pa.array([_half(k) for k in known]).take(pc.index_in(people.given_kana, pa.array(known)))
    return pc.binary_join_element_wise(families, given, " ")
