"""The sheet of findings on which people decide (課題管理表): its headings, and the seals by which a changed one is recognised.

Whoever writes the sheet and whoever reads it agree here. Every row carries its own seal, so that it may be sorted and
filtered; only the columns of `TYPED` are for people.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache

from chukan.verification.decisions.fingerprint import seal
from chukan.verification.decisions.model import ACTIONS

SHEET = "指摘一覧"
PAST = "これまでの記入"
ABOUT = "課題管理表について"
VERSION = "1"
ROWS = 30_000
"""Most rows of `SHEET`: people can't work with more, and a larger workbook is refused when it comes back."""

NUMBER, SEVERITY, RULE, FILE, ITEM = "番号", "重大度", "検査項目", "ファイル", "項目"
RECORD, LINE = "レコード番号", "行番号"
STATE, SINCE = "了承の状態", "前回から"
FIXED = (
    NUMBER,
    SEVERITY,
    STATE,
    SINCE,
    "根拠",
    RULE,
    "市区町村",
    "業務",
    "定義",
    FILE,
    RECORD,
    LINE,
    "キー",
    ITEM,
    "値",
    "指摘",
)
"""What the sheet shows of a finding."""
ACTOR = "対応する人"
"""Behind them who acts on the finding: it follows from the rule, and is not read."""
ACTION, REASON, OWNER, UNTIL, WHO, WHEN = TYPED = ("対応", "理由", "担当", "期限", "了承者", "了承日")
"""What people type."""
SCOPE, FINGERPRINT, CHECK = HIDDEN = ("範囲", "指紋", "照合")
"""What only chukan reads."""
SEALED = (*FIXED, SCOPE, FINGERPRINT)

SINCE_WORDS = {"continuing": "引き続き", "new": "新しく"}
GONE, OUT_OF_RUN, UNKNOWN = "解消", "今回の範囲の外", "見分けられず"
"""Why a row is in `PAST`."""
BULK = "まとめて了承"
LABEL_VERSION, LABEL_KEY, LABEL_RUN, LABEL_ROWS, LABEL_TOTAL, LABEL_SEAL = ABOUT_LABELS = (
    "表の版",
    "プロジェクトの識別",
    "検証した日時",
    "指摘の行数",
    "指摘の総数",
    "表の照合",
)
"""What `ABOUT` says for chukan: label in column A, value in column B."""
ACTION_WORDS = "、".join(ACTIONS)
_MARK = 4
_SEPARATOR = "-"
_CHECK = re.compile(rf"[0-9a-f]{{32}}{_SEPARATOR}[0-9a-f]{{{_MARK * len(SEALED)}}}")


def normal(text: str) -> str:
    """Return a cell's text as it is compared: spreadsheet programs change blanks and line ends."""
    return " ".join(text.split())


def row_check(secret: bytes, run: str, texts: Sequence[str]) -> str:
    """Return what stands under 照合 in a row: its seal, and a mark of each cell that tells which one was changed.

    Args:
        secret: the project's.
        run: of which run the sheet is.
        texts: the cells of `SEALED`, in that order.
    """
    cells = [_marked(text) for text in texts]
    return f"{seal(secret, [run, *(text for text, _ in cells)])}{_SEPARATOR}{''.join(mark for _, mark in cells)}"


def changed_cell(check: str, texts: Sequence[str]) -> str:
    """Return the heading of the cell that does not fit the marks of its row; 照合 itself where all others do."""
    if not _CHECK.fullmatch(check):
        return CHECK
    marks = check.partition(_SEPARATOR)[2]
    for number, (heading, text) in enumerate(zip(SEALED, texts, strict=True)):
        if marks[number * _MARK : (number + 1) * _MARK] != _mark(normal(text)):
            return heading
    return CHECK


def about_check(secret: bytes, values: Sequence[str]) -> str:
    """Return what stands under 表の照合: a seal over the other values of `ABOUT`."""
    return seal(secret, ["about", *(normal(v) for v in values)])


@lru_cache(maxsize=10_000)
def _marked(text: str) -> tuple[str, str]:
    """Return a cell as it is compared, and its mark: most cells of a sheet say what others do."""
    text = normal(text)
    return text, _mark(text)


def _mark(text: str) -> str:
    """Return four hexadecimal digits by which an edit is found; the seal, not this, tells that there is one."""
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')) & 0xFFFF:04x}"
