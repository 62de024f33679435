"""Papers have one register: what the reports say to a person is stated in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chukan.evidence.register import in_papers

SRC = Path(__file__).resolve().parents[2] / "src" / "chukan"
POLITE = re.compile("(です|ます|ません|ました|ください)(?=[。、）]|$)")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("プロジェクトの rules で切っています", "プロジェクトの rules で切っている"),
        ("検査です。ファイル間の検査は verify で行います", "検査である。ファイル間の検査は verify で行う"),
        ("ファイルを読めませんでした", "ファイルを読めなかった"),
        (
            "相手の台帳（住民）がないため、番号の重なりを確かめられません（3件）",
            "相手の台帳（住民）がないため、番号の重なりを確かめられない（3件）",
        ),
        ("理由がありません。了承シートに記入してください。", "理由がない。了承シートに記入すること。"),
        ("指摘がもうありません。了承シートから外してください。", "指摘がもうない。了承シートから外すこと。"),
        ("失効しました。内容を確かめて了承し直してください。", "失効した。内容を確かめて了承し直すこと。"),
        ("番号が重複しています。移行元に確かめてください。", "番号が重複している。移行元に確かめること。"),
        ("値が移行条件と違います", "値が移行条件と違う"),
        ("ですます.csv がない", "ですます.csv がない"),
    ],
)
def test_sentences(text: str, expected: str) -> None:
    assert in_papers(text) == expected


@pytest.mark.parametrize(
    "path",
    [
        "verification/decisions/waivers.py",
        "verification/decisions/outcome.py",
        "verification/decisions/apply.py",
        "verification/assemble.py",
        "integrity/views.py",
        "verification/file.py",
    ],
)
def test_what_a_verification_says_of_rules_and_waivers_is_stated(path: str) -> None:
    """The texts that reach the papers, as they stand in the code."""
    texts = re.findall(r'"([^"\n]*[ぁ-ん][^"\n]*)"', (SRC / path).read_text(encoding="utf-8"))

    assert [t for t in texts if POLITE.search(in_papers(t))] == []
