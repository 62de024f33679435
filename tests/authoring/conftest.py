"""The packs and workbooks that the tests of layouts make, and what the linter says of a pack."""

from collections.abc import Callable
from pathlib import Path

from tests.layouts.conftest import make_book, make_pack

from chukan.authoring.lint import LintFinding, lint_folder

__all__ = ["make_book", "make_pack"]


MakePack = Callable[..., Path]


HEADER = "no,item,type,length,scale,required,key,code,format,since,until,basis,source,note\n"


KEY = "1,番号,X,5,,required,1,,,,,statute,法1条,\n"


def lint(make_pack: MakePack, files: dict[str, str | None]) -> list[LintFinding]:
    """Return the findings of a pack with these files, without those that any change of it brings (L13, L18)."""
    return [f for f in lint_folder(make_pack(files)) if f.rule not in ("L13", "L18")]


BODY = """business: town
name: 町の業務
layouts:
  person:
    name: 住民
    required_when:
      生年月日: 性別 IS NOT NULL
"""
