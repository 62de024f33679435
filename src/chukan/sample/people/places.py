"""Addresses of synthetic people: municipalities with valid codes, towns with kana and postal codes.

Towns are generic (本町, 栄町 ...) and the same everywhere; a postal code follows from municipality and town,
so that the parts of one address always agree. No hyphen is used: its code differs between systems.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.sample.people.names import with_readings
from chukan.sample.records.typed import Ints
from chukan.values.check_digits import MUNICIPALITY

#: First five digits of the code, prefecture, name, kana, first three digits of postal codes.
_MUNICIPALITIES = """
01100 北海道 札幌市 サッポロシ 060|02201 青森県 青森市 アオモリシ 030|03201 岩手県 盛岡市 モリオカシ 020|04100 宮城県 仙台市 センダイシ 980
05201 秋田県 秋田市 アキタシ 010|06201 山形県 山形市 ヤマガタシ 990|07201 福島県 福島市 フクシマシ 960|08201 茨城県 水戸市 ミトシ 310
09201 栃木県 宇都宮市 ウツノミヤシ 320|10201 群馬県 前橋市 マエバシシ 371|11100 埼玉県 さいたま市 サイタマシ 330|12100 千葉県 千葉市 チバシ 260
13101 東京都 千代田区 チヨダク 100|13102 東京都 中央区 チュウオウク 103|13103 東京都 港区 ミナトク 105|13104 東京都 新宿区 シンジュクク 160
13112 東京都 世田谷区 セタガヤク 154|13201 東京都 八王子市 ハチオウジシ 192|14100 神奈川県 横浜市 ヨコハマシ 220|15100 新潟県 新潟市 ニイガタシ 950
16201 富山県 富山市 トヤマシ 930|17201 石川県 金沢市 カナザワシ 920|18201 福井県 福井市 フクイシ 910|19201 山梨県 甲府市 コウフシ 400
20201 長野県 長野市 ナガノシ 380|21201 岐阜県 岐阜市 ギフシ 500|22100 静岡県 静岡市 シズオカシ 420|23100 愛知県 名古屋市 ナゴヤシ 460
24201 三重県 津市 ツシ 514|25201 滋賀県 大津市 オオツシ 520|26100 京都府 京都市 キョウトシ 600|27100 大阪府 大阪市 オオサカシ 530
28100 兵庫県 神戸市 コウベシ 650|29201 奈良県 奈良市 ナラシ 630|30201 和歌山県 和歌山市 ワカヤマシ 640|31201 鳥取県 鳥取市 トットリシ 680
32201 島根県 松江市 マツエシ 690|33100 岡山県 岡山市 オカヤマシ 700|34100 広島県 広島市 ヒロシマシ 730|35203 山口県 山口市 ヤマグチシ 753
36201 徳島県 徳島市 トクシマシ 770|37201 香川県 高松市 タカマツシ 760|38201 愛媛県 松山市 マツヤマシ 790|39201 高知県 高知市 コウチシ 780
40130 福岡県 福岡市 フクオカシ 810|41201 佐賀県 佐賀市 サガシ 840|42201 長崎県 長崎市 ナガサキシ 850|43100 熊本県 熊本市 クマモトシ 860
44201 大分県 大分市 オオイタシ 870|45201 宮崎県 宮崎市 ミヤザキシ 880|46201 鹿児島県 鹿児島市 カゴシマシ 890|47201 沖縄県 那覇市 ナハシ 900
"""
_TOWNS = """
本町ホンチョウ 栄町サカエチョウ 中央チュウオウ 東町ヒガシマチ 西町ニシマチ 南町ミナミマチ 北町キタマチ 緑町ミドリチョウ 旭町アサヒチョウ 幸町サイワイチョウ
大町オオマチ 新町シンマチ 寿町コトブキチョウ 桜町サクラマチ 泉町イズミチョウ 日の出町ヒノデチョウ 若葉町ワカバチョウ 富士見町フジミチョウ 宮前町ミヤマエチョウ
元町モトマチ 川端町カワバタチョウ 松原マツバラ 上野原ウエノハラ 山手ヤマノテ 港町ミナトチョウ 平和町ヘイワチョウ 花園町ハナゾノチョウ 美咲が丘ミサキガオカ
つつじ台ツツジダイ 青葉台アオバダイ 若松町ワカマツチョウ 春日町カスガチョウ 梅田ウメダ 竹の塚タケノヅカ 柏木カシワギ 田中タナカ 中島ナカジマ 高砂タカサゴ 末広町スエヒロチョウ
朝日丘アサヒガオカ
"""
BUILDINGS = (
    ("コーポ本町", "コーポホンチョウ"),
    ("グリーンハイツ", "グリーンハイツ"),
    ("メゾン桜", "メゾンサクラ"),
    ("サンシャイン緑町", "サンシャインミドリチョウ"),
    ("ハイツ中央", "ハイツチュウオウ"),
    ("市営住宅", "シエイジュウタク"),
    ("レジデンス南", "レジデンスミナミ"),
    ("第一ビル", "ダイイチビル"),
    ("アーバン泉", "アーバンイズミ"),
    ("富士見荘", "フジミソウ"),
    ("さくら団地", "サクラダンチ"),
)


@dataclass(frozen=True)
class SampleTown:
    """A municipality: six-digit code, prefecture, name, kana, first three digits of its postal codes."""

    code: str
    prefecture: str
    name: str
    kana: str
    postal: str


def _municipality(text: str) -> SampleTown:
    code, prefecture, name, kana, postal = text.split()
    return SampleTown(MUNICIPALITY.complete(code), prefecture, name, kana, postal)


MUNICIPALITIES = tuple(_municipality(m) for line in _MUNICIPALITIES.split("\n") for m in line.split("|") if m)


TOWNS = with_readings(_TOWNS)


@cache
def municipality(code: str) -> SampleTown:
    """Return the municipality with a six-digit code; an unlisted one gets its prefecture and a made-up name."""
    for known in MUNICIPALITIES:
        if known.code == code:
            return known
    prefecture = next((m.prefecture for m in MUNICIPALITIES if m.code[:2] == code[:2]), "東京都")
    return SampleTown(code, prefecture, "見本市", "ミホンシ", f"{int(code[:5]) % 900 + 99:03d}")


@dataclass(frozen=True)
class Addresses:
    """Some addresses, as columns of equal length; the parts agree with each other.

    Attributes:
        code: Six-digit code of the municipality.
        town: 町字 with 丁目, full-width.
        town_code: Seven digits: 大字 and 丁目.
        number: 番地: ３番１２号.
    """

    code: pa.Array
    prefecture: pa.Array
    city: pa.Array
    city_kana: pa.Array
    town: pa.Array
    town_kana: pa.Array
    town_code: pa.Array
    number: pa.Array
    building: pa.Array
    building_kana: pa.Array
    postal: pa.Array

    @property
    def text(self) -> pa.Array:
        """The addresses as one text each, from the prefecture to the 番地."""
        return pc.binary_join_element_wise(self.prefecture, self.city, self.town, self.number, "")

    @property
    def local(self) -> pa.Array:
        """What of them is within the municipality: 町字 and 番地."""
        return pc.binary_join_element_wise(self.town, self.number, "")


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_CHOME = ("イッチョウメ", "ニチョウメ", "サンチョウメ", "ヨンチョウメ")
_BLOCKS = tuple(f"{b}番{h}号".translate(_WIDE) for b in range(1, 41) for h in range(1, 31))
_LOTS = tuple(f"{b}番地".translate(_WIDE) for b in range(1, 1201))
_ROOMS = tuple(f"{f}0{r}号室".translate(_WIDE) for f in range(1, 11) for r in range(1, 7))


@dataclass(frozen=True)
class _Tables:
    """The vocabularies as Arrow columns, one row a choice."""

    town: pa.Array
    town_kana: pa.Array
    town_code: pa.Array
    number: pa.Array
    building: pa.Array
    building_kana: pa.Array


@cache
def _tables() -> _Tables:
    towns = [(t, k, n, c) for n, (t, k) in enumerate(TOWNS, 1) for c in range(len(_CHOME))]
    return _Tables(
        town=pa.array([f"{t}{c + 1}丁目".translate(_WIDE) for t, _, _, c in towns]),
        town_kana=pa.array([k + _CHOME[c] for _, k, _, c in towns]),
        town_code=pa.array([f"{n:04d}{c + 1:03d}" for _, _, n, c in towns]),
        number=pa.array([*_BLOCKS, *_LOTS]),
        building=pa.array([b + room for b, _ in BUILDINGS for room in _ROOMS]),
        building_kana=pa.array([k for _, k in BUILDINGS for _ in _ROOMS]),
    )


#: How many addresses of one municipality can be told apart.
ADDRESSES = len(TOWNS) * len(_CHOME) * (len(_BLOCKS) + len(_LOTS))


def draw_addresses(rng: np.random.Generator, count: int, home: str | None) -> Addresses:
    """Draw addresses, all in one municipality or anywhere.

    Args:
        rng: the generator of random numbers.
        count: how many.
        home: six-digit code of the municipality; None = any.
    """
    place = rng.integers(0, 1 if home else len(MUNICIPALITIES), count)
    return addresses_at(
        rng.integers(0, ADDRESSES, count), rng.integers(0, len(BUILDINGS) * len(_ROOMS), count), place, home
    )


def addresses_at(index: Ints, building: Ints, place: Ints, home: str | None) -> Addresses:
    """Return the addresses with these indices; different ones differ in town or number.

    Args:
        index: which address of its municipality, below ADDRESSES.
        building: which building and room, any non-negative integer below their number.
        place: index into MUNICIPALITIES; 0 when there is a `home`.
        home: six-digit code of the one municipality; None = as `place` says.
    """
    tables = _tables()
    places = (municipality(home),) if home else MUNICIPALITIES
    town, number = index % len(tables.town), index // len(tables.town) % len(tables.number)
    at, town_at, building_at = pa.array(place), pa.array(town), pa.array(building)

    def of_place(values: list[str]) -> pa.Array:
        return pa.array(values, pa.string()).take(at)

    postal = [f"{p.postal}{n:04d}" for p in places for n in range(1, len(TOWNS) + 1)]
    return Addresses(
        code=of_place([p.code for p in places]),
        prefecture=of_place([p.prefecture for p in places]),
        city=of_place([p.name for p in places]),
        city_kana=of_place([p.kana for p in places]),
        town=tables.town.take(town_at),
        town_kana=tables.town_kana.take(town_at),
        town_code=tables.town_code.take(town_at),
        number=tables.number.take(pa.array(number)),
        building=tables.building.take(building_at),
        building_kana=tables.building_kana.take(building_at),
        postal=pa.array(postal).take(pa.array(place * len(TOWNS) + town // len(_CHOME))),
    )
