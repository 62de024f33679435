"""The municipalities, businesses and files of a project's workbook, by what its rows call them."""

from __future__ import annotations

from typing import Any, cast

from chukan.errors import did_you_mean
from chukan.project.cells import folded
from chukan.project.project_file import checked_code
from chukan.project.sheets import form
from chukan.project.sheets.table import SheetReading, SheetRow, put_fields
from chukan.project.unfilled import UNFILLED
from chukan.yaml_text import Loc


class Places:
    """The municipalities, businesses and files of the workbook, by what their rows are called."""

    def __init__(self, reading: SheetReading) -> None:
        self._reading = reading
        self._towns: dict[str, int] = {}
        self._named: dict[str, list[int]] = {}
        self._businesses: dict[tuple[int, str], Loc] = {}
        self._files: list[tuple[int, str, str, Loc]] = []

    def add_town(self, row: SheetRow) -> None:
        """Add a municipality."""
        towns = self._reading.data["municipalities"]
        if row["code"] and not row["code"].startswith(UNFILLED):
            try:
                checked_code(row["code"])
            except ValueError as e:  # before other sheets are said not to know it
                raise self._reading.refusal(str(e), row.cells["code"], "コードを文字列で書き直してください。") from None
        self._towns.setdefault(row["code"], len(towns))
        self._named.setdefault(row["name"], []).append(len(towns))
        towns.append({"businesses": []})
        put_fields(row, form.TABLES[form.TOWNS], ("municipalities", len(towns) - 1), self._reading)

    def add_business(self, row: SheetRow) -> None:
        """Add a business to its municipality."""
        town = self.town(row)
        businesses = self._reading.data["municipalities"][town]["businesses"]
        key = (town, folded(row["business"]))
        if key in self._businesses:
            raise self._reading.refusal(
                f"業務「{row['business']}」がこの団体に二度あります", row.cells["business"], "一つにまとめてください。"
            )
        loc: Loc = ("municipalities", town, "businesses", len(businesses))
        self._businesses[key] = loc
        businesses.append({"files": []})
        put_fields(row, form.TABLES[form.BUSINESSES], loc, self._reading, leave=("code",))

    def add_file(self, row: SheetRow) -> None:
        """Add a file to its business."""
        town = self.town(row)
        plan = self.business(row, town)
        if not row["path"]:
            raise self._reading.refusal("パスがありません", row.cells["path"], "ファイルの場所を書いてください。")
        files = self._of(plan)["files"]
        loc = (*plan, "files", len(files))
        self._files.append((town, row["path"], row["layout"], loc))
        files.append({})
        put_fields(row, form.TABLES[form.FILES], loc, self._reading, leave=("code", "business"))

    def town(self, row: SheetRow) -> int:
        """Return the number of the municipality that a row names, by code or name; the only one where it names none."""
        code = row["code"]
        if code in self._towns:
            return self._towns[code]
        if not code and len(self._towns) == 1:
            return 0
        if code and len(named := self._named.get(code, [])) == 1:
            return named[0]
        what = f"団体コード「{code}」がシート「{form.TOWNS}」にありません" if code else "団体コードがありません"
        hint = did_you_mean(code, self._towns) or f"シート「{form.TOWNS}」にある団体コードを書いてください。"
        raise self._reading.refusal(what, row.cells["code"], hint)

    def business(self, row: SheetRow, town: int) -> Loc:
        """Return the way to the business that a row names."""
        name = row["business"]
        known = [key[1] for key in self._businesses if key[0] == town]
        if (town, folded(name)) in self._businesses:
            return self._businesses[town, folded(name)]
        what = (
            f"業務「{name}」が、シート「{form.BUSINESSES}」のこの団体の行にありません" if name else "業務がありません"
        )
        hint = did_you_mean(name, known) or f"シート「{form.BUSINESSES}」に行を足すか、同じ書き方にしてください。"
        raise self._reading.refusal(what, row.cells["business"], hint)

    def file(self, row: SheetRow) -> Loc:
        """Return the way to the file that a row names by its path."""
        path = row["path"]
        town = self.town(row) if row["code"] else None
        found = [loc for at, own, _, loc in self._files if own == path and town in (None, at)]
        if len(found) == 1:
            return found[0]
        if found:
            raise self._reading.refusal(
                f"パス「{path}」のファイルが複数あります", row.cells["code"], "団体コードを書いてください。"
            )
        near = did_you_mean(path, [own for _, own, _, _ in self._files])
        hint = near or f"シート「{form.FILES}」にあるパスを、同じ書き方で書いてください。"
        raise self._reading.refusal(
            f"パス「{path}」がシート「{form.FILES}」にありません",
            row.cells["path"],
            f"{hint}ファイルの行を消したのなら、この行も消してください。",
        )

    def of_agreement(self, row: SheetRow) -> Loc:
        """Return the way to what an agreement is of: a file, a business, or the whole project."""
        if row["path"]:
            return self.file(row)
        if row["business"]:
            return self.business(row, self.town(row))
        if row["code"]:
            raise self._reading.refusal(
                "団体だけの移行条件は書けません",
                row.cells["code"],
                "業務かパスも書いてください。すべてのファイルの条件なら空欄にします。",
            )
        return ()

    def _of(self, loc: Loc) -> dict[str, Any]:
        found: Any = self._reading.data
        for part in loc:
            found = found[part]
        return cast("dict[str, Any]", found)
