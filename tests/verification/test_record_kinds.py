"""Files of several kinds of record: each by its own layout, their number, order, counts and sums (F11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import chukan
from chukan.agreement import Agreement, load_agreement
from chukan.errors import AgreementError
from chukan.layouts.library import Library
from chukan.verification.job import Options, Target
from chukan.verification.record_kinds import targets_of

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "bank_transfer"
DATA = "bank_transfer@1/general_transfer/transfer"
HEADER = (
    "1"
    "21"
    "0"
    "1234567890"
    + "ﾁﾖﾀﾞｸ".ljust(40)
    + "1130"
    + "0001"
    + "ﾐﾎﾝｷﾞﾝｺｳ".ljust(15)
    + "001"
    + "ﾎﾝﾃﾝ".ljust(15)
    + "1"
    + "1234567"
    + " " * 17
)
END = "9" + " " * 119


def data(number: int, amount: int) -> str:
    return (
        "2"
        "0005"
        + "ﾐﾎﾝ".ljust(15)
        + "001"
        + "ｼﾃﾝ".ljust(15)
        + "0000"
        + "1"
        + f"{number:07d}"
        + f"ﾔﾏﾀﾞ {number}".ljust(30)
        + f"{amount:010d}"
        + "0"
        + " " * 20
        + "7"
        + " "
        + " " * 7
    )


def trailer(count: int, total: int) -> str:
    return f"8{count:06d}{total:012d}" + " " * 101


def text(*records: str) -> str:
    return "".join(f"{record}\r\n" for record in records)


def sound(count: int = 30) -> list[str]:
    return [HEADER, *(data(n, 100 * n) for n in range(count)), trailer(count, sum(100 * n for n in range(count))), END]


def check(tmp_path: Path, content: str, agreement: Agreement | None = None, **options: Any) -> Any:
    path = tmp_path / "transfer.txt"
    path.write_bytes(content.encode("cp932"))
    agreed = agreement or load_agreement(EXAMPLE / "agreement.yaml")
    return chukan.check(path, DATA, agreement=agreed, packs=[EXAMPLE], **options)


def found(outcome: Any) -> list[tuple[str, str, str, int | None]]:
    return sorted((f.rule, f.layout, f.item or "", f.line) for f in errors(outcome))


def errors(outcome: Any) -> list[Any]:
    """Return the errors; half-width kana are warnings (V11) that banks mean."""
    return [f for f in outcome.findings if f.severity == "error"]


def test_each_kind_by_its_own_layout(tmp_path: Path) -> None:
    outcome = check(tmp_path, text(*sound()))

    assert outcome.verdict == "pass"
    files = {f.layout.layout: f for f in outcome.verification.files}
    assert {name: f.records.read for name, f in files.items()} == {
        "transfer": 30,
        "transfer_header": 1,
        "transfer_trailer": 1,
        "transfer_end": 1,
    }
    assert next(f.layout.layout for f in outcome.verification.files) == "transfer"
    for file in files.values():
        assert file.account["total_bytes"] == 33 * 122


@pytest.mark.parametrize(
    ("count", "total", "items"), [(31, 43500, [""]), (30, 43501, ["振込金額"]), (29, 0, ["", "振込金額"])]
)
def test_counts_and_sums_of_the_trailer(tmp_path: Path, count: int, total: int, items: list[str]) -> None:
    records = [*sound()[:-2], trailer(count, total), END]

    outcome = check(tmp_path, text(*records))

    findings = [f for f in outcome.findings if f.rule == "F11"]
    assert sorted(f.item or "" for f in findings) == items
    assert {(f.line, f.severity) for f in findings} == {(32, "error")}
    assert all("30 件" in f.message or "43,500" in f.message for f in findings)
    assert outcome.verdict == "fail"


def test_a_trailer_that_states_no_number(tmp_path: Path) -> None:
    outcome = check(tmp_path, text(*sound()[:-2], "8" + "30    " + "ABC".ljust(12) + " " * 101, END))

    messages = [f.message for f in outcome.findings if f.rule == "F11"]
    assert any("数値ではありません" in message for message in messages)


def test_values_of_every_kind_are_checked(tmp_path: Path) -> None:
    records = sound()
    records[0] = records[0].replace("1130", "11 0", 1)
    records[5] = records[5].replace("0005", "00 5", 1)

    outcome = check(tmp_path, text(*records))

    assert ("transfer_header", "取組日") in {(f.layout, f.item) for f in outcome.findings}
    assert ("transfer", "被仕向銀行番号") in {(f.layout, f.item) for f in outcome.findings}


def test_missing_order_and_what_is_of_no_kind_is_told_once(tmp_path: Path) -> None:
    records = sound()

    missing = check(tmp_path, text(*records[1:]))
    misplaced = check(tmp_path, text(*records[:-2], END, records[-2]))
    unknown = check(tmp_path, text(*records[:5], "5".ljust(120), *records[5:]))

    assert [f.rule for f in errors(missing)] == ["F11"]
    assert {f.rule for f in errors(misplaced)} == {"F11"}
    assert [f.rule for f in unknown.findings if f.rule == "F07"] == ["F07"]


@contextmanager
def cut_into(monkeypatch: pytest.MonkeyPatch, size: int) -> Iterator[None]:
    """Read files in blocks of so many bytes."""
    original = Options.__init__

    def small(self: Options, *args: Any, **options: Any) -> None:
        original(self, *args, **{**options, "block_size": size})

    with monkeypatch.context() as patched:
        patched.setattr(Options, "__init__", small)
        yield


@pytest.mark.parametrize("newline", ["none", "crlf"])
def test_the_same_however_it_is_cut(tmp_path: Path, newline: str, monkeypatch: pytest.MonkeyPatch) -> None:
    agreement = load_agreement(EXAMPLE / "agreement.yaml").merged({"newline": newline})
    content = text(*sound(), *sound(3)[:-1], trailer(9, 9))
    content = content if newline == "crlf" else content.replace("\r\n", "")

    whole = check(tmp_path, content, agreement)

    for size in (1, 500, 4096):
        with cut_into(monkeypatch, size):
            again = check(tmp_path, content, agreement)
        assert found(again) == found(whole)
    assert {f.rule for f in errors(whole)} == {"F11"}


def test_csv_of_several_kinds(tmp_path: Path) -> None:
    agreement = load_agreement(EXAMPLE / "agreement.yaml").merged(
        {"format": "csv", "delimiter": ",", "quoting": "minimal", "header": False, "newlines_in_values": True}
    )
    rows = [
        "1,21,0,1234567890,ﾁﾖﾀﾞｸ,1130,0001,ﾐﾎﾝ,001,ﾎﾝﾃﾝ,1,1234567,",
        *(f'2,0005,ﾐﾎﾝ,001,ｼﾃﾝ,0000,1,{n:07d},"ﾔﾏﾀﾞ {n}",{100 * n},0,,,7,,' for n in range(5)),
        "8,5,1000,",
        "9,",
    ]

    sound_one = check(tmp_path, text(*rows), agreement)
    wrong = check(tmp_path, text(*rows[:-2], '"8",6,"999",', rows[-1]), agreement)

    assert found(sound_one) == []
    assert [f.item or "" for f in errors(wrong)] == ["", "振込金額"]


def test_groups_with_a_trailer_each(tmp_path: Path) -> None:
    agreement = load_agreement(EXAMPLE / "agreement.yaml")
    types = {
        "1": {"layout": "transfer_header"},
        "2": {"layout": "transfer"},
        "8": {"layout": "transfer_trailer", "sum": {"合計金額": "振込金額"}},
        "9": {"times": 1, "last": True},
    }
    agreement = agreement.merged({"record_types": {"column": 1, "types": types}})
    one, two = sound(3)[:-1], [HEADER, data(1, 5), data(2, 6), trailer(2, 12)]

    outcome = check(tmp_path, text(*one, *two, END), agreement)

    (finding,) = errors(outcome)
    assert (finding.rule, finding.line) == ("F11", 9)
    assert "差 -1" in finding.message


def test_a_layout_that_is_of_no_kind_is_refused(tmp_path: Path) -> None:
    library = Library([EXAMPLE])
    layout = library.layout("bank_transfer@1/general_transfer/transfer_end")
    types = {"types": {"2": {"layout": "transfer"}}}
    target = Target(tmp_path, "f", layout, Agreement.model_validate({"record_types": types}))

    with pytest.raises(AgreementError, match="transfer_end"):
        list(targets_of(target, library))


def test_the_example_pack_is_sound() -> None:
    from chukan.authoring.lint.pack import lint_folder

    assert [finding for finding in lint_folder(EXAMPLE) if finding.severity == "error"] == []


ITEMS = "no,item,type,length,scale,required,key,code,format,since,until,basis,source,note\n"
#: A claim file: an institution, claims of several records each, a request at the end; every kind has a width of its own.
CLAIMS = {
    "IR": ("institution", ["識別", "機関", "都道府県", "点数表", "コード", "予備", "名称", "請求年月"]),
    "RE": ("claim", ["識別", "番号", "種別", "年月", "氏名", "性別"]),
    "HO": ("insurer", ["識別", "保険者番号", "記号", "実日数", "点数"]),
    "SI": ("act", ["識別", "診療識別", "負担", "行為コード", "数量", "行為点数", "回数", "注1", "注2"]),
    "CO": ("comment", ["識別", "診療識別", "コメント"]),
    "GO": ("request", ["識別", "件数", "総点数", "区分"]),
}
ORDER: dict[str, dict[str, Any]] = {"IR": {"times": 1, "first": True}, "GO": {"times": 1, "last": True}}


def pack_of(folder: Path, layouts: dict[str, list[str]]) -> Path:
    """Write a pack of layouts whose items are texts of any length."""
    business = folder / "pack" / "01_claims"
    business.mkdir(parents=True)
    (business.parent / "pack.yaml").write_text(
        'pack: claims\nname: 見本\nauthority: reference\ndescription: 見本\ndefault_edition: "1"\n'
        'editions: [{edition: "1", published: "2026-11", basis: attested, note: 見本}]\n'
        "businesses: [{business: claims, number: 1, name: 見本, family: other, verified: false, folder: 01_claims}]\n",
        encoding="utf-8",
    )
    named = "".join(f"  {name}: {{name: {name}, description: 見本。}}\n" for name in layouts)
    (business / "business.yaml").write_text(f"business: claims\nname: 見本\nlayouts:\n{named}", encoding="utf-8")
    for name, items in layouts.items():
        rows = "".join(f"{n},{item},XN,40,,optional,,,,,,attested,見本,\n" for n, item in enumerate(items, 1))
        (business / f"{name}.csv").write_text(ITEMS + rows, encoding="utf-8")
    return business.parent


def claims() -> list[str]:
    rows = ["IR,1,13,1,1234567,,見本病院,202611"]
    for n in range(1, 40):
        rows += [f"RE,{n},1112,202611,山田　太郎,1", f"HO,00131016,１２・３,1,{10 * n}"]
        rows += [f"SI,{11 + k},1,11000{k}010,,{n},1,," for k in range(n % 4)]
        rows += ["CO,01,コメント　あり"] if n % 5 == 0 else []
    return [*rows, "GO,39,7800,99"]


def check_kinds(
    tmp_path: Path,
    rows: list[str],
    kinds: dict[str, str],
    layouts: dict[str, list[str]],
    more: dict[str, dict[str, Any]] | None = None,
    layout: str = "",
) -> Any:
    path = tmp_path / "claims.csv"
    path.write_bytes(text(*rows).encode("cp932"))
    pack = tmp_path / "pack" if (tmp_path / "pack").exists() else pack_of(tmp_path, layouts)
    types = {key: {"layout": name, **ORDER.get(key, {}), **(more or {}).get(key, {})} for key, name in kinds.items()}
    agreement = Agreement.model_validate(
        {
            "format": "csv",
            "encoding": "cp932",
            "newline": "crlf",
            "delimiter": ",",
            "header": False,
            "quoting": "minimal",
            "length_unit": "chars",
            "dates": "yyyymmdd",
            "record_types": {"column": 1, "types": types},
        }
    )
    address = f"claims@1/claims/{layout or [*kinds.values()][-1]}"
    return chukan.check(path, address, agreement=agreement, packs=[pack])


def test_six_kinds_of_their_own_widths_in_one_csv(tmp_path: Path) -> None:
    kinds, layouts = {key: name for key, (name, _) in CLAIMS.items()}, dict(CLAIMS.values())
    rows = claims()
    act = next(n for n, row in enumerate(rows) if row.startswith("SI"))

    outcome = check_kinds(tmp_path, rows, kinds, layouts)
    assert errors(outcome) == []
    read = {f.layout.layout: (f.records.read, f.records.rejected) for f in outcome.verification.files}
    assert read == {
        "institution": (1, 0),
        "claim": (39, 0),
        "insurer": (39, 0),
        "act": (60, 0),
        "comment": (7, 0),
        "request": (1, 0),
    }

    broken = {
        "F11": [rows[1:], rows[:-1], [*rows, rows[-1]], [*rows[:20], rows[0], *rows[20:]], [*rows, *rows]],
        "F07": [
            [*rows[:9], "ZZ,1,2", *rows[9:]],
            [*rows[:9], "si,1,2", *rows[9:]],
            [*rows[:9], ",1,2", *rows[9:]],
            [rows[0], "RE,1,1112", *rows[2:]],
            [*rows[:act], rows[act][:-1], *rows[act + 1 :]],
            [*rows[:act], "SI,11,1,110000010,,1", *rows[act + 1 :]],
        ],
    }
    for rule, files in broken.items():
        for file in files:
            outcome = check_kinds(tmp_path, file, kinds, layouts)
            assert outcome.verdict == "fail"
            assert {f.rule for f in errors(outcome)} == {rule}


def test_two_kinds_in_turn_whose_names_have_two_lengths(tmp_path: Path) -> None:
    kinds = {"Client": "client", "Account": "account"}
    layouts = {"client": ["種別", "番号", "名称"], "account": ["種別", "口座", "銀行", "番号", "店"]}
    rows = [
        "Client,1,Foo",
        "Account,23234,HSBC,123433-000,HSBCAUS",
        '"Account",11234,HSBC,222343-130,HSBCCAD',
        "Client,2,BAR",
    ]

    outcome = check_kinds(tmp_path, rows, kinds, layouts)
    short = check_kinds(tmp_path, [*rows, "Client,3"], kinds, layouts)
    other = check_kinds(tmp_path, [*rows, "Clients,3,BAZ"], kinds, layouts)

    assert errors(outcome) == []
    assert {f.layout.layout: f.records.read for f in outcome.verification.files} == {"client": 2, "account": 2}
    assert [(f.rule, f.layout, f.line) for f in errors(short)] == [("F07", "client", 5)]
    assert [(f.rule, f.line) for f in errors(other)] == [("F07", 5)]


KINDS = {key: name for key, (name, _) in CLAIMS.items()}


def claimed(tmp_path: Path, rows: list[str], stated: dict[str, Any], layout: str = "request") -> list[tuple[str, str]]:
    """Return the layout and the message of what the request at the end of a claim file states wrongly."""
    outcome = check_kinds(tmp_path, rows, KINDS, dict(CLAIMS.values()), {"GO": stated}, layout)
    assert all((f.rule, f.line) == ("F11", len(rows)) for f in errors(outcome))
    return [(f.layout, f.message) for f in errors(outcome)]


@pytest.mark.parametrize("layout", ["request", "claim", "insurer"])
def test_a_trailer_that_states_one_kind_only(tmp_path: Path, layout: str) -> None:
    stated = {"count": {"件数": "RE"}, "sum": {"総点数": {"item": "点数", "types": "HO"}}}
    wrong = [*claims()[:-1], "GO,40,7801,99"]

    assert claimed(tmp_path, claims(), stated, layout) == []
    count, total = sorted(claimed(tmp_path, wrong, stated, layout))
    assert count[0] == "claim"
    assert "「件数」は 40 件ですが、種別「RE」のレコードは 39 件です（差 -1 件）" in count[1]
    assert total[0] == "insurer"
    assert "「総点数」は 7,801 ですが、種別「HO」の「点数」の合計は 7,800 です（差 -1）" in total[1]


def test_a_trailer_that_states_several_kinds_or_itself(tmp_path: Path) -> None:
    rows = [*claims()[:-1], "GO,40,78,99"]

    assert claimed(tmp_path, rows, {"count": {"件数": ["RE", "GO"], "総点数": ["RE", "HO"]}}) == []
    assert len(claimed(tmp_path, rows, {"count": {"件数": ["RE", "HO"], "総点数": "RE"}})) == 2


def test_a_count_of_all_kinds_says_so_and_how_one_kind_is_agreed_on(tmp_path: Path) -> None:
    ((_, message),) = claimed(tmp_path, claims(), {"count": "件数"})

    assert "データ（種別「RE」「HO」「SI」「CO」の合計）のレコードは 145 件です" in message
    assert 'count: {件数: "RE"}' in message


def test_a_kind_that_is_rejected_counts_as_what_it_is(tmp_path: Path) -> None:
    rows = claims()
    rows[1] = "RE,1,1112"
    outcome = check_kinds(tmp_path, rows, KINDS, dict(CLAIMS.values()), {"GO": {"count": {"件数": "RE"}}}, "claim")

    assert [f.rule for f in errors(outcome)] == ["F07"]


@pytest.mark.parametrize("layout", ["trailer", "data", "detail"])
def test_a_trailer_is_compared_whichever_layout_is_asked_for(tmp_path: Path, layout: str) -> None:
    """The kinds of one layout, the groups of a file and the trailer's own reading change nothing."""
    kinds = {"D": "data", "M": "detail", "N": "detail", "T": "trailer"}
    layouts = {"data": ["種別", "額"], "detail": ["種別", "内訳"], "trailer": ["種別", "件数", "計", "内訳計", "額"]}
    stated = {
        "count": {"件数": "N"},
        "sum": {"計": {"item": "内訳", "types": "N"}, "内訳計": "内訳", "額": {"item": "額", "types": ["D"]}},
    }
    rows = ["D,5", "M,1", "N,2", "N,3", "T,2,5,6,5", "D,7", "M,1", "T,0,0,1,7"]

    def told(*rows: str) -> list[tuple[str, int | None, str]]:
        outcome = check_kinds(tmp_path, [*rows], kinds, layouts, {"T": stated}, layout)
        return sorted((f.layout, f.line, f.item or "") for f in errors(outcome))

    assert told(*rows) == []
    assert told(*rows[:4], "T,3,6,7,6", *rows[5:]) == [
        ("data", 5, "額"),
        ("detail", 5, ""),
        ("detail", 5, "内訳"),
        ("detail", 5, "内訳"),
    ]
    assert told(*rows[:4], rows[4], *rows[5:7], "T,1,0,1,7") == [("detail", 8, "")]


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"sum": {"総点数": "番号"}}, None),
        ({"sum": {"総点数": "コメント"}}, None),
        ({"sum": {"総点数": {"item": "点数", "types": "RE"}}}, "「点数」は claims@1/claims/claim にありません"),
        ({"sum": {"総点数": "実日"}}, "「実日数」ではありませんか"),
        ({"sum": {"総点": "点数"}}, "「総点」は claims@1/claims/request にありません"),
        ({"count": {"件": "RE"}}, "「件」は claims@1/claims/request にありません"),
    ],
)
def test_what_a_trailer_cannot_state_is_refused(tmp_path: Path, stated: dict[str, Any], message: str | None) -> None:
    if message is None:
        assert len(claimed(tmp_path, claims(), stated)) == 1
        return
    with pytest.raises(AgreementError) as e:
        claimed(tmp_path, claims(), stated)
    assert re.search(message, f"{e.value} {e.value.hint}")


@pytest.mark.parametrize("layout", ["request", "act", "comment", "claim"])
@pytest.mark.parametrize(
    "summed", ["診療識別", {"item": "診療識別", "types": ["SI", "CO"]}, {"item": "診療識別", "types": ["CO", "SI"]}]
)
def test_a_sum_over_kinds_of_different_layouts(tmp_path: Path, layout: str, summed: Any) -> None:
    rows = claims()
    total = sum(int(row.split(",")[1]) for row in rows if row[:2] in ("SI", "CO"))

    assert claimed(tmp_path, [*rows[:-1], f"GO,39,{total},99"], {"sum": {"総点数": summed}}, layout) == []
    ((_, message),) = claimed(tmp_path, [*rows[:-1], f"GO,39,{total + 1},99"], {"sum": {"総点数": summed}}, layout)
    assert f"の合計は {total:,} です（差 -1）" in message
    assert ('types: "SI"' in message) == (summed == "診療識別")


def test_a_sum_over_kinds_is_compared_trailer_by_trailer_and_without_what_is_rejected(tmp_path: Path) -> None:
    kinds = {"D": "data", "M": "detail", "T": "trailer"}
    layouts = {"data": ["種別", "額"], "detail": ["種別", "名", "額"], "trailer": ["種別", "計"]}
    rows = ["D,5", "M,x,1", 'M,"y,z","2"', "T,8", "M,x,4", "T,4", "D,1", "T,1"]

    def told(*rows: str) -> list[tuple[str, int | None]]:
        outcome = check_kinds(tmp_path, [*rows], kinds, layouts, {"T": {"sum": {"計": "額"}}})
        return sorted((f.rule, f.line) for f in errors(outcome))

    assert told(*rows) == []
    assert told(*rows[:5], "T,5", *rows[6:]) == [("F11", 6)]
    assert told(*rows[:4], "M,x,4,5", *rows[5:]) == [("F07", 5), ("F11", 6)]
    assert told(*rows[:4], "M,x,a4", *rows[5:]) == [("F11", 6)]


def test_a_record_with_a_stray_quote_is_counted_and_added_up(tmp_path: Path) -> None:
    kinds, layouts = (
        {"D": "data", "M": "detail", "T": "trailer"},
        {"data": ["種別", "番号", "額"], "detail": ["種別", "額"]},
    )
    layouts["trailer"] = ["種別", "件数", "計"]
    stated = {"T": {"count": {"件数": "D"}, "sum": {"計": {"item": "額", "types": "D"}}}}
    rows = ["D,1,5", 'D,0"2,7', "M,1", '"D",3,9', "T,3,21"]

    outcome = check_kinds(tmp_path, rows, kinds, layouts, stated, "data")

    assert "F11" not in {f.rule for f in errors(outcome)}
    assert {f.rule for f in errors(outcome)} <= {"F08", "V02"}


def test_a_count_that_nothing_could_be_compared_with_is_refused(tmp_path: Path) -> None:
    kinds = {"D": "data", "T": "trailer"}
    layouts = {"data": ["種別", "額"], "trailer": ["種別", "件数"]}
    with pytest.raises(AgreementError, match="ほかの種別に layout がありません"):
        check_kinds(tmp_path, ["T,1"], {"T": "trailer"}, layouts, {"T": {"count": {"件数": "T"}}})
    with pytest.raises(AgreementError, match="どのレコードの件数か決められません"):
        check_kinds(tmp_path, ["D,1", "T,1"], kinds, layouts, {"D": {"times": 1}, "T": {"times": 1, "count": "件数"}})


@pytest.mark.parametrize("layout", ["start", "data", "total"])
def test_one_value_for_the_header_and_the_trailer(tmp_path: Path, layout: str) -> None:
    layouts = {"start": ["種別", "団体"], "data": ["種別", "額"], "total": ["種別", "件数", "計"]}
    more = {
        "頭": {"value": "9", "times": 1, "first": True},
        "尾": {"value": "9", "times": 1, "last": True, "count": "件数", "sum": {"計": "額"}},
    }
    kinds = {"頭": "start", "2": "data", "尾": "total"}

    def told(*rows: str) -> list[tuple[str, str, int | None]]:
        outcome = check_kinds(tmp_path, [*rows], kinds, layouts, more, layout)
        return sorted((f.layout, f.rule, f.line) for f in errors(outcome))

    assert told("9,千代田区", "2,5", "2,7", "9,2,12") == []
    assert told("9,千代田区", "2,5", "2,7", "9,3,11") == [("data", "F11", 4), ("data", "F11", 4)]
    assert {rule for _, rule, _ in told("2,5", "2,7", "9,2,12")} == {"F11"}
    assert {rule for _, rule, _ in told("9,千代田区", "2,5", "2,7")} == {"F11"}


@pytest.mark.parametrize("size", [1, 40, 300])
def test_numbers_of_single_kinds_are_the_same_however_the_file_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    kinds = {"始": "trailer", "D": "data", "M": "detail", "T": "trailer"}
    layouts = {"trailer": ["種別", "件数", "計"], "data": ["種別", "番号", "額"], "detail": ["種別", "額"]}
    stated = {"count": {"件数": ["M", "T"]}, "sum": {"計": {"item": "額", "types": "D"}}}
    more = {"始": {"value": "T", "times": 1, "first": True}, "T": {"times": 3, **stated}}
    rows = ["T,0,0", "D,1,5", "M,1", 'D,"2\n",7', "T,2,12", "M,1", "M,1", "T,3,0", 'D,3"3,9', "T,1,8"]

    def told() -> list[tuple[str, str, int | None]]:
        outcome = check_kinds(tmp_path, rows, kinds, layouts, more, "data")
        return sorted((f.layout, f.rule, f.line) for f in errors(outcome) if f.rule == "F11")

    with cut_into(monkeypatch, size):
        cut = told()

    assert cut == told() == [("data", "F11", line) for line in (7, 10, 11)]  # two kinds behind the trailer, and its sum


@pytest.mark.parametrize("layout", ["data", "trailer"])
def test_records_behind_the_last_trailer_of_any_number_are_told(tmp_path: Path, layout: str) -> None:
    """A file of groups that is cut off within the last of them, or before the first trailer."""
    kinds = {"D": "data", "T": "trailer", "E": "end"}
    layouts = {"data": ["種別", "額"], "trailer": ["種別", "件数", "計"], "end": ["種別", "値"]}
    more: dict[str, dict[str, Any]] = {"T": {"count": "件数", "sum": {"計": "額"}}, "E": {"last": True}}

    def told(*rows: str) -> list[str]:
        outcome = check_kinds(tmp_path, [*rows], kinds, layouts, more, layout)
        return [f.message for f in errors(outcome) if f.rule == "F11"]

    assert told("D,1", "D,2", "T,2,3", "D,5", "T,1,5", "E,0") == []
    assert told("T,0,0", "E,0") == []
    for rows in (["D,1", "T,1,1", "D,5", "E,0"], ["D,1", "D,2", "E,0"]):
        (message,) = told(*rows)
        assert "種別「T」のレコードがありません" in message
