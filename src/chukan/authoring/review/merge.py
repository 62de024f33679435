"""A review sheet becomes a pack that extends the one it was written from; its authority never rises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from chukan.authoring.review import form
from chukan.authoring.review.consequences import shared_lists, stale_codes
from chukan.authoring.review.correct import Corrected, Correction, correct_codes, correct_layout
from chukan.authoring.review.entries import Entry
from chukan.authoring.review.read import Review, read_review
from chukan.authoring.review.soundness import refuse_unsound
from chukan.authoring.workbook.names import safe
from chukan.authoring.workbook.write import business_yaml, code_table, dump_yaml, item_table, write_folder
from chukan.errors import PackError
from chukan.layouts.codes import CodeList
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.layouts.origin import Authority
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_pack


@dataclass(frozen=True)
class MergeReport:
    """What became of a review sheet.

    Attributes:
        open: rows without a result.
        corrections: one a row that was filled in.
        problems: what could not be taken over, or does not go with it: somebody has to write it into the pack.
        notices: what a person should know: layouts that changed since, sheets that are gone, lists that others use.
    """

    pack: str
    folder: str
    extends: str
    edition: str
    authority: Authority
    town: str
    workbook: str
    workbook_sha256: str
    layouts: tuple[str, ...]
    open: int
    corrections: tuple[Correction, ...]
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able tree."""
        return asdict(self)


@dataclass(frozen=True)
class _Made:
    """All that the pack will say."""

    layouts: Mapping[str, Corrected]
    codes: Sequence[CodeList]
    replaced: Sequence[str]
    corrections: Sequence[Correction]


def merge_review(
    path: Path,
    library: Library,
    *,
    out: Path,
    pack: str | None = None,
    name: str | None = None,
    overwrite: bool = False,
) -> MergeReport:
    """Read a review sheet and write the pack of its corrections.

    Args:
        path: the workbook.
        library: where the pack is that it was written from.
        out: the folder of the pack to write.
        pack: its name in addresses; None = the folder's name.
        name: its Japanese name; None = made of the town's.
        overwrite: replace the folder.

    Raises:
        InputError: the workbook can't be read.
        PackError: it is no review sheet, cells were changed or filled in wrongly, nothing was filled in, or what comes
            of it is no sound pack; names the cells. Nothing is written then.
        OutputError: the folder is there, or can't be written.
    """
    review = read_review(path, library)
    pack = pack or out.name
    if (pack in library.names and library.pack(pack).folder.resolve() != out.resolve()) or safe(pack) != pack:
        raise PackError(
            f"レイアウト集の名前「{pack}」は使えません",
            hint="--pack に、ほかのレイアウト集と違う英数字の名前を付けてください。",
        )
    if not review.entries:
        raise PackError(
            "確認シートに記入がありません", place=review.workbook, hint="確認結果を記入してから取り込んでください。"
        )
    parent = library.pack(review.pack)
    made = _made(review)
    files = _files(review, made, parent, pack, name or f"{review.town}の確認（{review.pack}）")

    def check(folder: Path) -> Pack:
        merged = Library([folder, *library.folders]).pack(pack)
        refuse_unsound(merged, review)
        return merged

    merged = write_folder(out, files, replace=overwrite, check=check)
    return MergeReport(
        pack=pack,
        folder=str(out),
        extends=review.pack,
        edition=review.edition,
        authority=merged.origin.authority,
        town=review.town,
        workbook=review.workbook,
        workbook_sha256=review.sha256,
        layouts=tuple(made.layouts),
        open=review.open,
        corrections=tuple(made.corrections),
        problems=tuple(_problems(review, made, merged)),
        notices=tuple(_notices(review, made, parent)),
    )


def _made(review: Review) -> _Made:
    layouts: dict[str, Corrected] = {}
    codes: list[CodeList] = []
    replaced: list[str] = []
    corrections: list[Correction] = []
    for layout in review.layouts:
        own = [e for e in review.entries if e.kind != "code" and e.of == layout.path]
        if own:
            made, found = correct_layout(layout, own)
            corrections += found
            if made.items or made.without or made.declarations:
                layouts[layout.path] = made
    for code_list, _ in form.Contents.of(review.layouts).code_lists():
        entries: list[Entry] = [e for e in review.entries if e.kind == "code" and e.of == code_list.id]
        if entries:
            after, whole, found = correct_codes(code_list, entries)
            corrections += found
            if after.values or whole:
                codes.append(after)
                replaced += [code_list.id] if whole else []
    return _Made(layouts, codes, replaced, corrections)


def _files(review: Review, made: _Made, parent: Pack, pack: str, name: str) -> dict[str, str]:
    by_path = {layout.path: layout for layout in review.layouts}
    businesses = dict.fromkeys(by_path[path].business for path in made.layouts)
    files = {
        "pack.yaml": dump_yaml(
            _document(
                review=review,
                made=made,
                parent=parent,
                pack=pack,
                name=name,
                businesses=businesses,
                layouts=by_path.values(),
            )
        )
    }
    for business in businesses:
        bodies = {}
        for path, corrected in made.layouts.items():
            layout = by_path[path]
            if layout.business != business:
                continue
            body = layout.body.with_declarations(corrected.declarations)
            bodies[layout.slug] = body.model_copy(
                update={"without": tuple(corrected.without), "description": "", "since": None, "until": None}
            )
            if corrected.items:
                rows = enumerate(corrected.items, 1)
                items = [item.model_copy(update={"no": n, "since": None, "until": None}) for n, item in rows]
                files[f"{business}/{layout.slug}.csv"] = item_table(items)
        named = next(layout.business_name for layout in by_path.values() if layout.business == business)
        files[f"{business}/business.yaml"] = business_yaml(business, named, bodies)
    for codes in made.codes:
        files[f"codes/{codes.id}.csv"] = code_table(codes)
    return files


def _document(
    review: Review,
    made: _Made,
    parent: Pack,
    pack: str,
    name: str,
    businesses: Iterable[str],
    layouts: Iterable[Layout],
) -> dict[str, Any]:
    names = {layout.business: layout.business_name for layout in layouts}
    with_whom = f"{review.town}が{f'{review.vendor}と' if review.vendor else ''}確かめた"
    document: dict[str, Any] = {
        "pack": pack,
        "name": name,
        "extends": review.pack,
        # corrected, it is no longer what somebody declared official
        **({"authority": "imported"} if parent.origin.authority == "official" else {}),
        **({"intermediate_standard": True} if parent.origin.intermediate_standard else {}),
        "description": f"{with_whom}確認シート {review.workbook}（SHA-256 {review.sha256}）による。",
        "default_edition": review.edition,
        "editions": [
            {"edition": review.edition, "of": review.edition, "basis": "attested", "note": f"{with_whom}内容を反映。"}
        ],
        **({"replaces_codes": list(made.replaced)} if made.replaced else {}),
        "businesses": [{"business": b, "name": names[b], "folder": b} for b in businesses],
    }
    return document


def _notices(review: Review, made: _Made, parent: Pack) -> list[str]:
    found = [f"定義「{path}」のシートがありません。その定義は確かめられていません。" for path in review.absent]
    found += [
        f"定義「{path}」は、シートを書き出した後に変わっています。記入のある行は変わっていないので取り込みました。"
        for path in review.changed
    ]
    changed = {codes.id: codes.name for codes in made.codes}
    if changed:
        layouts = of_pack(parent, review.edition)
        found += shared_lists(layouts, frozenset(layout.path for layout in review.layouts), changed)
    return found


def _problems(review: Review, made: _Made, merged: Pack) -> list[str]:
    """Return what has to be done by hand before the pack says what the review says."""
    found = [
        f"{c.place}: {c.of} {c.name}「{c.what}」は自動では直せません。レイアウト集を書き直してください。"
        for c in made.corrections
        if c.by_hand
    ]
    by_path = {layout.path: layout for layout in review.layouts}
    found += [
        f"{path} の項目「{item.name}」は条件付き必須ですが、条件の式がありません。business.yaml の required_when に書いてください。"
        for path, corrected in made.layouts.items()
        for item in corrected.items
        if item.required == "conditional" and item.name not in by_path[path].body.required_when
    ]
    kept = {codes.id: frozenset(codes.codes) for codes in made.codes if codes.id in made.replaced}
    before = {c.id: frozenset(c.codes) for c, _ in form.Contents.of(review.layouts).code_lists()}
    gone = {code: before[code] - kept[code] for code in kept}
    if any(gone.values()):
        found += stale_codes(of_pack(merged, review.edition), gone)
    return found
