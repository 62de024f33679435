"""Every format says of a verification what the verification says."""

from __future__ import annotations

import pytest

from chukan.errors import UsageError
from chukan.reports.formats.table import FORMATS, format_of
from chukan.reports.formats.view import View
from chukan.verification.result import Finding, Verification

Made = tuple[Verification, list[Finding]]


@pytest.mark.parametrize("name", FORMATS)
def test_what_belongs_to_no_file_is_in_every_format(name: str, made: Made) -> None:
    text = FORMATS[name].render(View(*made))

    assert "白波町の国民健康保険" in text
    assert "V02" in text


@pytest.mark.parametrize("name", FORMATS)
def test_a_clean_verification_has_a_view_too(name: str, clean: Verification) -> None:
    assert isinstance(FORMATS[name].render(View(clean, [])), str)


def test_a_misspelt_format_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="sarf") as caught:
        format_of("sarf")
    assert "sarif" in str(caught.value)
