"""What every fixture is: its name, what is wrong with it, which rules find it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from fixture_table import AS_OF, Table, base, fixed_records

HOUSEHOLD = "resident_register/household"
PERSON = "resident_register/person"
NOTHING = "なし"

HOUSES = base("household_cp932.csv")
PEOPLE = base("person_cp932.csv")
#: A resident of today, of Japanese nationality, who is in nobody's way: not the first record, so that its place can be seen.
ONE = PEOPLE.where(住民種別="1", 最新フラグ="1", 住民状態="1", 住民となった年月日="*", 個人番号="*")


@dataclass(frozen=True)
class Case:
    """One file of the fixtures."""

    name: str
    what: str
    """In Japanese, for the table of the README."""
    rules: str
    """The rules that find something, those that only warn marked; `なし`; or the exit code of what can't be checked."""
    make: Callable[[], bytes]
    layout: str = HOUSEHOLD
    agreement: str | None = "cp932"

    @property
    def command(self) -> str:
        """How it is checked, from the folder of the fixtures."""
        agreement = f" --agreement agreements/{self.agreement}.yaml" if self.agreement else ""
        return f"chukan check {self.name} --layout {self.layout}{agreement} --as-of {AS_OF}"


def _person(**values: str) -> Callable[[], bytes]:
    return lambda: PEOPLE.put(ONE, **values).cp932()


def _lines(table: Table = HOUSES) -> list[bytes]:
    """Return the lines of a CP932 file, the header first, each with its newline."""
    return table.cp932().splitlines(keepends=True)


def _with_line(number: int, change: Callable[[bytes], bytes]) -> bytes:
    """One line, from 1 (the header), changed."""
    lines = _lines()
    lines[number - 1] = change(lines[number - 1])
    return b"".join(lines)


def _half_character() -> bytes:
    """Return the first byte of a two-byte character, and the comma behind it."""
    return _with_line(4, lambda line: line.replace("千代田区".encode("cp932"), "千代田".encode("cp932") + b"\x8b"))


def _open_quote() -> bytes:
    town = HOUSES.value(4, "住所_町字").encode("cp932")
    return _with_line(6, lambda line: line.replace(town, b'"' + town))


def _mixed_newlines() -> bytes:
    return b"".join(line.replace(b"\r\n", b"\n") if n in (3, 7, 8) else line for n, line in enumerate(_lines(), 1))


def _reordered() -> bytes:
    names = list(HOUSES.names)
    names[3], names[4] = names[4], names[3]
    return HOUSES.columns(tuple(names)).cp932()


def _twice() -> bytes:
    return HOUSES.columns((*HOUSES.names, "電話番号")).cp932()


def _picture() -> bytes:
    """Return a PNG of one white pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixel = b"x\x01\x01\x02\x00\xfd\xff\x00\xff" + struct.pack(">I", zlib.adler32(b"\x00\xff"))
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def _archive() -> bytes:
    """Return a ZIP that is the same wherever and whenever it is made."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("household.csv", (2026, 11, 23, 0, 0, 0)), HOUSES.cp932())
    return file.getvalue()


def _swapped(number: str) -> str:
    """With another check digit."""
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def _cut_record(records: list[bytes]) -> list[bytes]:
    return [*records[:4], records[4].replace(b"  ", b" ", 1), *records[5:]]


def _fixed(change: Callable[[list[bytes]], list[bytes]] = list, newline: bytes = b"\r\n") -> bytes:
    """Return the households in fixed width, the records changed."""
    records = fixed_records(HOUSES, HOUSEHOLD, "fixed")
    return b"".join(record + newline for record in change(records))


def _cut_character(records: list[bytes]) -> list[bytes]:
    """住所_町字 (bytes 118 to 177) cut after 59 bytes, in the middle of a two-byte character."""
    street = ("若葉町" * 10).encode("cp932")[:59] + b" "
    return [*records[:2], records[2][:117] + street + records[2][177:], *records[3:]]


GOOD = (
    Case("good/household_cp932.csv", "正しい世帯ファイル（CP932、CRLF）", NOTHING, HOUSES.cp932),
    Case(
        "good/household_utf8.csv",
        "正しい世帯ファイル（UTF-8、LF）",
        NOTHING,
        lambda: HOUSES.text("\n").encode(),
        agreement="utf8",
    ),
    Case(
        "good/household_utf8_bom.csv",
        "正しい世帯ファイル（BOM 付き UTF-8、Excel から開けます）",
        NOTHING,
        lambda: HOUSES.text().encode("utf-8-sig"),
        agreement="utf8_bom",
    ),
    Case("good/household.zip", "正しい世帯ファイルを ZIP にしたもの（展開せずに検査します）", NOTHING, _archive),
    Case("good/person_cp932.csv", "正しい住民ファイル（履歴のある人を含む）", NOTHING, PEOPLE.cp932, PERSON),
    Case(
        "good/no_agreement.csv",
        "中身は正しいが、移行条件を渡さずに検査する",
        "A01（警告）",
        HOUSES.cp932,
        agreement=None,
    ),
    Case(
        "good/household_fixed.txt", "正しい世帯ファイル（固定長 389 バイト、CRLF）", NOTHING, _fixed, agreement="fixed"
    ),
    Case(
        "good/household_fixed_stream.txt",
        "正しい世帯ファイル（固定長 389 バイト、改行なし）",
        NOTHING,
        lambda: _fixed(newline=b""),
        agreement="fixed_stream",
    ),
)

FORM = (
    Case("bad/empty.csv", "0バイト", "F02", lambda: b""),
    Case("bad/header_only.csv", "見出しだけ", "F02（警告）", lambda: _lines()[0]),
    Case("bad/utf16.csv", "CP932 と合意したのに UTF-16", "F03", lambda: HOUSES.text().encode("utf-16")),
    Case("bad/utf8_for_cp932.csv", "CP932 と合意したのに UTF-8", "F03", lambda: HOUSES.text().encode()),
    Case(
        "bad/bom.csv",
        "BOM なしと合意したのに BOM がある",
        "F03",
        lambda: HOUSES.text("\n").encode("utf-8-sig"),
        agreement="utf8",
    ),
    Case("bad/half_character.csv", "4行目、「,」の前に2バイト文字の前半だけ（0x8B）がある", "F03", _half_character),
    Case("bad/mixed_newlines.csv", "CRLF の中に LF の行が3つある", "F04（警告）", _mixed_newlines),
    Case(
        "bad/no_last_newline.csv",
        "最後のレコードに改行がない",
        "F04（警告）",
        lambda: HOUSES.cp932().removesuffix(b"\r\n"),
    ),
    Case(
        "bad/end_mark.csv",
        "ファイルの終わりに 0x1A（ホストからの転送の名残）",
        "F05（警告）",
        lambda: HOUSES.cp932() + b"\x1a",
    ),
    Case(
        "bad/nul_inside.csv",
        "5行目、値の中に NUL",
        "F05",
        lambda: _with_line(5, lambda line: line.replace("千代田区".encode("cp932"), "千代\0田区".encode("cp932"))),
    ),
    Case("bad/columns_reordered.csv", "列の順が違う（世帯主氏名と世帯員数が逆）", "F06", _reordered),
    Case("bad/column_twice.csv", "「電話番号」の列が二つある", "F06", _twice),
    Case(
        "bad/column_misnamed.csv",
        "列名「電話番号」が「電話番号1」になっている",
        "F06",
        lambda: HOUSES.named(電話番号="電話番号1").cp932(),
    ),
    Case(
        "bad/too_many_fields.csv",
        "6行目だけ項目が1つ多い",
        "F07",
        lambda: _with_line(6, lambda line: line.replace(b"\r\n", b",\r\n")),
    ),
    Case(
        "bad/too_few_fields.csv",
        "6行目だけ項目が1つ少ない",
        "F07",
        lambda: _with_line(6, lambda line: line.replace(b",", b"", 1)),
    ),
    Case(
        "bad/open_quote.csv",
        "6行目の引用符が閉じない（引用符は文字として読むので、全角項目の V02 にもなる）",
        "F08, V02",
        _open_quote,
    ),
    Case(
        "bad/newline_in_value.csv",
        "値の中に改行（認めない合意）",
        "F08",
        lambda: HOUSES.put(3, 住所_方書="緑荘\r\n２０１号室").cp932(),
    ),
    Case(
        "bad/fixed_short_record.txt",
        "固定長の5件目だけ、途中の空白が1つ落ちて短い",
        "F07",
        lambda: _fixed(_cut_record),
        agreement="fixed",
    ),
    Case(
        "bad/fixed_left_over.txt",
        "改行のない固定長の最後が、途中で切れている",
        "F07",
        lambda: _fixed(newline=b"")[:-100],
        agreement="fixed_stream",
    ),
    Case(
        "bad/fixed_half_character.txt",
        "固定長の3件目、住所_町字が2バイト文字の途中で切れている",
        "F03",
        lambda: _fixed(_cut_character),
        agreement="fixed",
    ),
)

VALUES = (
    Case("bad/required_blank.csv", "生年月日が空", "V01", _person(生年月日=""), PERSON),
    Case("bad/kana_half_width.csv", "氏名カナが半角カナ", "V02", _person(氏名カナ="ﾔﾏﾀﾞ　ﾀﾛｳ"), PERSON),
    Case(
        "bad/too_long.csv",
        "住所_市区郡町村名（12文字）に14文字",
        "V03",
        _person(住所_市区郡町村名="見本県見本郡見本町見本町見本"),
        PERSON,
    ),
    Case("bad/unknown_code.csv", "性別が「4」", "V04", _person(性別="4"), PERSON),
    Case("bad/wareki_date.csv", "届出年月日が和暦（R5.4.1）", "V05", _person(届出年月日="R5.4.1"), PERSON),
    Case("bad/no_such_date.csv", "届出年月日が 2023年2月29日", "V05", _person(届出年月日="20230229"), PERSON),
    Case("bad/unknown_date.csv", "届出年月日の月日が 00", "V06（警告）", _person(届出年月日="20230000"), PERSON),
    Case(
        "bad/check_digit.csv",
        "個人番号の検査数字が合わない",
        "V07",
        lambda: PEOPLE.put(ONE, 個人番号=_swapped(PEOPLE.value(ONE, "個人番号"))).cp932(),
        PERSON,
    ),
    Case("bad/number_form.csv", "世帯員並び順が負の数", "V08", _person(世帯員並び順="-1"), PERSON),
    Case(
        "bad/blank_at_end.csv",
        "住所_町字の後ろに余分な空白",
        "V09（警告）",
        _person(住所_町字="若葉町１丁目　"),
        PERSON,
    ),
    Case("bad/gaiji.csv", "旧氏に外字（CP932 の F040 = U+E000）", "V10（警告）", _person(旧氏="渡\ue000"), PERSON),
    Case(
        "bad/nec_ibm_characters.csv",
        "旧氏に IBM 拡張文字「髙」、方書に NEC 特殊文字「①」",
        "V11（警告）",
        _person(旧氏="髙橋", 住所_方書="①号棟"),
        PERSON,
    ),
    Case(
        "bad/outside_repertoire.csv",
        "JIS X 0208 と合意したのに「髙」がある",
        "V12",
        _person(旧氏="髙橋"),
        PERSON,
        agreement="jis_x_0208",
    ),
    Case("bad/items_disagree.csv", "日本人住民なのに在留資格がある", "R01", _person(在留資格="T03"), PERSON),
    Case(
        "bad/dates_in_wrong_order.csv",
        "住民となった年月日が生年月日より前",
        "R02",
        _person(住民となった年月日="19000101"),
        PERSON,
    ),
    Case(
        "bad/many_mistakes.csv",
        "いくつもの誤りが一度にある（画面と帳票を見るために）",
        "F04（警告）, V02, V04, V05, V10（警告）",
        lambda: (
            PEOPLE.put(ONE, 氏名カナ="ﾔﾏﾀﾞ　ﾀﾛｳ", 旧氏="渡\ue000")
            .put(1, 性別="9", 届出年月日="20230431")
            .put(2, 届出年月日="H30.6.31", 処理年月日="2018/6/31")
            .cp932()
            .removesuffix(b"\r\n")
        ),
        PERSON,
    ),
)

UNREADABLE = (
    Case("unreadable/picture.csv", "PNG の画像の名前を .csv にしたもの", "終了コード 3", _picture),
    Case("unreadable/archive.csv", "ZIP の名前を .csv にしたもの", "終了コード 3", _archive),
)


@dataclass(frozen=True)
class Folder:
    """A project or a pack: written by hand, but for a project's data."""

    name: str
    what: str
    rules: str
    command: str


PROJECTS = (
    Folder(
        "projects/good/project.yaml",
        "二つの団体のプロジェクト（CP932 と UTF-8）",
        NOTHING,
        "chukan verify projects/good/project.yaml",
    ),
    *(
        Folder(
            f"projects/groups/{case}_report.yaml",
            f"公募要領 6(2) の{words}のグループ、実施報告（提案は {case}_proposal.yaml）",
            NOTHING,
            f"chukan verify projects/groups/{case}_report.yaml",
        )
        for case, words in (("new", "新規導入"), ("join", "途中参加"), ("merge", "統合"))
    ),
    Folder(
        "projects/misspelt_key/project.yaml",
        "キー「businesses」を「busineses」と書いた",
        "終了コード 2",
        "chukan verify projects/misspelt_key/project.yaml",
    ),
)

PACKS = (
    Folder(
        "packs/broken_table",
        "項目表の CSV の引用符が閉じていない",
        "終了コード 2",
        "chukan check good/household_cp932.csv --layout broken_table/town/household --packs packs/broken_table",
    ),
    Folder(
        "packs/missing_code_list",
        "項目表にあるコード表のファイルがない",
        "終了コード 2",
        "chukan check good/household_cp932.csv --layout missing_code_list/town/household --packs packs/missing_code_list",
    ),
)
