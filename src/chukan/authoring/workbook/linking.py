"""Which code list an item has: by its code cell, else by what its notes say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from chukan.authoring.lint.code_lists import unfit_codes
from chukan.authoring.workbook.cells import is_mark
from chukan.authoring.workbook.codes import CodeBook, RawList, listed
from chukan.authoring.workbook.items import RawItem
from chukan.authoring.workbook.pairs import pairs_of_cell
from chukan.authoring.workbook.report import Notice


@dataclass
class Linker:
    """Joins the items of one business to code lists.

    Attributes:
        book: All the lists of the workbooks.
        business: Its name; its own lists come first.
        id_of: Gives a list its id in the pack.
        as_stated: True for chukan's own export: an item keeps its list, whatever it holds.
        notices: What could not be joined, and why.
    """

    book: CodeBook
    business: str
    id_of: Callable[[RawList], str]
    as_stated: bool = False
    notices: list[Notice] = field(default_factory=list)

    def update(self, raw: RawItem) -> dict[str, object]:
        """Return what an item gets: its ``code``, and a ``note`` with a code that could not be joined.

        Args:
            raw: The item as its row has it.
        """
        found = self._of_cell(raw) if raw.code else self._of_notes(raw)
        if found is not None:
            item, values = raw.item, tuple(found.values.values())
            unfit = unfit_codes(item.model_copy(update={"code": found.id}), values, raw.place)
            if self.as_stated or not unfit:
                return {"code": self.id_of(found)}
            what = f"{unfit[0].message}。コード表を結び付けていません"
            self.notices.append(Notice("problem", raw.place, what, "ワークブックの桁数かコード表を確かめてください。"))
        if raw.code:
            return {"code": None, "note": "／".join(t for t in (raw.item.note, f"コード {raw.code}") if t)}
        return {"code": None}

    def _of_cell(self, raw: RawItem) -> RawList | None:
        found = self.book.find(raw.code, self.business, raw.item.name)
        if found is None and is_mark(raw.code):
            found = self.book.named_after(raw.item.name, self.business)
            noted = self._of_notes(raw) if found is None else None
            found = found or noted
        if found is None and (pairs := pairs_of_cell(raw.code)):
            what = f"項目「{raw.item.name}」のコードの欄の「{pairs.rest}」はコード値として読めません。読めた値だけのコード表としました"
            self.notices.append(Notice("problem", raw.place, what, "コード値を一つずつ書いてください。"))
            return listed(pairs, raw.item.name, self.business)
        if found is None:
            self.notices.append(
                Notice(
                    "problem",
                    raw.place,
                    f"項目「{raw.item.name}」のコード「{raw.code}」の一覧がワークブックにありません",
                    "コード一覧のブックを一緒に指定するか、対応表で read: codes を指定する必要がないか確かめてください。",
                )
            )
        return found

    def _of_notes(self, raw: RawItem) -> RawList | None:
        if raw.pairs is not None:
            shown = "、".join(f"{code}:{name}" for code, name in raw.pairs.values[:5])
            what = f"項目「{raw.item.name}」の説明の中のコード値をコード表としました（{shown}）"
            hint = "コード値でないときは、対応表に codes_in_notes: skip と書いてください。"
            self.notices.append(Notice("info", raw.place, what, hint))
            return listed(raw.pairs, raw.item.name, self.business)
        if raw.slug:
            return None
        found, words = self.book.mentioned(raw.item.note, self.business)
        if words and found is None:
            what = f"項目「{raw.item.name}」の説明にある「{words}」の一覧がワークブックにありません"
            self.notices.append(Notice("problem", raw.place, what, "コード一覧のブックを一緒に指定してください。"))
        return found
