"""Data dictionaries: everything is in them, and nothing in a pack can become markup or a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from chukan.authoring.export.dictionary import html, markdown, title
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_business

MakePack = Callable[..., Path]
EVIL = "<script>alert('x')</script> | a [b](javascript:c) `d` *e*"


@pytest.fixture(scope="module")
def register() -> tuple[Layout, ...]:
    return of_business(Library().pack("mic"), "resident_register", None)


class Tags(HTMLParser):
    """The tags of a page and where they point."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [v or "" for k, v in attrs if k in ("href", "src")]
        self.ids += [v or "" for k, v in attrs if k == "id"]


@pytest.mark.parametrize("make", [markdown, html])
def test_all_items_codes_and_rules_are_in_it(
    make: Callable[[tuple[Layout, ...]], str], register: tuple[Layout, ...]
) -> None:
    text = make(register).replace("\\", "")

    for layout in register:
        assert layout.digest in text
        assert all(item.name in text for item in layout.items)
        assert all(rule.id in text for rule in layout.body.rules)
        assert all(code.name in text for code in layout.codes.values())
    assert "参考定義（公式レイアウトとの照合前）による確認" in text


def test_the_page_stands_alone(register: tuple[Layout, ...]) -> None:
    page = Tags(html(register))

    assert "script" not in page.tags
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def evil(make_pack: MakePack) -> Layout:
    quoted = EVIL.replace('"', '""')
    items = f'no,item,type,length,required,key,code,basis,source,note\n1,番号,X,5,required,1,gender,statute,"{quoted}","{quoted}"\n'
    codes = f'list,code,name,note\n"{quoted}",1,"{quoted}","{quoted}"\n'
    body = f'business: town\nname: 町の業務\nlayouts:\n  person:\n    name: "{EVIL}"\n    description: "{EVIL}"\n'
    return Pack(make_pack({"town/person.csv": items, "codes/gender.csv": codes, "town/business.yaml": body})).layout(
        "town", "person"
    )


def test_a_pack_cannot_write_markup_into_the_page(make_pack: MakePack) -> None:
    page = html((evil(make_pack),))

    assert "script" not in Tags(page).tags
    assert page.count("&lt;script&gt;") >= 5


def test_a_pack_cannot_write_markup_into_markdown(make_pack: MakePack) -> None:
    text = markdown((evil(make_pack),))

    assert not re.search(r"(?<!\\)<script", text)
    assert not re.search(r"(?<!\\)\[b", text)
    rows = [line for line in text.splitlines() if line.startswith("| 1 |")]
    assert len(rows) == 1
    assert len(re.findall(r"(?<!\\)\|", rows[0])) == 10


def test_staff_read_words_and_no_ids(register: tuple[Layout, ...]) -> None:
    """Types, lengths, requirements, formats, code lists, conditions and other files are named in Japanese."""
    for text in (markdown(register).replace("\\", ""), html(register).replace("&#39;", "'")):
        assert "半角文字" in text
        assert "15文字以内" in text
        assert "条件付き必須" in text
        assert "住民種別 = '2'（外国人住民）" in text
        assert "世帯番号 → 「世帯」 の 世帯番号" in text
        assert "業務からの推定。違うことがあるので、ベンダーと確かめてください" in text


def test_the_basis_of_each_item_and_rule_has_its_word_and_colour(register: tuple[Layout, ...]) -> None:
    page = html(register)

    stated = sum(len(y.items) + len(y.body.declarations) for y in register)
    values = sum(len(codes.codes) for codes in {c.id: c for y in register for c in y.codes.values()}.values())
    assert len(re.findall('<span class="basis [a-z-]+">', page)) >= stated + values
    for basis in ("statute", "public-standard", "estimate"):
        assert f".basis.{basis} {{ color: #" in page


def test_a_pack_has_a_table_of_contents_and_a_layout_none(register: tuple[Layout, ...]) -> None:
    assert "<h2>目次</h2>" in html(register)
    assert all(f'href="#{y.business}-{y.slug}"' in html(register) for y in register)
    assert "## 目次" in markdown(register)
    assert "目次" not in html(register[:1]) + markdown(register[:1])


def test_every_format_is_explained_where_it_is_used(register: tuple[Layout, ...]) -> None:
    for text in (markdown(register), html(register)):
        assert "半角数字だけ" in text
        assert "介護保険の事業所番号" not in text


def test_a_dictionary_is_named_after_pack_and_edition(register: tuple[Layout, ...]) -> None:
    assert title(register) == "移行ファイル定義 中間標準レイアウト（参考定義） 版 2.7"
    assert title((*register, *of_business(Library().pack("mic"), "resident_register", "2.6"))) == "移行ファイル定義"
