from __future__ import annotations

import json
import pickle

import pytest

from chukan.errors import UsageError
from chukan.rules.settings import Settings
from chukan.severity import NOTHING_CHOSEN, Severities, Severity
from chukan.verification.job import Job


def test_from_gravest_to_mildest() -> None:
    assert list(Severity) == ["error", "warning", "info"]
    assert sorted(Severity, key=lambda s: -s.weight) == list(Severity)
    assert [s.ja for s in Severity] == ["エラー", "警告", "情報"]


def test_a_severity_is_written_as_its_word() -> None:
    assert (str(Severity.ERROR), f"{Severity.INFO}", json.dumps([Severity.WARNING])) == ("error", "info", '["warning"]')


def test_what_the_project_says_wins() -> None:
    chosen = Severities({"V01": "info", "V02": "off"}, known=["V01", "V02", "V03"])

    assert [chosen.of(rule, Severity.ERROR) for rule in ("V01", "V02", "V03")] == [Severity.INFO, None, Severity.ERROR]
    assert [rule for rule in ("V01", "V02", "V03") if chosen.is_off(rule)] == ["V02"]
    assert dict(chosen) == {"V01": "info", "V02": "off"}
    assert not NOTHING_CHOSEN


def test_severities_can_be_made_of_severities_and_travel() -> None:
    chosen = Severities({"V01": "info", "V02": "off"})

    assert Severities(chosen) == chosen
    assert pickle.loads(pickle.dumps(chosen)) == chosen  # noqa: S301 - our own


@pytest.mark.parametrize(
    ("chosen", "said", "hint"),
    [
        ({"V01": "Error"}, "検査項目 V01 の重大度「Error」", "「error」"),
        ({"V01": "warn"}, "検査項目 V01 の重大度「warn」", "「warning」"),
        ({"V01": "漢"}, "検査項目 V01 の重大度「漢」", "error、warning、info、off"),
        ({"V1": "error"}, "検査項目「V1」はありません", "「V01」"),
    ],
)
def test_an_unknown_severity_or_rule_is_an_error(chosen: dict[str, str], said: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        Severities(chosen, known=["V01", "V02"])

    assert said in caught.value.message
    assert hint in (caught.value.hint or "")


def test_what_the_library_is_given_is_validated_too() -> None:
    wrong: object = {"V01": "Error"}
    with pytest.raises(UsageError, match="Error"):
        Settings(severities=wrong)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="Error"):
        Job([], severities=wrong)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="V99"):
        Job([], severities=Severities({"V99": "off"}))


def test_what_rests_on_an_estimate_weighs_a_warning_at_most_unless_the_project_says_otherwise() -> None:
    usual, raised, lowered = Severities({"V02": "off"}), Severities(estimates="error"), Severities(estimates="info")

    assert usual.of("V01", Severity.ERROR, "estimate") == "warning"
    assert usual.of("V01", Severity.INFO, "estimate") == "info"
    assert usual.of("V01", Severity.ERROR, "statute") == usual.of("V01", Severity.ERROR) == "error"
    assert usual.of("V04", Severity.ERROR, "estimate", Severity.INFO) == "info"
    assert usual.of("V02", Severity.ERROR, "estimate") is None
    assert Severities({"V01": "error"}).of("V01", Severity.WARNING, "estimate") == "warning"
    assert raised.of("V04", Severity.ERROR, "estimate", Severity.INFO) == "error"
    assert lowered.of("V01", Severity.ERROR, "estimate") == "info"
    assert Severities(raised).estimates == usual.with_estimates("error").estimates == "error"
    assert raised.with_estimates(None) is raised
    assert raised != Severities()
