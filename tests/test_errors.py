"""The tree of errors: whose fault, which exit code, and how they print."""

from __future__ import annotations

import errno
import pickle
from collections.abc import Iterator

import pytest

from chukan import errors
from chukan.errors import ChukanError, MissingExtra, UsageError, did_you_mean, nearest, readable, reason


def below(kind: type[ChukanError]) -> Iterator[type[ChukanError]]:
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


def test_the_docstring_draws_the_tree() -> None:
    drawn = errors.__doc__ or ""

    assert [
        kind.__name__
        for kind in below(ChukanError)
        if kind.__module__ == "chukan.errors" and kind.__name__ not in drawn
    ] == []


def test_exit_codes() -> None:
    codes = {kind.__name__: kind.exit_code for kind in below(ChukanError)}

    assert (codes["UsageError"], codes["ProjectError"], codes["PackError"], codes["InputError"], codes["Bug"]) == (
        2,
        2,
        2,
        3,
        70,
    )


def test_an_error_prints_thing_place_and_next_step() -> None:
    assert str(UsageError("だめです", place="a.yaml:3", hint="直してください。")).splitlines() == [
        "だめです",
        "場所: a.yaml:3",
        "次の一手: 直してください。",
    ]


def test_a_missing_extra_says_how_to_install_it() -> None:
    error = MissingExtra("署名できません", extra="sign")

    assert isinstance(error, ImportError)
    assert 'pip install "chukan[sign]"' in (error.hint or "")


def test_reasons_of_the_system_in_words() -> None:
    assert reason(OSError(errno.ENOSPC, "No space left on device")) == "空き容量がありません"
    assert reason(OSError(errno.EPROTO, "Protocol error")) == "Protocol error"


@pytest.mark.parametrize(("word", "found"), [("encodng", "encoding"), ("zzz", None)])
def test_the_nearest_word(word: str, found: str | None) -> None:
    known = ["encoding", "newline", "format"]

    assert nearest(word, known) == found
    assert did_you_mean(word, known) == (f"「{found}」ではありませんか。" if found else None)


def test_a_value_of_megabytes_is_near_no_word() -> None:
    assert nearest("encoding" * 1_000_000, ["encoding"]) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("s3://me:secret@host/a.csv", "s3://…@host/a.csv"),
        ("読めません: https://token@host/a.csv?sig=abc&x=1 です", "読めません: https://…@host/a.csv?… です"),
        ("file:///data/a@b.csv", "file:///data/a@b.csv"),
        ("user@example.jp に ? で", "user@example.jp に ? で"),
    ],
)
def test_no_error_shows_what_opens_a_store(text: str, shown: str) -> None:
    error = UsageError(text, place=text, hint=text)

    assert (error.message, error.place, error.hint) == (shown, shown, shown)
    assert "secret" not in str(error)


def test_an_error_goes_to_another_process_as_it_is() -> None:
    """Whoever examines elsewhere says the same as here."""
    errors = [
        UsageError("だめです", place="a.csv", hint="直してください。"),
        MissingExtra("署名できません", extra="sign", place="b", hint="または"),
    ]

    for error in errors:
        back = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
        assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("住民.csv", "住民.csv"),
        ("a\x1b[31m.csv", "a␛[31m.csv"),
        ("a\n判定: 合格.csv", "a␊判定: 合格.csv"),
        ("a\x7f\u202evsc.csv", "a␡\ufffdvsc.csv"),
        ("a\x9b0m\u2028b", "a\ufffd0m\ufffdb"),
    ],
)
def test_a_name_is_text_of_one_line(name: str, shown: str) -> None:
    assert readable(name) == shown
    assert UsageError("x", place=name).place == shown


def test_a_message_keeps_its_lines_and_nothing_else_that_moves_a_cursor() -> None:
    error = UsageError("一\x1b[2J\n二", hint="三\r四")

    assert str(error) == "一␛[2J\n二\n次の一手: 三␍四"
