"""Names in addresses for the Japanese names of a workbook."""

from __future__ import annotations

import pytest

from chukan.authoring.workbook.names import business_in, business_of, edition_in, known_names, safe, slug_of


def test_known_slugs_are_addresses_and_numbers_are_unique() -> None:
    numbers = [known.number for known in known_names() if known.number is not None]

    assert [known for known in known_names() if not known.slug.isidentifier() or not known.slug.isascii()] == []
    assert len(numbers) == len(set(numbers))


def test_a_business_by_its_name_or_its_number() -> None:
    known = next(k for k in known_names() if k.name == "住民基本台帳")

    assert business_of("住民 基本台帳", None) == known
    assert business_of("何か", known.number) == known
    assert business_of("何か", None) is None


@pytest.mark.parametrize(
    ("name", "given", "slug"),
    [
        ("住民基本台帳", {}, "resident_register"),
        ("住民基本台帳", {"住民基本台帳": "residents"}, "residents"),
        ("学校給食 (市独自)", {}, "学校給食_市独自"),
        ("../../etc", {}, "etc"),
        ("///", {}, "unnamed"),
    ],
)
def test_slugs(name: str, given: dict[str, str], slug: str) -> None:
    assert slug_of(name, given) == slug


@pytest.mark.parametrize("name", ["a/b", "a\\b", "a:b", "a\nb", " a ", "..", "a\u202eb"])
def test_a_safe_name_is_one_part_of_a_path(name: str) -> None:
    assert not set(safe(name)) & set("/\\: \n.\u202e")


@pytest.mark.parametrize(
    ("texts", "edition"),
    [
        (["データ項目【第2.1版】.xlsx"], "2.1"),
        (["layout_V2.7.xlsx"], "2.7"),
        (["一覧", "第 3 版"], "3"),
        (["layout.xlsx"], ""),
    ],
)
def test_editions(texts: list[str], edition: str) -> None:
    assert edition_in(texts) == edition


def test_the_business_of_titles() -> None:
    assert business_in(["項目定義書（住民基本台帳）"], "a") == "住民基本台帳"
    assert business_in(["項目定義書（学校給食）"], "a") == "学校給食"
    assert business_in(["シート1"], "a") == ""
