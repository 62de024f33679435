"""The draft of a project as a workbook for people who work in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from chukan.intake.draft import DraftedKey, yaml_scalar
from chukan.output import colours
from chukan.output.excel import LINE, Book, Column
from chukan.output.text import display_width
from chukan.project.drafting.outline import Draft, DraftBusiness, DraftFile, DraftMunicipality
from chukan.project.project_file import METHOD_JA
from chukan.project.sheets import form
from chukan.project.unfilled import UNFILLED

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: Rows for people to add.
_ROOM = 500
_CONFIRM = "要確認"
#: The column, beside those that are read, that says what a row rests on.
_NOTES = {
    form.VENDORS: "要確認",
    form.TOWNS: "推定の根拠",
    form.BUSINESSES: "要確認",
    form.FILES: "定義と推定の根拠",
    form.COUNTS: "chukan が数えた件数",
    form.AGREEMENT: "推定の根拠・決めること",
    form.COLUMNS: "推定の根拠",
    form.OTHERS: "説明",
}
_NOTE_WIDTH = 56
_GUIDE = (
    "このブックは、移行プロジェクト（どの団体の、どの業務の、どのファイルを、どの条件で移行するか）を書いたものです。chukan init がフォルダのファイルから下書きしました。",
    f"「{UNFILLED}」のセル（赤）は、人が書くところです。残っているあいだは chukan verify などは始まりません。",
    f"そのほかの値は推定か既定の値です（{_CONFIRM}）。「{form.NOTE_PREFIX}」で始まる列に根拠があります。確かめて、違えば直してください。",
    "書き終えたら保存し、chukan verify このブック --out 結果のフォルダ を実行してください。chukan のどのコマンドも、project.yaml の代わりにこのブックを読みます。",
    "団体コードは、先頭の 0 が落ちないよう文字列で書きます（列の書式は文字列にしてあります）。",
    "ファイルのパスは、このブックのあるフォルダから見た場所です。ZIP の中は「もの.zip/ファイル」、表計算のシートは「もの.xlsx#シート」と書きます。",
    "件数シートの「納品書の値」には、納品書にある件数・金額の合計を書きます。chukan が数えた件数を写すのではなく、納品書と照らしてください（検査項目 F09・S01）。",
    "移行条件シートは、両事業者で合意したファイルの形です。団体コード・業務・パスが空欄の行は、すべてのファイルに当たります。値が空欄の行は未定（検査項目 A01）です。",
    f"列の対応シートには、定義と違う列名の対応を書きます。読み取らない列は項目に「{form.NOT_USED}」と書きます。",
    f"ここにない設定は、シート「{form.OTHERS}」に project.yaml のキーと値で書けます。",
    f"見出し（1行目）とシートの名前は変えないでください。自分用の列は見出しを「{form.NOTE_PREFIX}」、自分用のシートは名前を「{form.MEMO_PREFIX}」で始めれば、読み取りません。",
    f"シート「{form.LEFT_OUT}」は、定義が分からなかったもの・読めなかったものの一覧です。移行するファイルなら、シート「{form.FILES}」に行を足してください。",
    "このブックに住民の氏名・番号などの値は書かないでください。",
)


def write_sheets(path: BinaryIO, draft: Draft) -> None:
    """Write the workbook. The same draft gives the same bytes.

    Args:
        path: an open file.
        draft: the draft.
    """
    with Book(
        path, title="移行プロジェクト（下書き）", day=draft.day, largest=len(draft.files), footer="移行プロジェクト"
    ) as book:
        _guide(book)
        _settings(book, draft)
        for name, rows in (
            (form.VENDORS, _vendors()),
            (form.TOWNS, map(_town, draft.municipalities)),
            (form.BUSINESSES, (_business(of, b) for of, b, _ in _all(draft, once=True))),
            (form.FILES, (_file(of, b, f) for of, b, f in _all(draft))),
            (form.COUNTS, (row for of, _, f in _all(draft) for row in _counts(of, f))),
            (form.AGREEMENT, _agreement(draft)),
            (form.COLUMNS, (row for of, _, f in _all(draft) for row in _columns(of, f))),
            (form.OTHERS, iter(())),
        ):
            _table(book, name, rows)
        left = (
            (one.path, one.reason, "、".join(f"{fit.address}（{fit.score:.0%}）" for fit in one.fits[:3]))
            for one in draft.left
        )
        columns = (Column("パス", 50), Column("理由", 70), Column("候補の移行ファイル定義", 46))
        book.table_sheet(form.LEFT_OUT, columns, left, empty="ありません。")


def _all(draft: Draft, *, once: bool = False) -> Iterator[tuple[str, DraftBusiness, DraftFile]]:
    for town in draft.municipalities:
        for business in town.businesses:
            for file in business.files[:1] if once else business.files:
                yield _reference(town, draft), business, file


def _guide(book: Book) -> None:
    sheet = book.sheet(form.GUIDE)
    for column, width in enumerate((18, 22, 70)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, "移行プロジェクトの記入要領", book.style(bold=True, font_size=14, text_wrap=False))
    cell = book.style()
    row = 1
    for row, sentence in enumerate(_GUIDE, 2):
        sheet.merge_range(row, 0, row, 2, f"{row - 1}. {sentence}", cell)
        sheet.set_row(row, LINE * (1 + display_width(sentence) // 104))
    rows = [(form.SETTINGS, one.title, one.note) for one in form.SETTING_FIELDS]
    rows += [(name, one.title, one.note) for name, fields in form.TABLES.items() for one in fields]
    book.table(sheet, row + 2, (Column("シート", 18), Column("設定・列", 22), Column("書くこと", 70)), rows)


def _settings(book: Book, draft: Draft) -> None:
    sheet = book.sheet(form.SETTINGS)
    values = {
        "group.name": UNFILLED,
        "group.representative": draft.representative or UNFILLED,
        "group.case": "新規に導入",
        "stage": "実施報告",
        "layout": draft.layout,
        "as_of": draft.day.isoformat(),
    }
    columns = (Column("設定", 22), Column("値", 40, entry=True, style={"num_format": "@"}), Column("説明", 70))
    rows = (
        (
            one.title,
            values.get(one.key, ""),
            f"{_CONFIRM}: {one.note}" if values.get(one.key, UNFILLED) != UNFILLED else one.note,
        )
        for one in form.SETTING_FIELDS
    )
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    end = book.table(sheet, 0, columns, rows)
    sheet.freeze_panes(1, 1)
    for row, one in enumerate(form.SETTING_FIELDS, 1):
        _validate(sheet, one, row, row, 1)
    _mark_unfilled(book, sheet, end, 2)


def _table(book: Book, name: str, rows: Iterable[Sequence[Any]]) -> None:
    fields = form.TABLES[name]
    columns = (
        *(
            Column(one.title, one.width, entry=True, style={} if one.kind == "number" else {"num_format": "@"})
            for one in fields
        ),
        Column(f"{form.NOTE_PREFIX}: {_NOTES[name]}", _NOTE_WIDTH),
    )
    sheet, end = book.table_sheet(name, columns, rows, fixed=1)
    last = end + _ROOM
    for index, one in enumerate(fields):
        if one.kind != "number":  # what is typed into new rows keeps its leading zeros
            sheet.set_column(index, index, one.width, book.style(num_format="@", bg_color=colours.ENTRY))
        else:
            sheet.set_column(index, index, one.width, book.style(bg_color=colours.ENTRY))
        _validate(sheet, one, 1, last, index, within=name)
    _mark_unfilled(book, sheet, last, len(fields))


#: What may be written in a column of one table stands in a column of another.
_SOURCES = {
    "code": (form.TOWNS, "A"),
    "from": (form.VENDORS, "A"),
    "to": (form.VENDORS, "A"),
    "business": (form.BUSINESSES, "B"),
    "path": (form.FILES, "D"),
}


def _validate(sheet: Worksheet, one: form.Field, first: int, last: int, column: int, *, within: str = "") -> None:
    """Offer what may be written, and warn of anything else."""
    rule: dict[str, Any] = {"validate": "any"}
    source = _SOURCES.get(one.key) if within else None
    if one.choices:
        rule = {"validate": "list", "source": list(one.choices)}
    elif source and source[0] != within:
        rule = {
            "validate": "list",
            "source": f"='{source[0]}'!${source[1]}$2:${source[1]}${_ROOM}",
            "error_type": "warning",
        }
    elif one.kind == "number":
        rule = {"validate": "integer", "criteria": ">=", "value": 0, "error_message": "0 以上の整数で書いてください。"}
    elif one.key == "code":
        rule = {
            "validate": "length",
            "criteria": "==",
            "value": 6,
            "error_type": "warning",
            "error_message": "全国地方公共団体コードは6桁です。",
        }
    sheet.data_validation(
        first, column, last, column, {**rule, "input_title": one.title[:32], "input_message": one.note[:255]}
    )


def _mark_unfilled(book: Book, sheet: Worksheet, last: int, columns: int) -> None:
    """Show in red what people still have to write."""
    style = book.bare(bg_color="#f8d0cc", bold=True)
    sheet.conditional_format(
        1, 0, last, columns - 1, {"type": "text", "criteria": "begins with", "value": UNFILLED, "format": style}
    )


def _vendors() -> Iterator[Sequence[str]]:
    yield "a", UNFILLED, "移行元事業者"
    yield "b", UNFILLED, "移行先事業者"


def _reference(town: DraftMunicipality, draft: Draft) -> str:
    """Return what rows of other sheets call a municipality: blank where it is the only one, for nobody to fill in."""
    return town.guess.code or ("" if len(draft.municipalities) == 1 else town.guess.name or UNFILLED)


def _town(town: DraftMunicipality) -> Sequence[str]:
    guess = town.guess
    why = [
        f"コード: {guess.why}" if guess.code else "コード: フォルダの名前からは分かりませんでした",
        f"団体名: {guess.name_why}" if guess.name else "",
    ]
    return guess.code or UNFILLED, guess.name or UNFILLED, "", "", "", "。".join(filter(None, why))


def _business(of: str, business: DraftBusiness) -> Sequence[str]:
    note = "移行元・移行先（事業者シートの記号）と、方法" + ("。この業務だけ、定義が違います" if business.pack else "")
    return of, business.name, "a", "b", METHOD_JA["layout"], "", "", "", business.pack, "", note


def _file(of: str, business: DraftBusiness, file: DraftFile) -> Sequence[str]:
    alike = (
        f"。同じ定義のファイルがほかにもあります（{'、'.join(file.alike[:3])}）。分割でなければ、要らないほうの行を消してください"
        if file.alike
        else ""
    )
    return of, business.name, file.layout, file.seen.path, "", file.fits + alike


def _counts(of: str, file: DraftFile) -> Iterator[Sequence[str]]:
    yield of, file.seen.path, "", "", "", "", "", "", f"{file.records:,} 件"
    for item in file.amounts[:1]:
        yield of, file.seen.path, item, "", "", "", "", "", "納品書に金額の合計があるとき。なければ空欄のまま"


def _agreement(draft: Draft) -> Iterator[Sequence[str]]:
    for key in draft.keys:
        yield "", "", "", *_cells(key)
    for of, _, file in _all(draft):
        for key in file.keys:
            yield of, "", file.seen.path, *_cells(key)


def _cells(key: DraftedKey) -> tuple[str, str, str]:
    """Return the key, its value and what is said of it."""
    if key.taken_back:
        return key.name, "null", key.comment
    if key.value is None:
        return key.name, "", f"{key.comment}（例 {key.example}）"
    return key.name, yaml_scalar(key.value).strip('"'), key.comment


def _columns(of: str, file: DraftFile) -> Iterator[Sequence[str]]:
    for name, item, reason in file.columns:
        yield of, file.seen.path, name, item, reason
