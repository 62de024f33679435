"""Names of synthetic people: common family and given names with their kana.

Everything is in JIS X 0208, so that clean data holds no character that differs between systems.
The lists are of common names only; any likeness to a person is chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_FAMILIES = """
佐藤サトウ 鈴木スズキ 高橋タカハシ 田中タナカ 伊藤イトウ 渡辺ワタナベ 山本ヤマモト 中村ナカムラ 小林コバヤシ 加藤カトウ 吉田ヨシダ 山田ヤマダ
佐々木ササキ 山口ヤマグチ 松本マツモト 井上イノウエ 木村キムラ 林ハヤシ 斎藤サイトウ 清水シミズ 山崎ヤマザキ 森モリ 池田イケダ 橋本ハシモト 阿部アベ
石川イシカワ 山下ヤマシタ 中島ナカジマ 石井イシイ 小川オガワ 前田マエダ 岡田オカダ 長谷川ハセガワ 藤田フジタ 後藤ゴトウ 近藤コンドウ 村上ムラカミ
遠藤エンドウ 青木アオキ 坂本サカモト 斉藤サイトウ 福田フクダ 太田オオタ 西村ニシムラ 藤井フジイ 金子カネコ 岡本オカモト 藤原フジワラ 中野ナカノ
三浦ミウラ 原田ハラダ 中川ナカガワ 松田マツダ 竹内タケウチ 小野オノ 田村タムラ 中山ナカヤマ 和田ワダ 石田イシダ 森田モリタ 上田ウエダ 原ハラ
内田ウチダ 柴田シバタ 酒井サカイ 宮崎ミヤザキ 横山ヨコヤマ 高木タカギ 安藤アンドウ 宮本ミヤモト 大野オオノ 小島コジマ 谷口タニグチ 今井イマイ
工藤クドウ 高田タカダ 増田マスダ 丸山マルヤマ 杉山スギヤマ 村田ムラタ 大塚オオツカ 新井アライ 小山コヤマ 平野ヒラノ 藤本フジモト 河野コウノ 上野ウエノ
野口ノグチ 武田タケダ 松井マツイ 千葉チバ 菅原スガワラ 岩崎イワサキ 久保クボ 木下キノシタ 佐野サノ 野村ノムラ 松尾マツオ 菊地キクチ 市川イチカワ
杉本スギモト 古川フルカワ 大西オオニシ 島田シマダ 水野ミズノ 桜井サクライ 渡部ワタナベ 高野タカノ 吉川ヨシカワ 山内ヤマウチ 西田ニシダ 飯田イイダ
菊池キクチ 西川ニシカワ 小松コマツ 北村キタムラ 安田ヤスダ 五十嵐イガラシ 川口カワグチ 平田ヒラタ 関セキ 中田ナカタ 久保田クボタ 服部ハットリ
東ヒガシ 岩田イワタ 土屋ツチヤ 川崎カワサキ 福島フクシマ 本田ホンダ 樋口ヒグチ 秋山アキヤマ 永井ナガイ 田口タグチ 山中ヤマナカ
"""
_MEN = """
清キヨシ 実ミノル 勇イサム 茂シゲル 正タダシ 進ススム 弘ヒロシ 勝マサル 隆タカシ 博ヒロシ 誠マコト 豊ユタカ 昇ノボル 修オサム 浩ヒロシ 学マナブ 剛ツヨシ
和夫カズオ 正男マサオ 幸男ユキオ 健一ケンイチ 浩二コウジ 雄一ユウイチ 康弘ヤスヒロ 直樹ナオキ 哲也テツヤ 和也カズヤ 達也タツヤ 大輔ダイスケ 健太ケンタ
翔太ショウタ 拓也タクヤ 大樹ダイキ 翼ツバサ 翔ショウ 亮リョウ 優斗ユウト 陽斗ハルト 蓮レン 湊ミナト 悠真ユウマ 大翔ヒロト 樹イツキ 陸リク 新アラタ 律リツ
光一コウイチ 信夫ノブオ 義雄ヨシオ 三郎サブロウ 武タケシ 明アキラ 孝タカシ 秀樹ヒデキ 智也トモヤ 雅人マサト 裕太ユウタ 涼太リョウタ 海斗カイト 颯太ソウタ
"""
_WOMEN = """
和子カズコ 幸子サチコ 節子セツコ 洋子ヨウコ 京子キョウコ 文子フミコ 恵子ケイコ 順子ジュンコ 久美子クミコ 由美子ユミコ 裕子ユウコ 明美アケミ 真由美マユミ
智子トモコ 陽子ヨウコ 直美ナオミ 美穂ミホ 香織カオリ 恵メグミ 愛アイ 美咲ミサキ 彩アヤ 舞マイ 葵アオイ 結衣ユイ 陽菜ヒナ 凛リン 咲良サクラ 莉子リコ 紬ツムギ
芽依メイ 杏アン 花子ハナコ 春子ハルコ 静子シズコ 千代チヨ 正子マサコ 敏子トシコ 光子ミツコ 悦子エツコ 典子ノリコ 早苗サナエ 綾子アヤコ 麻衣マイ 千尋チヒロ
遥ハルカ 優子ユウコ 奈々ナナ さくらサクラ ひなたヒナタ あかりアカリ みゆきミユキ 桃子モモコ 楓カエデ 琴音コトネ 七海ナナミ
"""


def with_readings(text: str) -> tuple[tuple[str, str], ...]:
    """Split ``漢字カナ`` words: the katakana at a word's end is its reading."""
    pairs = []
    for word in text.split():
        cut = len(word)
        while cut and "ァ" <= word[cut - 1] <= "ー":
            cut -= 1
        pairs.append((word[:cut], word[cut:]))
    return tuple(pairs)


FAMILIES = with_readings(_FAMILIES)
MEN = with_readings(_MEN)
WOMEN = with_readings(_WOMEN)

_ROMAN_PAIRS = {
    "キャ": "KYA",
    "キュ": "KYU",
    "キョ": "KYO",
    "シャ": "SHA",
    "シュ": "SHU",
    "ショ": "SHO",
    "チャ": "CHA",
    "チュ": "CHU",
    "チョ": "CHO",
    "リュ": "RYU",
    "リョ": "RYO",
    "ジュ": "JU",
    "ジャ": "JA",
    "ジョ": "JO",
    "ヒョ": "HYO",
    "ギョ": "GYO",
}
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ"
_LETTERS = (
    "A I U E O KA KI KU KE KO SA SHI SU SE SO TA CHI TSU TE TO NA NI NU NE NO HA HI FU HE HO MA MI MU ME MO YA YU YO RA RI RU RE RO WA O N "
    "GA GI GU GE GO ZA JI ZU ZE ZO DA JI ZU DE DO BA BI BU BE BO PA PI PU PE PO"
)
_ROMAN = dict(zip(_KANA, _LETTERS.split(" "), strict=True))


def roman(kana: str) -> str:
    """Return full-width katakana in upper-case Hepburn letters, long vowels as written."""
    for pair, letters in _ROMAN_PAIRS.items():
        kana = kana.replace(pair, letters)
    kana = kana.replace("ッ", "")
    return "".join(_ROMAN.get(c, c) for c in kana)


@dataclass(frozen=True)
class People:
    """Some people, as columns of equal length. Families are shared when `family` is given.

    Attributes:
        man: True = 男.
    """

    family: pa.Array
    family_kana: pa.Array
    given: pa.Array
    given_kana: pa.Array
    man: np.ndarray
    family_index: np.ndarray

    @property
    def name(self) -> pa.Array:
        """Family and given name apart by one full-width blank."""
        return pc.binary_join_element_wise(self.family, self.given, "　")

    @property
    def kana(self) -> pa.Array:
        """The same in katakana."""
        return pc.binary_join_element_wise(self.family_kana, self.given_kana, "　")

    def alphabet(self, *, wide: bool) -> pa.Array:
        """Return family and given name in capital letters, full-width when `wide`."""
        blank = "　" if wide else " "
        family = _roman_column(FAMILIES, wide=wide).take(pa.array(self.family_index))
        given = pc.replace_substring(self.given_kana, "　", "")
        unique = pc.unique(given)
        latin = pa.array([_wide(roman(v)) if wide else roman(v) for v in unique.to_pylist()], pa.string())
        return pc.binary_join_element_wise(family, latin.take(pc.index_in(given, unique)), blank)

    def take(self, rows: np.ndarray) -> People:
        """Return the people with these indices."""
        index = pa.array(rows)
        return People(
            family=self.family.take(index),
            family_kana=self.family_kana.take(index),
            given=self.given.take(index),
            given_kana=self.given_kana.take(index),
            man=self.man[rows],
            family_index=self.family_index[rows],
        )


def draw_people(rng: np.random.Generator, count: int, family: np.ndarray | None = None) -> People:
    """Draw people.

    Args:
        rng: the generator of random numbers.
        count: how many people.
        family: indices into FAMILIES, shape (count,), so that relatives share a family name; None = drawn too.
    """
    if family is None:
        # Frequent names come first in the list: a square root of a uniform number favours them.
        family = (rng.random(count) ** 1.7 * len(FAMILIES)).astype(np.int64)
    man = rng.random(count) < 0.49
    pick = rng.integers(0, 1 << 30, count)
    men, women = pick % len(MEN), pick % len(WOMEN) + len(MEN)
    given_index = pa.array(np.where(man, men, women))
    family_index = pa.array(family)
    families, given = pa.array([f for f, _ in FAMILIES]), pa.array([g for g, _ in (*MEN, *WOMEN)])
    families_kana, given_kana = pa.array([k for _, k in FAMILIES]), pa.array([k for _, k in (*MEN, *WOMEN)])
    return People(
        family=families.take(family_index),
        family_kana=families_kana.take(family_index),
        given=given.take(given_index),
        given_kana=given_kana.take(given_index),
        man=man,
        family_index=family,
    )


def _roman_column(pairs: tuple[tuple[str, str], ...], *, wide: bool) -> pa.Array:
    return pa.array([_wide(roman(k)) if wide else roman(k) for _, k in pairs], pa.string())


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
