"""``lint_pack``: a whole pack, its files and how they refer to each other."""

from __future__ import annotations

from pathlib import Path

from chukan.authoring.lint.bodies import Subject, lint_body
from chukan.authoring.lint.code_lists import lint_codes, unfit_codes
from chukan.authoring.lint.findings import LintFinding, YamlLines
from chukan.authoring.lint.item_tables import ItemTable, lint_items
from chukan.authoring.lint.labels import lint_labels
from chukan.authoring.lint.tables import unreadable
from chukan.authoring.lint.times import applies, together
from chukan.documents import load
from chukan.errors import PackError, did_you_mean
from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList
from chukan.layouts.extend import overlaid, settled
from chukan.layouts.model import Item
from chukan.layouts.pack import Pack
from chukan.layouts.pack_document import BusinessDocument, BusinessEntry
from chukan.severity import Severity


def lint_folder(folder: Path, parent: Pack | None = None) -> tuple[LintFinding, ...]:
    """Return the findings of a folder; what keeps the pack from loading is a finding too.

    Args:
        folder: the folder that holds ``pack.yaml``.
        parent: the pack that this one extends, if any.
    """
    try:
        pack = Pack(folder, parent)
    except PackError as e:
        return (unreadable(e, str(folder / "pack.yaml")),)
    return lint_pack(pack)


def lint_pack(pack: Pack) -> tuple[LintFinding, ...]:
    """Return all findings of a pack's own files, by place; a parent's files are not checked.

    Args:
        pack: the pack, with its parent where it extends one.

    Returns:
        Findings in order of place. Nothing raises: a file that can't be read is a finding (L01).
    """
    linter = _Linter(pack)
    linter.read()
    linter.check()
    return tuple(sorted(set(linter.findings), key=_in_order))


class _Linter:
    """What was read of a pack, and what was found so far."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.findings: list[LintFinding] = []
        self.documents: dict[str, tuple[BusinessDocument, YamlLines]] = {}
        self.tables: dict[tuple[str, str], ItemTable] = {}
        self.codes: dict[str, CodeList] = {}

    def read(self) -> None:
        """Read all files of the pack, and check each by itself."""
        self._pack_file()
        for entry in self.pack.document.businesses:
            self._business(entry)
        for path in sorted((self.pack.folder / "codes").glob("*.csv")):
            self.codes[path.stem], found = lint_codes(path, self.pack.editions)
            self.findings += found

    def check(self) -> None:
        """Check the files against each other."""
        items = {address: self._in_editions(*address) for address in self._addresses()}
        others = {f"{b}/{s}": editions for (b, s), editions in items.items()}
        used: set[str] = set()
        for address, editions in items.items():
            every = {i.name: i for in_edition in editions.values() for i in in_edition}
            used |= {i.code for i in every.values() if i.code}
            if address in self.tables:
                self._codes_of(self.tables[address])
                self.findings += lint_labels(self.tables[address], editions)
        for business, (document, lines) in self.documents.items():
            for slug, body in document.layouts.items():
                own = items.get((business, slug))
                if own:
                    subject = Subject(
                        business=business,
                        slug=slug,
                        body=self._whole(business, slug, body),
                        items=own,
                        default=self.pack.default_edition,
                        lines=lines,
                        others=others,
                        inherited=self._inherited_names(business, slug),
                        own=self._own_names(business, slug),
                    )
                    self.findings += lint_body(subject)
        inherited = set(self.pack.parent.code_ids()) if self.pack.parent else set()
        self.findings += [
            LintFinding(
                str(self.pack.folder / "codes" / f"{code}.csv"),
                "L13",
                Severity.WARNING,
                f"コード表「{code}」をどの項目も使っていません",
                "項目の code に書くか、ファイルを消してください。",
            )
            for code in self.codes
            if code not in used and code not in inherited
        ]

    def _pack_file(self) -> None:
        pack, lines = self.pack, YamlLines(self.pack.folder / "pack.yaml")
        document = pack.document
        if document.authority == "official" and not document.declared_by:
            self._report(
                lines.place("authority"),
                "L20",
                "official ですが、declared_by がありません",
                "公式である旨を申告した所属と氏名を書いてください。",
            )
        for code in document.replaces_codes:
            if not (pack.folder / "codes" / f"{code}.csv").exists():
                self._report(
                    lines.place("replaces_codes"),
                    "L04",
                    f"replaces_codes のコード表「{code}」がこのレイアウト集にありません",
                    f"codes/{code}.csv を置いてください。",
                )
        own_books = all(b.workbook or b.workbooks for b in document.businesses) and document.businesses
        if document.authority != "reference" and not document.workbook and not own_books and not document.extends:
            self._report(
                lines.place("authority"),
                "L20",
                f"{document.authority} ですが、workbook がありません",
                "`chukan layouts import` で取り込んでください。",
            )
        folders = {b.folder for b in document.businesses}
        for n, entry in enumerate(document.businesses):
            if sum(b.business == entry.business for b in document.businesses) > 1:
                self._report(
                    lines.place("businesses", n),
                    "L02",
                    f"業務「{entry.business}」が二度あります",
                    "一方を消してください。",
                )
        for path in sorted(p.parent for p in pack.folder.glob("*/business.yaml")):
            if path.name not in folders:
                self._report(
                    str(path),
                    "L19",
                    f"フォルダ「{path.name}」は pack.yaml の businesses にありません",
                    "businesses に足すか、フォルダを消してください。",
                )

    def _business(self, entry: BusinessEntry) -> None:
        folder = self.pack.folder / entry.folder
        path = folder / "business.yaml"
        try:
            document = load(path, BusinessDocument, PackError)
        except PackError as e:
            self.findings.append(unreadable(e, str(path)))
            return
        lines = YamlLines(path)
        self.documents[entry.business] = (document, lines)
        if document.business != entry.business:
            self._report(
                lines.place("business"),
                "L01",
                f"業務の名前「{document.business}」が pack.yaml の「{entry.business}」と違います",
                "揃えてください。",
            )
        for slug, body in document.layouts.items():
            table = folder / f"{slug}.csv"
            inherited = self._inherited(entry.business, slug)
            self._editions(body, lines, slug)
            if table.exists():
                self.tables[entry.business, slug], found = lint_items(table, self.pack.editions, own=not inherited)
                self.findings += found
            elif not inherited:
                self._report(
                    lines.place("layouts", slug),
                    "L01",
                    f"項目の表 {table.name} がありません",
                    f"{table} を置いてください。",
                )
        for path in sorted(folder.glob("*.csv")):
            if path.stem not in document.layouts:
                hint = (
                    did_you_mean(path.stem, document.layouts)
                    or "business.yaml の layouts に足すか、ファイルを消してください。"
                )
                self._report(str(path), "L19", f"「{path.stem}」は business.yaml の layouts にありません", hint)

    def _editions(self, body: LayoutBody, lines: YamlLines, slug: str) -> None:
        for key, edition in (("since", body.since), ("until", body.until)):
            if edition is not None and edition not in self.pack.editions:
                self._report(
                    lines.place("layouts", slug, key),
                    "L10",
                    f"定義「{slug}」の{key}「{edition}」という版はありません",
                    f"ある版: {', '.join(self.pack.editions)}",
                )

    def _codes_of(self, table: ItemTable) -> None:
        """Check that the code lists that a table's items name exist, and that their values fit the items."""
        known = self.pack.code_ids()
        for line, item in table.rows:
            if not item.code:
                continue
            place = f"{table.path}:{line}"
            if item.code not in known:
                hint = did_you_mean(item.code, known) or f"codes/{item.code}.csv を置いてください。"
                self._report(place, "L04", f"項目「{item.name}」のコード表「{item.code}」がありません", hint)
                continue
            values = [
                value
                for value in (self.codes[item.code].values if item.code in self.codes else ())
                if together(item, value, self.pack.editions)
            ]
            try:
                whole = item.code in self.pack.document.replaces_codes
                parent_codes = self.pack.parent.code_list(item.code) if self.pack.parent and not whole else None
            except PackError:
                parent_codes = None
            self.findings += unfit_codes(item, [*(parent_codes.values if parent_codes else ()), *values], place)

    def _addresses(self) -> list[tuple[str, str]]:
        own = [(b, slug) for b, (document, _) in self.documents.items() for slug in document.layouts]
        inherited = [(b, s) for b, s in (self.pack.parent.layouts() if self.pack.parent else []) if (b, s) not in own]
        return own + inherited

    def _in_editions(self, business: str, slug: str) -> dict[str, tuple[Item, ...]]:
        """Return the items of a layout in each edition that has it, as far as they could be read."""
        pack = self.pack
        found: dict[str, tuple[Item, ...]] = {}
        document = self.documents.get(business)
        body = document[0].layouts.get(slug) if document else None
        table = self.tables.get((business, slug))
        for edition in pack.editions:
            if body and not applies(pack.editions, edition, body.since, body.until):
                continue
            inherited: tuple[Item, ...] = ()
            if pack.parent and self._inherited(business, slug):
                try:
                    inherited = pack.parent.items(business, slug)
                except PackError:
                    inherited = ()
            own = [i for _, i in table.rows if applies(pack.editions, edition, i.since, i.until)] if table else []
            without = body.without if body else ()
            items = overlaid(inherited, tuple({i.name: i for i in own}.values()), without)
            if items:
                found[edition] = items
        return found

    def _whole(self, business: str, slug: str, own: LayoutBody) -> LayoutBody:
        """Return the pack's own body; conditions that a parent states count as its own."""
        if not self._inherited(business, slug) or not self.pack.parent:
            return own
        stated = self.pack.parent.business_document(business).layouts[slug].required_when
        table = self.tables.get((business, slug))
        void = {*own.without, *settled((item for _, item in table.rows) if table else (), own)}
        inherited = {item: when for item, when in stated.items() if item not in void}
        return own.model_copy(update={"required_when": {**inherited, **own.required_when}})

    def _inherited(self, business: str, slug: str) -> bool:
        parent = self.pack.parent
        if parent is None or not any(b.business == business for b in parent.businesses):
            return False
        return slug in parent.business_document(business).layouts

    def _inherited_names(self, business: str, slug: str) -> frozenset[str]:
        if self.pack.parent is None or not self._inherited(business, slug):
            return frozenset()
        try:
            return frozenset(item.name for item in self.pack.parent.items(business, slug))
        except PackError:
            return frozenset()

    def _own_names(self, business: str, slug: str) -> frozenset[str]:
        table = self.tables.get((business, slug))
        return frozenset(item.name for _, item in table.rows) if table else frozenset()

    def _report(self, place: str, rule: str, message: str, hint: str) -> None:
        severity: Severity = Severity.WARNING if rule == "L19" else Severity.ERROR
        self.findings.append(LintFinding(place, rule, severity, message, hint))


def _in_order(finding: LintFinding) -> tuple[str, int, str, str]:
    path, _, line = finding.place.rpartition(":")
    return (
        (path, int(line), finding.rule, finding.message)
        if line.isdigit()
        else (finding.place, 0, finding.rule, finding.message)
    )
