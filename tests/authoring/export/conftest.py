"""A small layout, good and bad records of it, and layouts of the built-in packs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandera.io import pandas_io

from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_business, of_pack

MakePack = Callable[..., Path]


GOOD = {"宛名番号": "000000000000123", "氏名": "山田　花子", "性別": "2", "生年月日": "19640701", "旧氏": ""}


BAD = [
    {"宛名番号": ""},
    {"宛名番号": "0000000000001234"},
    {"宛名番号": "ABC"},
    {"宛名番号": "１２３"},
    {"氏名": "Yamada"},
    {"性別": "3"},
    {"生年月日": "1964-07-01"},
    {"生年月日": "196407"},
    {"氏名": "山" * 51},
]


@pytest.fixture
def layout(make_pack: MakePack) -> Layout:
    return Pack(make_pack()).layout("town", "person")


@pytest.fixture(scope="session")
def some() -> tuple[Layout, ...]:
    library = Library()
    return (
        *of_business(library.pack("mic"), "resident_register", None),
        *of_business(library.pack("mic"), "fixed_asset_tax", None),
        *of_business(library.pack("mic"), "long_term_care_insurance", None),
        *of_pack(library.pack("kihon"), None),
    )


from_yaml: Any = pandas_io.from_yaml  # untyped


def frame(*rows: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype="string").replace("", pd.NA)
