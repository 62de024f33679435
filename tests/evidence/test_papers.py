"""The papers: what they carry, whatever the names are; templates of one's own, and mistakes in them."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName

from chukan.errors import InputError, OutputError, ProjectError
from chukan.evidence.checklist.checklist import make_checklist
from chukan.evidence.judgement.judge import judge
from chukan.evidence.papers import contents
from chukan.evidence.papers.confirmation import confirmation, deliveries
from chukan.evidence.papers.context import Case
from chukan.evidence.papers.fields import CHAPTER, CHECKLIST, CONFIRMATION, PAPERS, TARGETS, listing
from chukan.evidence.papers.make import fill_workbook, make_papers
from chukan.evidence.papers.templates import BUILTIN, LISTING, Templates, copy_templates
from chukan.layouts.library import Library
from chukan.output import word_template
from chukan.reports.pictures import by_file_and_severity
from chukan.reports.summary import summarise
from chukan.severity import Severity
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.result import Count, GaijiCount, NotRun, RuleRun

LIBRARY = Library()
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _no_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing takes most of the time; one test does it."""
    monkeypatch.setattr("chukan.evidence.papers.make.png", lambda _: None)


def as_case(made: Any) -> Case:
    v = made.verification
    judgement = judge(made.project, made.project.job(waived=False), v)
    return Case(made.project, v, "e" * 64, judgement, make_checklist(made.project.file, judgement), summarise(v))


def text_of(data: bytes) -> str:
    """Everything that a paper says, headers and footers too."""
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        parts = [z.read(n).decode("utf-8") for n in z.namelist() if n.endswith(".xml") and "docProps" not in n]
    return re.sub(r"<w:br/>|</w:p>|</t>|</si>|</c>", "\n", "\n".join(parts)).replace("</w:t></w:r><w:r>", "")


def plain(data: bytes) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text_of(data)))


def papers(made: Any, templates: Path | None = None) -> dict[str, str]:
    return {name: plain(data) for name, data in make_papers(as_case(made), Templates(templates)).items()}


def test_every_paper_says_what_it_rests_on(make: Any) -> None:
    made = make()

    for name, text in papers(made).items():
        for words in (
            "参考定義（公式レイアウトとの照合前）による確認",
            "mic@2.7",
            "chukan 0.1.0",
            "令和8年11月23日",
            "文字コード: cp932",
            "案",
            made.verification.layout.digest[:16],
            made.project.sha256[:16],
        ):
            assert words in text, (name, words)


def test_the_papers_have_one_register(make: Any, project: dict[str, Any]) -> None:
    """Sentences of a verification talk to a person; in the papers they are stated."""
    project["declarations"] = {"proposer": {"kind": "municipality", "document": "規約"}}
    not_run = [NotRun("K02", "参照先のファイル（住民）が提出されていないため、相手を確かめられません（3件）")]
    made = make(project).with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 2), not_run=not_run)
    note = "理由がありません。了承シートに記入してください。"
    waivers = (WaiverUse("V05", "", "", 2, "", "課長", "2026-11-01", 0, note),)
    rules = tuple(
        replace(r, state="switched_off", why="項目の分布は --profile を付けたときに調べます") if r.rule == "S01" else r
        for r in made.verification.rules
    )
    made.verification = replace(made.verification, waivers=waivers, rules=rules)

    for name, text in papers(made).items():
        polite = re.findall(r"[^。\n]{0,20}(?:です|ます|ません|ました|ください)(?=[。、）\n]|$)", text)
        assert polite == [], name


def test_with_an_imported_pack_the_papers_name_its_workbook_and_who_declared_it(make: Any) -> None:
    made = make()
    statement = "取込元ワークブック 仕様.xlsx（SHA-256 abc）による確認。公式の定義である旨の申告: 情報課 山田"
    files = [
        replace(f, layout=replace(f.layout, authority="official", statement=statement)) for f in made.verification.files
    ]
    made.verification = replace(made.verification, files=tuple(files))

    for name, text in papers(made).items():
        assert statement in text, name
        assert "参考定義" not in text, name


def test_one_confirmation_for_each_municipality_and_source(make: Any) -> None:
    names = [n for n in papers(make()) if n.startswith("データ移行確認書")]

    assert names == [
        "データ移行確認書_131016_みどり市_事業者A.docx",
        "データ移行確認書_131016_みどり市_事業者B.docx",
        "データ移行確認書_131024_あおば町_事業者A.docx",
    ]


def test_a_confirmation_speaks_of_its_own_delivery_only(make: Any) -> None:
    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))
    files = {f.path: f.sha256 for f in made.verification.files}

    text = papers(made)["データ移行確認書_131016_みどり市_事業者A.docx"]

    assert files["131016/person.csv"] in text
    assert files["131016/household.csv"] in text
    assert files["131016/seal.csv"] not in text
    assert "令和8年10月1日" in text
    assert "2 ファイル、6 件" in text
    assert "不合格" not in text


def test_open_points_waivers_and_verdict_are_told_in_counts(make: Any) -> None:
    made = make().with_counts(
        "131024/person.csv",
        Count("V05", "生年月日", Severity.ERROR, 1207, waived=7),
        Count("V10", "氏名", Severity.WARNING, 45),
        not_run=[NotRun("K02", "世帯のファイルがない")],
        missing_items=("旧氏",),
        extra_columns=("余分な列",),
        undecided=("quoting",),
        gaiji=(GaijiCount("F040", "U+E000", 3, ("氏名",), 1),),
    )
    uses = (
        WaiverUse("V05", "生年月日", "あおば町", 10, "原本がないため", "住民課長", "2026-11-10", 7),
        WaiverUse("V10", "", "みどり市", 1, "", "", "", 0, "理由がありません"),
    )
    made.verification = replace(made.verification, waivers=uses)

    text = papers(made)["データ移行確認書_131024_あおば町_事業者A.docx"]

    for words in (
        "不合格",
        "エラー: V05",
        "1,200",
        "警告: V10",
        "実行できなかった検査: K02",
        "世帯のファイルがない",
        "定義にあってファイルにない項目: 旧氏",
        "定義にない列がある",
        "移行条件未定: 引用符の付け方",
        "外字",
        "原本がないため",
        "住民課長",
        "令和8年11月10日",
    ):
        assert words in text, words
    assert "理由がない" not in text


def test_numbers_that_nobody_checked_are_marked(make: Any) -> None:
    texts = papers(make())

    for name in (TARGETS.template, CHAPTER.template, "データ移行確認書_131024_あおば町_事業者A.docx"):
        assert "10\n（未確認）" in texts[name], name
    assert "番号は未確認" not in texts["データ移行確認書_131016_みどり市_事業者A.docx"]


def test_what_did_not_run_is_told_in_every_paper(make: Any) -> None:
    made = make()
    rules = [
        RuleRun(r.rule, r.title, r.severity, "switched_off", "切っています") if r.rule == "V11" else r
        for r in made.verification.rules
    ]
    made.verification = replace(made.verification, rules=tuple(rules))

    for name, text in papers(made).items():
        assert re.search("V11 [^\n]*停止（切っている）", text), name


def pictures(made: Any) -> int:
    data = make_papers(as_case(made), Templates())[CHAPTER.template]
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        return sum(n.startswith("word/media/") for n in z.namelist())


def test_without_a_japanese_font_the_chapter_has_tables_only(make: Any) -> None:
    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))

    text = papers(made)[CHAPTER.template]

    assert pictures(made) == 0
    assert "図1" not in text
    assert "項目の値" in text


def test_the_chapter_has_charts_that_are_the_same_each_time(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from chukan.output.picture import png

    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))
    monkeypatch.setattr("chukan.evidence.papers.make.png", lambda chart: png(chart, dpi=40))
    if png(by_file_and_severity(summarise(made.verification)), dpi=40) is None:
        pytest.skip("no Japanese font is installed")

    assert pictures(made) == 2
    case = as_case(made)
    assert make_papers(case, Templates()) == make_papers(case, Templates())


def test_a_group_without_findings_has_a_chapter_that_says_so(make: Any) -> None:
    assert "指摘はない。" in papers(make())[CHAPTER.template]


def test_the_checklist_is_a_paper(make: Any) -> None:
    text = papers(make())[CHECKLIST.template]

    for words in ("6(3)ア(ア)", "データで確認", "未記入", "10,000,000 円", "鑑文書"):
        assert words in text


ODD = '=HYPERLINK("x")&<b>{{ 7*7 }}{% x %}|'


def test_names_are_never_taken_for_formulas_markup_or_code(make: Any, project: dict[str, Any]) -> None:
    project["municipalities"][0]["name"] = ODD
    project["vendors"][0]["name"] = f"{ODD}\x07\x00"[:-1]
    made = make(project)

    made_papers = make_papers(as_case(made), Templates())

    book = openpyxl.load_workbook(io.BytesIO(made_papers[TARGETS.template]))
    cell = next(c for row in book["対象業務表"].iter_rows() for c in row if c.value == ODD)
    assert cell.data_type == "s"
    for name, data in made_papers.items():
        assert not set(name) & set('<>:"/\\|?*')
        if name.endswith(".docx"):
            document = docx.Document(io.BytesIO(data))
            cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
            assert any(ODD in text for text in cells), name


def test_two_vendors_of_the_same_name_get_two_papers(make: Any, project: dict[str, Any]) -> None:
    project["vendors"][0]["name"], project["vendors"][1]["name"] = "事業者/X", "事業者:X"

    names = [n for n in papers(make(project)) if "131016" in n]

    assert names == [
        "データ移行確認書_131016_みどり市_事業者_X.docx",
        "データ移行確認書_131016_みどり市_事業者_X_2.docx",
    ]


def test_a_group_without_any_file_still_gets_its_papers(make: Any, project: dict[str, Any]) -> None:
    for town in project["municipalities"]:
        for plan in town["businesses"]:
            plan.update(method="exempt_in_use", reason="先行利用", files=[])

    names = set(papers(make(project)))

    assert names == {TARGETS.template, CHAPTER.template, CHECKLIST.template}


def test_papers_print_on_a4(make: Any) -> None:
    for name, data in make_papers(as_case(make()), Templates()).items():
        if name.endswith(".docx"):
            section = docx.Document(io.BytesIO(data)).sections[0]
            assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
            continue
        for page in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
            assert (page.page_setup.paperSize, page.page_setup.fitToWidth) == (9, 1), (name, page.title)
            assert page.row_dimensions[1].height


def cells(data: bytes) -> list[list[list[str]]]:
    """Every table of a Word document."""
    return [[[c.text for c in row.cells] for row in table.rows] for table in docx.Document(io.BytesIO(data)).tables]


def test_a_confirmation_states_the_agreement_of_its_own_files(make: Any, project: dict[str, Any]) -> None:
    for plan in project["municipalities"][1]["businesses"]:
        plan["agreement"] = {"encoding": "utf-8"}
    project["municipalities"][0]["businesses"][0]["files"][1]["agreement"] = {"newline": "lf"}

    texts = papers(make(project))

    second = texts["データ移行確認書_131024_あおば町_事業者A.docx"]
    assert "文字コード: utf-8" in second
    assert "文字コード: cp932" not in second
    first = texts["データ移行確認書_131016_みどり市_事業者A.docx"]
    assert "改行: CRLF（住民基本台帳 住民）" in first
    assert "改行: LF（住民基本台帳 世帯）" in first
    assert "文字コード: utf-8（あおば町）" in texts[TARGETS.template]


def test_each_vendor_has_a_row_and_a_place_for_its_seal(make: Any, project: dict[str, Any]) -> None:
    project["vendors"].append({"id": "d", "name": "事業者D"})
    project["municipalities"][1]["businesses"][1]["to"] = "d"

    made = make_papers(as_case(make(project)), Templates())

    signers = cells(made["データ移行確認書_131024_あおば町_事業者A.docx"])[-1]
    assert [row[:2] for row in signers[1:]] == [
        ["市区町村", "あおば町"],
        ["移行元事業者", "事業者A"],
        ["移行先事業者", "事業者C"],
        ["移行先事業者", "事業者D"],
    ]


def test_no_seal_is_asked_for_where_something_is_open(make: Any) -> None:
    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))

    found = make_papers(as_case(made), Templates())

    open_ = found["データ移行確認書_131024_あおば町_事業者A.docx"]
    assert plain(open_).count("未了 — 押印しないこと") == 2
    assert not any("印" in row for table in cells(open_) for row in table)
    done = found["データ移行確認書_131016_みどり市_事業者A.docx"]
    assert "押印しないこと" not in plain(done)


def test_papers_carry_number_day_addressee_and_heads(make: Any, project: dict[str, Any]) -> None:
    project["group"] |= {"document_number": "緑情第5号", "head": "市長 緑太郎", "document_date": dt.date(2026, 12, 1)}
    project["municipalities"][1] |= {"document_number": "青情第7号", "head": "町長 青花子"}

    texts = papers(make(project))

    for words in ("緑情第5号", "令和8年12月1日", "市長 緑太郎", "地方公共団体情報システム機構"):
        assert words in texts[TARGETS.template], words
    for words in ("青情第7号", "令和8年12月1日", "町長 青花子", "みどり市の長　様"):
        assert words in texts["データ移行確認書_131024_あおば町_事業者A.docx"], words


def test_papers_call_files_by_their_names(make: Any) -> None:
    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))

    texts = papers(made)

    assert all("131024/person.csv" not in text for text in texts.values())
    assert "住民は不合格（了承されていないエラー 7 件）" in texts[TARGETS.template]


def test_members_and_businesses_stand_on_one_page(make: Any) -> None:
    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7))

    book = openpyxl.load_workbook(io.BytesIO(make_papers(as_case(made), Templates())[TARGETS.template]))

    sheet = book["一覧"]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=4, max_row=6)]
    assert rows[0][2:5] == ["住民基本台帳", "印鑑登録", "軽自動車税"]
    assert [(r[1], *[v or "" for v in r[2:5]]) for r in rows[1:]] == [
        ("みどり市", "○", "○", ""),
        ("あおば町", "×", "", "○"),
    ]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)


def test_scopes_of_waivers_are_told_in_names(make: Any) -> None:
    made = make().with_counts("131024/person.csv", Count("V05", "生年月日", Severity.ERROR, 7, waived=7))
    use = WaiverUse("V05", "生年月日", "131024/resident_register/person", 7, "原本なし", "課長", "2026-11-10", 7)
    made.verification = replace(made.verification, waivers=(use,))

    assert "あおば町 住民基本台帳 住民" in papers(made)[CHAPTER.template]


# --- templates ------------------------------------------------------------------------------------------------------


def test_the_templates_are_made_by_the_script() -> None:
    out = subprocess.run(
        [sys.executable, "scripts/make_templates.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (out.returncode, out.stdout, out.stderr) == (0, "", "")


def test_the_listing_names_every_placeholder(make: Any) -> None:
    text = listing()
    case = as_case(make())
    for paper, context in (
        (TARGETS, contents.targets(case)),
        (CHAPTER, contents.chapter(case)),
        (CHECKLIST, contents.checklist(case)),
        (CONFIRMATION, confirmation(case, deliveries(case)[0])),
    ):
        assert paper.template in text
        for name, value in context.items():
            assert f"  {name}: " in text or f"表「{name}」" in text
            for row in value[:1] if isinstance(value, list) else []:
                assert all(f"    {name}.{column}: " in text for column in row)


def test_templates_can_be_copied_changed_and_used(make: Any, tmp_path: Path) -> None:
    folder = tmp_path / "様式"
    names = [p.name for p in copy_templates(folder)]
    assert sorted(names) == sorted([*(p.template for p in PAPERS), LISTING])

    document = docx.Document(str(folder / CONFIRMATION.template))
    document.add_paragraph("追記 {{ 市区町村 }} 第{{ 件数 }}号")
    document.save(str(folder / CONFIRMATION.template))

    assert "追記 みどり市 第6号" in papers(make(), folder)["データ移行確認書_131016_みどり市_事業者A.docx"]


def test_templates_are_not_written_over(tmp_path: Path) -> None:
    copy_templates(tmp_path)

    with pytest.raises(OutputError, match="様式が既にあります"):
        copy_templates(tmp_path)


def own_template(tmp_path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    path = tmp_path / CHAPTER.template
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ グルプ名 }}", ["グルプ名", "グループ名"]),
        ("{{ まったく別 }}", ["まったく別", "使える名前"]),
        ("{% for 行 in 団体 %}{{ 行.市区町村名 }}{% endfor %}", ["市区町村名", "市区町村"]),
        ("{% for 行 in 団体一覧 %}{% endfor %}", ["団体一覧", "団体"]),
        ("{% if グルプ名 %}a{% endif %}", ["グルプ名", "グループ名"]),
        ("{{ グルプ名 + 1 }}", ["グルプ名"]),
        ("{{ グルプ名.長さ }}", ["グルプ名"]),
        ("{{ グループ名 ", ["書き方"]),
        ("{% for 行 in 団体 %}", ["書き方"]),
        ("{{ グループ名.__class__.__mro__ }}", ["許されない式"]),
        ("{{ 1 / 0 }}", ["差し込めません"]),
        ("{{ グループ名 | ない }}", ["書き方"]),
    ],
)
def test_a_mistake_in_a_word_template_names_file_placeholder_and_nearest(
    make: Any, tmp_path: Path, text: str, words: list[str]
) -> None:
    path = own_template(tmp_path, "前", text)

    with pytest.raises(ProjectError) as e:
        word_template.fill(path, contents.chapter(as_case(make())))

    assert all(word in str(e.value) for word in [*words, CHAPTER.template])


def test_a_placeholder_may_be_torn_by_formatting(make: Any, tmp_path: Path) -> None:
    document = docx.Document()
    p = document.add_paragraph("{{ グル")
    p.add_run("ープ名").bold = True
    p.add_run(" }}")
    path = tmp_path / CHAPTER.template
    document.save(str(path))

    assert "みどり地域クラウド協議会" in plain(word_template.fill(path, contents.chapter(as_case(make()))))


def excel_template(tmp_path: Path, edit: Callable[[Any, Any], None]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "様式"  # type: ignore[union-attr]
    edit(book, page)
    path = tmp_path / TARGETS.template
    book.save(path)
    return path


def name_cell(book: Any, name: str, cell: str, page: str = "様式") -> None:
    book.defined_names[name] = DefinedName(name, attr_text=f"'{page}'!{cell}")


def filled(make: Any, path: Path) -> Any:
    return openpyxl.load_workbook(io.BytesIO(fill_workbook(path, TARGETS, contents.targets(as_case(make()))))).active


def test_an_excel_template_of_ones_own_grows_and_keeps_what_stands_below(make: Any, tmp_path: Path) -> None:
    def edit(book: Any, page: Any) -> None:
        name_cell(book, "グループ名", "$A$1")
        name_cell(book, "対象業務.市区町村", "$A$3")
        name_cell(book, "対象業務.件数", "$C$3")
        name_cell(book, "団体.市区町村", "$A$6")
        name_cell(book, "_自団体", "$Z$9")
        page["C3"].number_format = "#,##0"
        page["B3"].font = Font(bold=True)
        page["A4"] = "下の注"
        page.merge_cells("A4:C4")
        page["A7"] = "印"
        page.row_dimensions[7].height = 50
        page.print_area = "A1:C7"

    page = filled(make, excel_template(tmp_path, edit))

    assert page["A1"].value == "みどり地域クラウド協議会"
    assert [page.cell(r, 1).value for r in range(3, 12)] == [
        "みどり市",
        "みどり市",
        "あおば町",
        "あおば町",
        "下の注",
        None,
        "みどり市",
        "あおば町",
        "印",
    ]
    assert [page.cell(r, 3).number_format for r in range(3, 7)] == ["#,##0"] * 4
    assert page["B6"].font.bold
    assert [str(r) for r in page.merged_cells.ranges] == ["A7:C7"]
    assert page.row_dimensions[11].height == 50
    assert page.row_dimensions[7].height is None
    assert page.print_area == "'様式'!$A$1:$C$11"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"グルプ名": "$A$1"}, ["グルプ名", "グループ名", "シート「様式」", "A1"]),
        ({"対象業務.市区町": "$B$2"}, ["対象業務.市区町", "対象業務.市区町村", "B2"]),
        ({"団体": "$A$1"}, ["「団体」"]),
        ({"対象業務.件数": "$A$1", "対象業務.業務": "$B$2"}, ["一つの行"]),
        ({"グループ名": "#REF!"}, ["セルを指していません"]),
    ],
)
def test_a_mistake_in_an_excel_template_names_the_cell(
    make: Any, tmp_path: Path, names: dict[str, str], words: list[str]
) -> None:
    def edit(book: Any, page: Any) -> None:
        for name, cell in names.items():
            if cell.startswith("#"):
                book.defined_names[name] = DefinedName(name, attr_text=cell)
            else:
                name_cell(book, name, cell)

    with pytest.raises(ProjectError) as e:
        filled(make, excel_template(tmp_path, edit))

    assert all(word in str(e.value) for word in [*words, TARGETS.template])


def test_files_that_are_no_templates_are_refused(make: Any, tmp_path: Path) -> None:
    path = tmp_path / CHAPTER.template
    path.write_bytes(b"PK not really")
    with pytest.raises(ProjectError, match="Word 文書として読めません"):
        word_template.fill(path, contents.chapter(as_case(make())))

    path = tmp_path / TARGETS.template
    path.write_bytes(b"x")
    with pytest.raises(InputError, match="xlsx"):
        filled(make, path)


@pytest.mark.parametrize("name", ["データ移行確認.docx", "別紙3.xlsx", "要件確認表.xlsm"])
def test_a_misspelt_template_is_not_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")

    with pytest.raises(ProjectError) as e:
        Templates(tmp_path)

    assert name in str(e.value)
    assert any(p.template in (e.value.hint or "") for p in PAPERS)


def test_what_office_leaves_beside_open_files_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "~$データ移行確認書.docx").write_bytes(b"")
    (tmp_path / "メモ.txt").write_bytes(b"")

    assert Templates(tmp_path).of(TARGETS) == BUILTIN / TARGETS.template
