"""The page: self-contained, escaped, small, and honest about what it rests on."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markupsafe import escape

from chukan.reports.html import to_html
from chukan.rules.catalogue import RULES
from chukan.severity import Severity
from chukan.verification.result import Count, Finding, Verification

VOID = {"meta", "input", "br", "link", "img", "hr"}
SHOWN_ROWS = 2


class Visible(HTMLParser):
    """What a reader sees, a line a block: headings, facts, steps, the first rows of each table."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.open: list[str] = []
        self.cells: list[str] = []
        self.text = ""
        self.rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self.open.append(tag)
        if tag in ("h1", "h2", "p", "li", "dt", "summary", "figcaption", "th", "td"):
            self.text = ""
        if tag == "tr":
            self.cells = []
        if tag == "table":
            self.rows = 0

    def handle_endtag(self, tag: str) -> None:
        text = " ".join(self.text.split())
        if tag in ("h1", "h2"):
            self.lines += ["", f"# {text}"]
        elif tag in ("p", "li", "summary", "figcaption"):
            self.lines.append(f"{tag}: {text}")
        elif tag == "dd":
            self.lines.append(f"fact: {text}")
        elif tag in ("th", "td"):
            self.cells.append(text)
        elif tag == "tr":
            self.rows += 1
            if self.rows <= SHOWN_ROWS:
                self.lines.append("| " + " | ".join(self.cells))
        elif tag == "table":
            self.lines.append(f"({self.rows} rows)")
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if not {"style", "script", "svg", "title"} & set(self.open):
            self.text += data + (" " if self.open and self.open[-1] == "dt" else "")


def visible(page: str) -> str:
    parser = Visible()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return "\n".join(parser.lines) + "\n"


@pytest.fixture(scope="module")
def page(made: tuple[Verification, list[Finding]]) -> str:
    return to_html(*made)


def test_what_a_reader_sees(page: str, snapshot: Callable[[str, str], None]) -> None:
    snapshot("report.html.txt", visible(page))


def test_the_same_values_give_the_same_page(page: str, made: tuple[Verification, list[Finding]]) -> None:
    assert to_html(*made) == page


def test_nothing_is_fetched(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert policy
    assert script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()

    assert policy[1].startswith("default-src 'none'")
    assert f"script-src 'sha256-{digest}'" in policy[1]
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []
    assert "@import" not in page
    assert "url(http" not in page


def test_headings_scopes_language(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)

    assert '<html lang="ja">' in page
    assert len(re.findall("<h1", page)) == 1
    assert re.findall(r"<th(?! scope=)[ >]", page) == []
    assert len(ids) == len(set(ids))
    assert {a for a in re.findall(r'href="#([^"]+)"', page) if not a.startswith("chart")} <= set(ids)


def test_no_conformity_is_claimed_with_a_reference(page: str, clean: Verification) -> None:
    for one in (page, to_html(clean, [])):
        assert "参考定義（公式レイアウトとの照合前）による確認" in one
        assert "公式の中間標準レイアウト仕様への適合を示すものではありません" in one


def test_official_layouts_need_no_such_sentence(clean: Verification) -> None:
    ref = replace(clean.layout, authority="official", statement="取込元ワークブック a.xlsx による確認")
    page = to_html(replace(clean, layout=ref, files=(replace(clean.files[0], layout=ref),)), [])

    assert "参考定義" not in page
    assert "適合を示すものではありません" not in page


def test_everything_is_escaped(made: tuple[Verification, list[Finding]]) -> None:
    evil = "<script>alert('x')</script>\"&"
    v = made[0]
    file = replace(
        v.files[0],
        path=f"a/{evil}.csv",
        business_name=evil,
        municipality_name=evil,
        missing_items=(evil,),
        extra_columns=(evil,),
        from_vendor=evil,
        counts=(Count("V05", evil, Severity.ERROR, 3),),
        encoding_reason=evil,
        agreement={"delimiter": evil},
        profile=tuple(replace(p, item=evil, note=evil, minimum=evil) for p in v.files[0].profile),
        gaiji=tuple(replace(g, items=(evil,)) for g in v.files[0].gaiji),
    )
    waiver = replace(v.waivers[0], reason=evil, who=evil, note=evil)
    finding = replace(made[1][0], file=file.path, rule="V05", item=evil, value=evil, message=evil)

    page = to_html(replace(v, files=(file, file), group=evil, waivers=(waiver,)), [finding])

    assert len(re.findall("<script", page)) == 1
    assert "alert('x')" not in re.sub(r"<text.*?</text>", "", page)
    assert visible(page).count("<script>alert") > 15


def test_no_name_turns_the_text_around(made: tuple[Verification, list[Finding]]) -> None:
    evil = "a\u202eb\x00c"
    v = made[0]
    layout = replace(v.files[0].layout, name=evil)
    file = replace(
        v.files[0],
        path=evil,
        municipality_name=evil,
        business_name=evil,
        layout=layout,
        from_vendor=evil,
        to_vendor=evil,
        encoding_reason=evil,
    )
    delivery = replace(v.deliveries[0], municipality_name=evil, business_name=evil)

    page = to_html(replace(v, files=(file, file), group=evil, deliveries=(delivery,)), [])

    assert "\u202e" not in page
    assert "\x00" not in page


def test_sums_without_a_note_are_folded(page: str) -> None:
    noted, _, rest = page.partition('<details class="unnoted">')
    assert "納品書との照合" in noted
    assert "納品書に記載なし" not in noted
    assert "納品書に記載なし" in rest


def test_a_file_that_could_not_be_read(made: tuple[Verification, list[Finding]]) -> None:
    file = replace(
        made[0].files[0],
        sha256="",
        bytes=0,
        encoding="",
        newline="",
        account={},
        counts=(Count("F01", None, Severity.ERROR, 1),),
        profile=(),
        gaiji=(),
    )

    page = to_html(replace(made[0], files=(file,)), [])

    assert "F01 ファイルの過不足" in page


def test_no_file_at_all(clean: Verification) -> None:
    totals = replace(clean.totals, files=0, bytes=0)

    page = to_html(replace(clean, files=(), totals=totals, verdict="not_checked"), [])

    assert "検査したファイルがありません。合格ではありません。" in page


def test_one_file_needs_no_chart_of_files(made: tuple[Verification, list[Finding]], page: str) -> None:
    assert page.count("<svg") == 2
    assert to_html(replace(made[0], files=made[0].files[:1]), []).count("<svg") == 1


def test_a_page_stays_small(made: tuple[Verification, list[Finding]]) -> None:
    v, findings = made
    files = tuple(
        replace(
            v.files[0],
            path=f"{i}/person.csv",
            business=f"b{i % 30}",
            business_name=f"業務{i % 30}",
            municipality=f"m{i // 30}",
        )
        for i in range(600)
    )
    spread = [replace(f, file=files[i % 600].path) for i, f in enumerate(findings)] * 50

    page = to_html(replace(v, files=files, deliveries=()), spread)

    assert len(page) < 1_500_000
    assert "ほか 400 ファイルは" in page
    assert page.count("<svg") == 2


CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
PROBE = """<script>
const said = [], column = (i) => [...document.querySelectorAll("#counts-t tbody tr:not(.filtered)")].map((r) => r.cells[i].textContent.trim());
const heads = document.querySelectorAll("#counts-t th button");
heads[5].click(); heads[5].click(); said.push(column(5).slice(0, 3).join("|"));
document.querySelector('[data-for="counts-t"] .toggle[data-severity="error"]').click();
said.push([...new Set(column(0))].sort().join("|"));
const search = document.querySelector('[data-for="examples-b"] input');
search.value = "v05 生年"; search.dispatchEvent(new Event("input")); location.hash = "#rule-V05";
setTimeout(() => {
  said.push([...document.querySelectorAll("details.rule:not(.filtered)")].map((d) => `${d.id} ${d.open}`).join("|"));
  const pre = document.createElement("pre"); pre.id = "probe"; pre.textContent = said.join("\\n"); document.body.append(pre);
}, 300);
</script></body>"""


@pytest.mark.skipif(CHROMIUM is None, reason="no browser is installed")
def test_sorting_filtering_and_toggles_work_in_a_browser(page: str, tmp_path: Path) -> None:
    path = tmp_path / "probe.html"
    path.write_text(re.sub(r"<meta http-equiv=[^>]*>", "", page).replace("</body>", PROBE), encoding="utf-8")
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        f"--user-data-dir={tmp_path / 'browser'}",
        "--enable-logging=stderr",
        "--virtual-time-budget=3000",
        "--dump-dom",
        path.as_uri(),
    ]

    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=True)
    said = re.search(r'<pre id="probe">(.*?)</pre>', done.stdout, re.DOTALL)

    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []
    assert said
    assert said[1].split("\n") == ["61,230|52,310|1,284", "i 情報|▲ 警告", "rule-V05 true"]


@pytest.mark.parametrize(
    ("site", "linked"),
    [
        ("https://docs.example/chukan/", 'href="https://docs.example/chukan/rules/V01.html"'),
        ("file:///srv/chukan", 'href="file:///srv/chukan/rules/V01.html"'),
        ('https://x/"><b>', 'href="https://x/&#34;&gt;&lt;b&gt;/rules/V01.html"'),
        ("javascript:alert(1)//", ""),
        ("", ""),
    ],
)
def test_rules_are_linked_to_the_site_where_one_is_named(
    made: tuple[Verification, list[Finding]], monkeypatch: pytest.MonkeyPatch, site: str, linked: str
) -> None:
    monkeypatch.setenv("CHUKAN_DOCS", site)

    page = to_html(*made)

    assert linked in page
    assert ("の説明書</a>" in page) == bool(linked)


def test_every_rule_is_explained_on_the_page_itself(made: tuple[Verification, list[Finding]]) -> None:
    page = to_html(*made)

    ids = set(re.findall(r'<details class="about" id="about-([A-Z0-9]+)">', page))
    assert ids == {run.rule for run in made[0].rules} & set(RULES)
    for rule in map(RULES.__getitem__, ids):
        fold = page.split(f'id="about-{rule.id}">')[1].split("</details>")[0]
        said = (rule.checks, rule.why, rule.example, rule.remedy, rule.who)
        assert [text for text in said if escape(text) not in fold] == []
    assert set(re.findall('href="#about-([A-Z0-9]+)"', page)) <= ids
