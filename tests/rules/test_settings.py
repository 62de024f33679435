from __future__ import annotations

import pytest

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
