"""Mandatory item 1 as a clerk goes through it: verify, build, hand in, check."""

from __future__ import annotations

import csv
import datetime as dt
import html
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from chukan.cli.main import run
from chukan.evidence.register import in_papers

DAY = dt.date(2026, 11, 23)
AGREEMENT: dict[str, Any] = {
    "format": "csv",
    "encoding": "cp932",
    "newline": "crlf",
    "delimiter": ",",
    "quoting": "minimal",
    "header": True,
    "length_unit": "chars",
    "dates": "yyyymmdd",
}
BUSINESSES = {"resident_register": ("household", "person"), "non_resident_addressee": ("addressee",)}
TOWNS = {"131016": "みどり市", "131024": "あおば町"}


@pytest.fixture(scope="session")
def group(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the deliveries of two municipalities, all in order, and their project file. Synthetic."""
    from chukan.agreement import Agreement
    from chukan.layouts.library import Library
    from chukan.sample.deliveries.linked import generate_delivery
    from chukan.sample.files.write import write

    folder, library = tmp_path_factory.mktemp("group"), Library()
    agreement = Agreement.model_validate(AGREEMENT)
    addresses = [f"mic@2.7/{b}/{s}" for b, slugs in BUSINESSES.items() for s in slugs]
    for number, code in enumerate(TOWNS):
        tables = generate_delivery(library, code, addresses, 40, seed=number, as_of=DAY, agreement=agreement)
        for address in addresses:
            layout = library.layout(address)
            write(folder / code / f"{layout.slug}.csv", layout, tables[layout.address].to_batches(), agreement)
    (folder / "project.yaml").write_text(dumped(project()), encoding="utf-8", newline="\n")
    return folder


def project() -> dict[str, Any]:
    towns = [
        {
            "code": code,
            "name": name,
            "businesses": [
                {
                    "business": b,
                    "from": source,
                    "to": "c",
                    "files": [{"layout": s, "path": f"{code}/{s}.csv"} for s in slugs],
                }
                for (b, slugs), source in zip(BUSINESSES.items(), "ab", strict=True)
            ],
        }
        for code, name in TOWNS.items()
    ]
    return {
        "group": {"name": "みどり地域クラウド協議会", "representative": "131016", "case": "new"},
        "layout": "mic@2.7",
        "agreement": AGREEMENT,
        "as_of": DAY,
        "vendors": [{"id": i, "name": f"事業者{i.upper()}"} for i in "abc"],
        "municipalities": towns,
    }


def dumped(document: dict[str, Any]) -> str:
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False)


@pytest.fixture(scope="session")
def passed(group: Path) -> Path:
    """Return the group with the verification in which all is well; values are shown in it, to tempt the papers."""
    assert verify(group, "--show-values") == 0
    return group


def verify(folder: Path, *more: str) -> int:
    return run(
        ["verify", str(folder / "project.yaml"), "--out", str(folder / "verification"), "--no-profile", "-q", *more]
    )


@pytest.fixture
def here(passed: Path, tmp_path: Path) -> Path:
    """Return a copy of the verified group, to be spoilt."""
    return Path(shutil.copytree(passed, tmp_path / "group"))


@pytest.fixture
def unverified(group: Path, tmp_path: Path) -> Path:
    """Return a copy of the group as it was delivered."""
    return Path(shutil.copytree(group, tmp_path / "group", ignore=shutil.ignore_patterns("verification")))


def build(chukan: Any, folder: Path, *more: str | Path) -> Any:
    return chukan(
        "evidence",
        "build",
        folder / "project.yaml",
        "--verification",
        folder / "verification",
        "--out",
        folder / "evidence",
        *more,
    )


def changed(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    document = project()
    change(document)
    (folder / "project.yaml").write_text(dumped(document), encoding="utf-8", newline="\n")


def test_a_group_that_passes_gets_sealed_papers(chukan: Any, here: Path) -> None:
    answer = build(chukan, here, "--zip")

    assert answer.code == 0, answer.err
    assert (
        "必須推進項目1: 満たす（提出・検証まで確認。移行先への取込は未確認）（令和2年度公募要領 6(3)ア(ア)）"
        in answer.out
    )
    assert "参考定義（公式レイアウトとの照合前）による確認" in answer.out
    names = sorted(p.name for p in (here / "evidence").iterdir())
    assert [n for n in names if n.startswith("データ移行確認書")] == [
        f"データ移行確認書_{code}_{name}_事業者{v}.docx" for code, name in TOWNS.items() for v in "AB"
    ]
    for sealed in ("evidence", "evidence.zip"):
        checked = chukan("evidence", "check", here / sealed)
        assert checked.code == 0
        assert "封印: manifest.json の記録から変わっていません。" in checked.out
        assert "署名なし" in checked.out
        assert "記録ごと作り直されていないかは、わかりません" in checked.out


def test_programs_get_the_judgement_as_json(chukan: Any, here: Path) -> None:
    answer = build(chukan, here, "--json")

    document = json.loads(answer.out)
    assert document["standing"] == "met"
    assert [m["standing"] for m in document["municipalities"]] == ["met", "met"]
    checked = json.loads(chukan("evidence", "check", here / "evidence", "--json").out)
    assert checked["intact"] is True


def test_an_exempt_member_is_told_as_such(chukan: Any, unverified: Path) -> None:
    def exempt(document: dict[str, Any]) -> None:
        for plan in document["municipalities"][1]["businesses"]:
            plan.update(method="exempt_in_use", reason="移行先システムを先行利用しているため", files=[])

    changed(unverified, exempt)
    assert verify(unverified) == 0

    answer = build(chukan, unverified)

    assert answer.code == 1
    assert "必須推進項目1: 要確認" in answer.out
    assert "あおば町: 免除の申告（機構の審査による）（0 業務）" in answer.out
    assert "移行先システムを先行利用しているため" in answer.out


def test_a_member_short_of_a_business_fails_the_group_and_still_gets_papers(chukan: Any, unverified: Path) -> None:
    path = unverified / "131024" / "addressee.csv"
    path.write_bytes(path.read_bytes() + "足りない列,x\r\n".encode("cp932"))
    assert verify(unverified) == 1

    answer = build(chukan, unverified)

    assert answer.code == 1
    assert "必須推進項目1: 満たさない" in answer.out
    assert "あおば町: 満たさない（1 業務）" in answer.out
    assert "住登外者は不合格" in answer.out
    assert (unverified / "evidence" / "別紙3_対象業務表.xlsx").exists()
    assert leaks(unverified, list((unverified / "evidence").iterdir())) == []


def test_a_verification_with_another_edition_is_refused(chukan: Any, here: Path) -> None:
    changed(here, lambda document: document.update(layout="mic@2.6"))

    answer = build(chukan, here)

    assert answer.code == 2
    what, _, then = answer.parts
    assert "131016/household.csv: 検証に使った版は mic@2.7、プロジェクトの版は mic@2.6" in what
    assert "chukan verify" in then
    assert not (here / "evidence").exists()


def test_a_verification_older_than_its_files_is_refused(chukan: Any, here: Path) -> None:
    path = here / "131016" / "person.csv"
    path.write_bytes(path.read_bytes() + b"\r\n")

    answer = build(chukan, here)

    assert answer.code == 3
    what, _, then = answer.parts
    assert "131016/person.csv: SHA-256" in what
    assert "131016/household.csv" not in what
    assert "chukan verify" in then
    assert not (here / "evidence").exists()


def test_a_tampered_folder_is_found_out(chukan: Any, here: Path) -> None:
    build(chukan, here)
    evidence = here / "evidence"
    (evidence / "別紙3_対象業務表.xlsx").write_bytes((evidence / "要件確認表.xlsx").read_bytes())
    (evidence / "事業実施報告書_データ移行.docx").unlink()
    (evidence / "後から.docx").write_bytes(b"x")

    answer = chukan("evidence", "check", evidence)

    assert answer.code == 1
    for words in (
        "封印: 変わっています。",
        "変更: 別紙3_対象業務表.xlsx",
        "削除: 事業実施報告書_データ移行.docx",
        "追加: 後から.docx",
    ):
        assert words in answer.out


def test_delivered_files_changed_after_the_evidence_are_found_out(chukan: Any, here: Path) -> None:
    build(chukan, here)
    assert chukan("evidence", "check", here / "evidence", "--project", here / "project.yaml").code == 0
    (here / "131016" / "person.csv").write_bytes(b"x")

    answer = chukan("evidence", "check", here / "evidence", "--project", here / "project.yaml")

    assert answer.code == 1
    assert "提出データの変更: 131016/person.csv" in answer.out


def test_a_signature_is_made_and_checked(chukan: Any, here: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    for name in ("key", "other"):
        key = Ed25519PrivateKey.generate()
        private = serialization.PrivateFormat.PKCS8
        pem = key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption())
        (here / f"{name}.pem").write_bytes(pem)
        public = serialization.PublicFormat.SubjectPublicKeyInfo
        (here / f"{name}.pub").write_bytes(key.public_key().public_bytes(serialization.Encoding.PEM, public))
    assert build(chukan, here, "--sign", here / "key.pem", "--zip").code == 0

    for sealed in ("evidence", "evidence.zip"):
        good = chukan("evidence", "check", here / sealed, "--key", here / "key.pub")
        assert (good.code, "署名は正しい" in good.out) == (0, True)
        other = chukan("evidence", "check", here / sealed, "--key", here / "other.pub")
        assert (other.code, "別の鍵による署名" in other.out) == (1, True)
    (here / "evidence" / "manifest.sig").unlink()
    gone = chukan("evidence", "check", here / "evidence")
    assert (gone.code, "署名があるはずですが、ありません" in gone.out) == (1, True)


def test_templates_of_ones_own(chukan: Any, here: Path) -> None:
    import docx

    own = here / "様式"
    assert chukan("evidence", "templates", "--out", own).code == 0
    assert "対象業務.市区町村" in (own / "差込項目一覧.txt").read_text(encoding="utf-8-sig")
    path = own / "データ移行確認書.docx"
    document = docx.Document(str(path))
    document.add_paragraph("{{ 市区町村長 }}")
    document.save(str(path))

    answer = build(chukan, here, "--templates", own)

    assert answer.code == 2
    what, where, then = answer.parts
    assert "市区町村長" in what
    assert where.endswith("データ移行確認書.docx")
    assert "市区町村" in then

    document.paragraphs[-1].text = "様式第3号　{{ 市区町村 }}"
    document.save(str(path))
    assert build(chukan, here, "--templates", own).code == 0
    made = docx.Document(str(here / "evidence" / "データ移行確認書_131016_みどり市_事業者A.docx"))
    assert made.paragraphs[-1].text == "様式第3号　みどり市"


def test_waivers_from_draft_to_paper(chukan: Any, unverified: Path) -> None:
    import openpyxl

    path = unverified / "131024" / "addressee.csv"
    path.write_bytes(path.read_bytes() + "足りない列,x\r\n".encode("cp932"))
    assert verify(unverified, "--waiver-draft") == 1
    book = openpyxl.load_workbook(unverified / "verification" / "waivers_draft.xlsx")
    page = book["了承"]
    column = [cell.value for cell in page[1]].index
    errors = [r for r in page.iter_rows(min_row=2) if r[column("重大度")].value == "エラー"]
    assert errors
    for row in errors:
        row[4].value, row[5].value, row[6].value = "末尾の空行で、移行先で読み飛ばす", "税務課長", "2026-11-20"
        row[column("まとめて")].value = "まとめて"
    for row in reversed([r for r in page.iter_rows(min_row=2) if r[column("重大度")].value != "エラー"]):
        page.delete_rows(int(row[0].row or 0))
    book.save(unverified / "waivers.xlsx")
    changed(unverified, lambda document: document.update(waivers="waivers.xlsx"))
    assert verify(unverified) == 0

    answer = build(chukan, unverified)

    assert answer.code == 0, answer.err
    text = said(unverified / "evidence" / "データ移行確認書_131024_あおば町_事業者B.docx")
    for words in ("合格（了承あり）", "末尾の空行で、移行先で読み飛ばす", "税務課長", "令和8年11月20日"):
        assert words in text
    assert leaks(unverified, list((unverified / "evidence").iterdir())) == []


def test_no_value_of_a_record_stands_in_any_output(chukan: Any, here: Path) -> None:
    build(chukan, here, "--zip")

    assert leaks(here, [*(here / "evidence").iterdir(), here / "evidence.zip"]) == []


def test_the_search_for_values_would_find_one(here: Path) -> None:
    import docx

    value = max(telling(here), key=len)
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = f"氏名は{value}です"
    document.save(str(here / "a.docx"))
    with zipfile.ZipFile(here / "a.zip", "w") as archive:
        archive.write(here / "a.docx", "a.docx")

    assert leaks(here, [here / "a.docx", here / "a.zip"]) == ["a.docx", "a.zip"]


def leaks(folder: Path, paths: list[Path]) -> list[str]:
    """Return the files that hold a personal value of the deliveries."""
    values = set(telling(folder))
    assert len(values) > 500
    return [path.name for path in paths if any(value in text for text in [said(path)] for value in values)]


def telling(folder: Path) -> Iterator[str]:
    """Yield the values of the deliveries that could point at a person: texts of four characters, numbers of seven digits."""
    known = (folder / "project.yaml").read_text(encoding="utf-8")
    for path in folder.glob("1310*/*.csv"):
        with path.open(encoding="cp932", newline="") as file:
            for row in list(csv.reader(file))[1:]:
                for value in row:
                    digits = value.isdigit()
                    if (len(value) >= 7 if digits else len(value) >= 4) and value not in known:
                        yield value


def said(path: Path, *, digests: bool = False) -> str:
    """All that a file says, archives within archives unpacked, without markup, and without digests unless asked for."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            text = "\n".join(_said(n, archive.read(n)) for n in archive.namelist())
    else:
        text = _said(path.name, path.read_bytes())
    return text if digests else re.sub(r"[0-9a-f]{64}", "", text)


def _said(name: str, data: bytes) -> str:
    import io

    if name.endswith((".docx", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join([name, *(_said(n, archive.read(n)) for n in archive.namelist())])
    if name.endswith((".png", ".jpeg")):
        return name
    text = html.unescape(re.sub(r"<[^>]+>", "", data.decode("utf-8-sig")))
    return f"{name}\n{text}"


def test_the_same_inputs_give_the_same_bytes_in_any_place_and_order(
    program: Any, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archives = []
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Los_Angeles")):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        monkeypatch.setenv("TZ", zone)
        out = here / f"evidence_{seed}"
        assert build(program, here, "--zip", "--out", out).code == 0
        archives.append(out.with_name(f"{out.name}.zip").read_bytes())

    assert archives[0] == archives[1]


def test_a_special_case_always_needs_the_programmes_decision(chukan: Any, unverified: Path) -> None:
    def special(document: dict[str, Any]) -> None:
        for plan in document["municipalities"][1]["businesses"]:
            plan.update(method="exempt_special", reason="庁舎の移転と重なるため", files=[])

    changed(unverified, special)
    assert verify(unverified) == 0

    answer = build(chukan, unverified)

    assert answer.code == 1
    assert "必須推進項目1: 機構の判断が必要" in answer.out
    text = said(unverified / "evidence" / "別紙3_対象業務表.xlsx")
    for words in ("機構の判断が必要", "庁舎の移転と重なるため", "ただし書"):
        assert words in text


def test_a_verification_of_a_part_proves_a_part(chukan: Any, unverified: Path) -> None:
    assert verify(unverified, "--municipality", "131016") == 0

    answer = build(chukan, unverified)

    assert answer.code == 1
    assert "みどり市: 満たす（2 業務）" in answer.out
    assert "あおば町: 満たさない（0 業務）" in answer.out
    assert "は検証されていない" in answer.out
    manifest = json.loads((unverified / "evidence" / "manifest.json").read_bytes())
    delivered = {f["path"]: f for f in manifest["delivered"]}
    assert len(delivered) == 6
    unseen = delivered["131024/person.csv"]
    assert (unseen["verdict"], unseen["records"], len(unseen["sha256"])) == ("not_checked", None, 64)


def test_a_verification_of_another_project_is_refused(chukan: Any, here: Path) -> None:
    changed(here, lambda document: document["group"].update(name="別の協議会"))

    answer = build(chukan, here)

    assert answer.code == 2
    assert "project.yaml が検証のときと違います" in answer.parts[0]
    assert not (here / "evidence").exists()


def test_a_fail_that_was_edited_to_a_pass_is_refused(chukan: Any, unverified: Path) -> None:
    path = unverified / "131024" / "addressee.csv"
    path.write_bytes(path.read_bytes() + "足りない列,x\r\n".encode("cp932"))
    assert verify(unverified) == 1
    document = json.loads((unverified / "verification" / "verification.json").read_text(encoding="utf-8"))
    for file in document["files"]:
        file.update(verdict="pass", counts=[])
    for delivery in document["deliveries"]:
        delivery["verdict"] = "pass"
    document["verdict"] = "pass"
    document["totals"].update(errors=0, warnings=0, infos=0, waived=0)
    (unverified / "verification" / "verification.json").write_text(
        json.dumps(document, ensure_ascii=False), encoding="utf-8"
    )

    answer = build(chukan, unverified)

    assert answer.code == 3
    assert "131024/addressee.csv" in answer.parts[0]
    assert "手で直された疑い" in answer.parts[2]


def test_each_defect_of_a_waiver_is_a_finding_and_waives_nothing(chukan: Any, unverified: Path) -> None:
    from chukan.project.waiver_draft import COLUMNS

    path = unverified / "131024" / "addressee.csv"
    path.write_bytes(path.read_bytes() + "足りない列,x\r\n".encode("cp932"))
    rows = {
        ("F07", "", "131024", 5, "", "税務課長", "2026-11-20"): "理由がありません",
        ("F07", "", "131024", 5, "末尾の行", "", "2026-11-20"): "了承者がありません",
        ("F07", "", "131024", 5, "末尾の行", "税務課長", ""): "了承日がありません",
        ("F07", "", "131024", 0, "末尾の行", "税務課長", "2026-11-20"): "失効しました",
        ("V04", "", "131016", 5, "末尾の行", "税務課長", "2026-11-20"): "当てはまる指摘がもうありません",
    }
    sheet(unverified / "waivers.xlsx", COLUMNS, *rows)
    changed(unverified, lambda document: document.update(waivers="waivers.xlsx"))
    assert verify(unverified) == 1

    answer = build(chukan, unverified)

    assert answer.code == 1
    assert "効力のない了承が 4 行ある" in answer.out  # what matches nothing any more is told, and is no defect
    findings = (unverified / "verification" / "findings.csv").read_text(encoding="utf-8-sig")
    defects = [line for line in findings.splitlines() if ",W01," in line]
    text = said(unverified / "evidence" / "事業実施報告書_データ移行.docx")
    for words, line in zip(rows.values(), defects, strict=True):
        assert words in line
        assert in_papers(words) in text


def sheet(path: Path, *rows: Any) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append(list(row))
    book.save(path)


def test_with_an_official_workbook_the_papers_name_it_its_digest_and_who_declared_it(
    chukan: Any, tmp_path: Path
) -> None:
    import hashlib

    workbook = Path(__file__).parents[2] / "fixtures" / "workbooks" / "kihon_data_list_031_atena.xlsx"
    declarer = "みどり市情報課 確認太郎"
    packed = chukan(
        "layouts",
        "import",
        workbook,
        "--out",
        tmp_path / "pack",
        "--pack",
        "kihon_own",
        "--edition",
        "2.7",
        "--declare-official",
        declarer,
        "--json",
    )
    assert packed.code == 0, packed.err
    business, layout = "non_resident_addressee_number", "addressee_basic"
    document = project()
    document.update(layout="kihon_own@2.7", packs=["pack"])
    for town in document["municipalities"]:
        path = f"{town['code']}/a.csv"
        town["businesses"] = [
            {"business": business, "from": "a", "to": "c", "files": [{"layout": layout, "path": path}]}
        ]
        (tmp_path / town["code"]).mkdir()
        (tmp_path / path).write_text("x\r\n", encoding="cp932", newline="")
    (tmp_path / "project.yaml").write_text(dumped(document), encoding="utf-8", newline="\n")
    assert verify(tmp_path) == 1

    answer = build(chukan, tmp_path)

    assert answer.code == 1, answer.err
    digest = hashlib.sha256(workbook.read_bytes()).hexdigest()
    for paper in (tmp_path / "evidence").iterdir():
        text = said(paper)
        assert "参考定義" not in text, paper.name
        assert workbook.name in text, paper.name
        assert declarer in text, paper.name
        assert digest in said(paper, digests=True), paper.name
