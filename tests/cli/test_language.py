"""The language of the screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chukan.cli import language


@pytest.fixture(autouse=True)
def japanese_afterwards() -> Iterator[None]:
    yield
    language.use(["--lang", "ja"])


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], "", "ja"),
        ([], "en_GB.UTF-8", "en"),
        (["--lang", "en"], "", "en"),
        (["rules", "--lang=en"], "", "en"),
        (["--lang", "ja"], "en", "ja"),
        (["--lang"], "", "ja"),
    ],
)
def test_the_command_line_comes_before_the_environment(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], environment: str, expected: str
) -> None:
    monkeypatch.setenv("CHUKAN_LANG", environment)

    language.use(arguments)

    assert language.current() == expected
    assert language.t("日", "en") == {"ja": "日", "en": "en"}[expected]


def test_importing_the_program_does_not_read_the_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    monkeypatch.setattr("sys.argv", ["chukan", "--lang", "en"])

    assert importlib.reload(language).current() == "ja"
