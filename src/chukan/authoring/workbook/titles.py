"""The lines above a table: labelled values, its title, and what is known to say nothing of a layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chukan.authoring.workbook.grid import Grid, Place, folded
from chukan.authoring.workbook.header import TableHeader
from chukan.authoring.workbook.headings import title_label
from chukan.authoring.workbook.names import edition_in, known_names

_TITLE_END = re.compile(
    r"(?:一覧表?|定義書?|仕様書?|設計書|レイアウト|対照表?|対応表?|項目表|コード表|データリスト|ファイル|テーブル|シート|別紙[0-9]*)"
    r"(?:[(\[【].*[)\]】])?(?:v(?:er)?\.?[0-9.]+版?)?"
)
_MARKED = re.compile(r"[■◆●◇□▼▽★☆【〔\[(<《].*|[0-9]+(?:[.\-][0-9]+)*[.、)]?\s*\D.*|\([0-9]+\).*")
_CONTROL = re.compile(
    r"(?:文書|資料)?(?:作成|更新|改訂|改定|印刷|出力|公表|承認|確認|最終更新)?(?:年月日|日付?|者|時刻|番号|部署|課)?"
)
_CONTROL_WORDS = (
    "作成",
    "更新",
    "改訂",
    "改定",
    "印刷",
    "公表",
    "承認",
    "作成者",
    "日付",
    "頁",
    "ページ",
    "page",
    "システム名",
    "プロジェクト名",
    "文書名",
    "資料名",
    "機密",
    "社外秘",
    "部外秘",
    "copyright",
    "(c)",
)
_COLOURS = re.compile(r".*(?:色|網掛け|太枠|太字|セル)[^。]{0,8}[:はがの].*", re.DOTALL)
_DATE = re.compile(
    r"(?:令和|平成|[0-9]{4})[^ ]{0,3}[0-9]{0,2}[年/.-][0-9]{1,2}[月/.-](?:[0-9]{1,2}日?)?(?:t00:00:00)?(?:現在|時点|版|作成|更新|改訂|改定)?"
)
_PAGES = re.compile(
    r"(?:[(\[]?(?:続き?|つづき)[)\]]?|[(\[]?[-p.]*[0-9]+[/／][0-9]+[-)\]]?|p\.?[0-9]+|[0-9]+(?:頁|ページ))"
)
_LONG = 60


@dataclass(frozen=True)
class Titles:
    """What the lines above a table say.

    Attributes:
        values: ``business``, ``group``, ``list_id``, ``list_name``, ``edition``: the values beside such labels.
        title: The text nearest above the table that is no label.
        texts: All texts that are neither labels nor their values, by place.
        lines: The rows.
        labels: The cells of the labels.
        places: The cells of the values.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    texts: Mapping[Place, str] = field(default_factory=dict)
    lines: tuple[int, ...] = ()
    labels: tuple[Place, ...] = ()
    places: tuple[Place, ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """Return the value beside a label."""
        return self.values.get(name, default)

    @property
    def all(self) -> tuple[str, ...]:
        """Every text, for what may be named in one: the business, the edition."""
        return (*self.values.values(), *self.texts.values())


def read_titles(grid: Grid, header: TableHeader, lines: tuple[int, ...]) -> Titles:
    """Return what the lines above a header say.

    Args:
        grid: The sheet.
        header: The header; where tables lie side by side, only the text over its own columns is its title.
        lines: The rows above it that are no data of another table.
    """
    left, right = (1, 10**6) if header.alone else header.span
    found: dict[str, str] = {}
    labels: list[Place] = []
    places: list[Place] = []
    for row in lines:
        for column, text in grid.lines[row].items():
            label = title_label(text) if left <= column <= right else None
            if label is None:
                continue
            at = _value(grid, row, column, header.rows[0])
            if at:
                labels.append((row, column))
                if label not in found:
                    found[label] = grid.at(*at)
                    places.append(at)
    known = {*labels, *places}
    texts = {
        (row, c): text
        for row in lines
        for c, text in grid.lines[row].items()
        if left <= c <= right and (row, c) not in known
    }
    return Titles(
        values=found, title=_nearest(texts), texts=texts, lines=lines, labels=tuple(labels), places=tuple(places)
    )


def has_label(grid: Grid, row: int) -> bool:
    """Return True for a row with a label and a value beside it (``業務名 | 住民基本台帳``)."""
    texts = grid.lines.get(row, {})
    return any(title_label(text) and _value(grid, row, c, row + 1) for c, text in texts.items())


def is_known(text: str, names: Iterable[str]) -> bool:
    """Return True for a line above a table that is known to say nothing of its layout.

    Args:
        text: The cell.
        names: The names of the sheet, the workbook and the headings: what a title repeats, and what a legend explains.

    Returns:
        True for titles, editions, dates, what governs the document, and what explains colours or headings.
    """
    word = folded(text)
    lines = [folded(line) for line in text.splitlines() if line.strip()]
    if not re.search(r"\w", word) or all(_DATE.fullmatch(line) for line in lines):
        return True
    known = [folded(n) for n in names if n]
    if any(word in name or (len(name) > 1 and word.startswith((f"{name}:", f"{name}は"))) for name in known):
        return True
    if _COLOURS.fullmatch(word) or any(word.startswith(folded(w)) for w in _CONTROL_WORDS):
        return True
    if len(word) > _LONG or "。" in word or word.startswith(("※", "*", "注")):
        return False
    businesses = any(folded(k.name) in word for k in known_names())
    return businesses or bool(edition_in([text])) or bool(_TITLE_END.search(word) or _MARKED.fullmatch(word))


def title_key(text: str) -> str:
    """Return a title without what differs from page to page: ``2/3``, （続き）."""
    return _PAGES.sub("", folded(text)).strip("■◆●【】[]()_-")


def _nearest(texts: Mapping[Place, str]) -> str:
    if not texts:
        return ""
    last = max(row for row, _ in texts)
    return next(text for (row, _), text in sorted(texts.items()) if row == last)


def _value(grid: Grid, row: int, column: int, header: int) -> Place | None:
    """Return the cell of the value beside a label: the next text to the right, else the one below."""
    at = _right_of(grid, row, column)
    if at and not title_label(grid.at(*at)):
        return at
    below = (row + 1, column)
    return below if row + 1 < header and grid.at(*below) and not title_label(grid.at(*below)) else None


def _right_of(grid: Grid, row: int, column: int) -> Place | None:
    """Return the next text to the right, no further than the merged label reaches and three cells more."""
    origin = grid.merged.get((row, column), (row, column))
    steps = 0
    while steps < 3:
        column += 1
        if grid.merged.get((row, column)) == origin:
            continue
        steps += 1
        if grid.at(row, column):
            return row, column
    return None
