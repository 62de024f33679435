from __future__ import annotations

import pytest

from chukan.agreement import Agreement
from chukan.errors import UsageError
from chukan.rules.settings import Settings
from chukan.severity import Severities, Severity


def test_a_plain_mapping_of_severities_will_do() -> None:
    settings = Settings(severities={"V01": "info"})  # type: ignore[arg-type]

    assert isinstance(settings.severities, Severities)
    assert settings.severities.of("V01", Severity.ERROR) == Severity.INFO


def test_a_severity_that_is_none_is_an_error() -> None:
    with pytest.raises(UsageError, match="Error"):
        Settings(severities={"V01": "Error"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("agreed", "read", "counted"),
    [
        ("cp932", "utf-8", "cp932"),
        (None, "cp932", "cp932"),
        ("utf-8-sig", "utf-8", "utf-8"),
        ("utf-16", "utf-16be", "utf-16le"),
    ],
)
def test_bytes_are_those_of_the_agreed_encoding(agreed: str | None, read: str, counted: str) -> None:
    agreement = Agreement.model_validate({"length_unit": "bytes", "encoding": agreed})

    assert Settings(agreement=agreement, encoding=read).byte_encoding == counted
    assert Settings(agreement=Agreement(length_unit="chars"), encoding=read).byte_encoding is None
