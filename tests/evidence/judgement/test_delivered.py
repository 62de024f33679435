"""No judgement says more than the verification: what each fault of a delivery makes of its business."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.evidence.judgement.conftest import judged, plans, reasons

from chukan.severity import Severity
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.result import Count, NotRun

OUTSIDE = NotRun("K02", "参照先がこの検証に入っていないため", ("non_resident_addressee/addressee",))
VOUCH = {
    "layout": "non_resident_addressee/addressee",
    "who": "住民課長 山田",
    "why": "住登外は移行先で稼働中",
    "until": dt.date(2027, 3, 31),
}


# --- the verification's own verdict ---------------------------------------------------------------------------------


def test_a_layout_of_another_business_is_no_delivery_of_this_one(make: Any, project: dict[str, Any]) -> None:
    plans(project, 1)[1]["files"] = [{"layout": "seal_registration/registration", "path": "131024/seal.csv"}]

    judgement = judged(make(project))

    business = judgement.municipalities[1].businesses[1]
    assert (business.standing, judgement.standing) == ("not_met", "not_met")
    assert "業務「印鑑登録」の定義によるファイル" in business.reasons[1]


def test_a_stranger_beside_the_own_files_has_to_be_settled(make: Any, project: dict[str, Any]) -> None:
    plans(project, 1)[1]["files"].append({"layout": "seal_registration/registration", "path": "131024/seal.csv"})

    assert judged(make(project)).municipalities[1].businesses[1].standing == "ask"


def test_a_delivery_that_the_verification_fails_does_not_count(make: Any) -> None:
    case = make()
    deliveries = [
        replace(d, verdict="not_checked") if d.municipality == "131024" else d for d in case.verification.deliveries
    ]
    case.verification = replace(case.verification, deliveries=tuple(deliveries))

    town = judged(case).municipalities[1]

    assert town.standing == "not_met"
    assert "検証の判定では、この業務の提出は未検査ありである" in "".join(town.businesses[0].reasons)


def test_a_failing_file_under_another_business_fails_its_own(make: Any, project: dict[str, Any]) -> None:
    household = {"layout": "resident_register/household", "path": "131024/household.csv"}
    plans(project, 1)[1]["files"].append(household)
    case = make(project).with_counts("131024/household.csv", Count("K01", None, Severity.ERROR, 3))

    town = judged(case).municipalities[1]

    assert town.standing == "not_met"
    assert "ほかの業務の files に書かれ、不合格" in "".join(town.businesses[0].reasons)


# --- plans of one business ------------------------------------------------------------------------------------------


# --- the layout -----------------------------------------------------------------------------------------------------


def test_only_a_pack_that_declares_itself_the_intermediate_standard_counts(make: Any, project: dict[str, Any]) -> None:
    plans(project, 1)[1] = {
        "business": "non_resident_addressee_number",
        "from": "a",
        "to": "c",
        "layout": "kihon@unstated",
        "files": [{"layout": "addressee_basic", "path": "131024/kihon.csv"}],
    }

    judgement = judged(make(project))

    business = judgement.municipalities[1].businesses[1]
    assert (business.standing, judgement.standing) == ("not_met", "not_met")
    assert business.method_words == "その他の方法"
    assert "中間標準レイアウトである旨の宣言がない" in business.reasons[0]


@pytest.mark.parametrize(
    ("severity", "missing", "extra", "standing"),
    [
        ("warning", ("宛名番号",), (), "not_met"),
        ("warning", ("備考",), (), "not_met"),
        ("warning", (), ("商品",), "not_met"),
        ("off", ("宛名番号", "氏名"), ("商品", "単価"), "not_met"),
        ("warning", (), (), "ask"),
        ("error", ("宛名番号",), (), "not_met"),
        ("error", (), (), "met"),
    ],
)
def test_a_header_that_does_not_fit_is_not_in_the_layout(
    make: Any, project: dict[str, Any], severity: str, missing: tuple[str, ...], extra: tuple[str, ...], standing: str
) -> None:
    project["rules"] = {"F06": severity}
    case = make(project).with_counts("131024/person.csv", missing_items=missing, extra_columns=extra)

    assert judged(case).municipalities[1].businesses[0].standing == standing


# --- counterparts that are not part of this migration ---------------------------------------------------------------


def test_a_counterpart_outside_the_migration_is_asked_for_not_refused(make: Any) -> None:
    judgement = judged(make().with_counts("131024/person.csv", not_run=[OUTSIDE]))

    assert judgement.standing == "ask"
    assert "参照先（non_resident_addressee/addressee）が今回の提出にない" in reasons(judgement)


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        ({}, "met"),
        ({"layout": "non_resident_addressee"}, "met"),
        ({"layout": "seal_registration/registration"}, "ask"),
        ({"until": dt.date(2026, 11, 23)}, "met"),
        ({"until": dt.date(2026, 11, 22)}, "ask"),
    ],
)
def test_a_person_may_vouch_for_it(make: Any, project: dict[str, Any], change: dict[str, Any], standing: str) -> None:
    plans(project, 1)[0]["counterparts"] = [{**VOUCH, **change}]

    judgement = judged(make(project).with_counts("131024/person.csv", not_run=[OUTSIDE]))

    assert judgement.standing == standing
    if standing == "met":
        assert "提出にない参照先は申告による" in judgement.words
        assert "住民課長 山田が確認した旨の申告（理由: 住登外は移行先で稼働中。期限: 20" in "".join(judgement.notes)


def test_nobody_vouches_for_a_delivery_that_was_promised_and_did_not_come(make: Any, project: dict[str, Any]) -> None:
    plans(project, 1)[0]["counterparts"] = [VOUCH]
    plans(project, 1).append({"business": "non_resident_addressee", "from": "a", "to": "c"})

    judgement = judged(make(project).with_counts("131024/person.csv", not_run=[OUTSIDE]))

    assert judgement.municipalities[1].businesses[0].standing == "not_met"


def test_a_vouching_does_not_cover_another_reason(make: Any, project: dict[str, Any]) -> None:
    plans(project, 1)[0]["counterparts"] = [VOUCH]
    broken = NotRun("K02", "項目が足りない")

    judgement = judged(make(project).with_counts("131024/person.csv", not_run=[OUTSIDE, broken]))

    assert judgement.municipalities[1].standing == "not_met"


# --- exemptions, days, vendors, loading -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "town", "group"),
    [
        (None, "exempt", "ask"),
        ({"granted": True, "date": dt.date(2026, 11, 1), "document": "決定通知", "page": 1}, "granted", "met"),
        ({"granted": True, "date": dt.date(2026, 11, 1)}, "exempt", "ask"),
        ({"granted": True, "date": dt.date(2099, 1, 1), "document": "決定通知", "page": 1}, "exempt", "ask"),
        ({"granted": False, "date": dt.date(2026, 11, 1), "document": "決定通知", "page": 1}, "not_met", "not_met"),
    ],
)
def test_an_exemption_counts_once_the_body_decided(
    make: Any, project: dict[str, Any], decision: dict[str, Any] | None, town: str, group: str
) -> None:
    for plan in plans(project, 1):
        plan.update(method="exempt_in_use", reason="稼働中", files=[])
        if decision:
            plan["decision"] = decision

    judgement = judged(make(project))

    assert (judgement.municipalities[1].standing, judgement.standing) == (town, group)


def _blank_from(plan: dict[str, Any]) -> None:
    del plan["from"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_blank_from, "移行元事業者が未記入"),
        (lambda p: p.update(to=""), "移行先事業者が未記入"),
        (lambda p: p.update(delivered=dt.date(2099, 1, 1)), "提出日 2099-01-01 が検証の日より後"),
    ],
)
def test_what_is_blank_or_in_the_future_has_to_be_settled(
    make: Any, project: dict[str, Any], change: Callable[[dict[str, Any]], object], words: str
) -> None:
    change(plans(project, 1)[0])

    judgement = judged(make(project))

    assert judgement.standing == "ask"
    assert words in reasons(judgement)


@pytest.mark.parametrize(("waived", "standing"), [(0, "ask"), (1, "met")])
def test_codes_of_another_town_are_asked_about(make: Any, waived: int, standing: str) -> None:
    case = make().with_counts(
        "131024/vehicle.csv", Count("S02", "定置場_市区町村コード", Severity.WARNING, 1, waived=waived)
    )
    if waived:
        use = WaiverUse("S02", "", "", 1, "確認した", "課長", "2026-11-01", 1)
        case.verification = replace(case.verification, waivers=(use,))

    (vehicle,) = (b for b in judged(case).businesses if b.business == "light_vehicle_tax")

    assert vehicle.standing == standing
    assert waived or any("この市区町村のコードではない" in reason for reason in vehicle.reasons)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({"missing_items": ("氏名カナ",)}, "項目 氏名カナ がない"),
        ({"extra_columns": ("備考2",)}, "定義にない列がある"),
        ({}, ""),
    ],
)
def test_a_header_that_does_not_fit_is_asked_about_though_it_was_accepted(
    make: Any, header: dict[str, tuple[str, ...]], words: str
) -> None:
    """Accepting a finding makes no file be in the layout."""
    case = make().with_counts("131024/person.csv", Count("F06", None, Severity.ERROR, 1, waived=1), **header)
    use = WaiverUse("F06", "", "", 1, "了承", "課長", "2026-11-01", 1)
    case.verification = replace(case.verification, waivers=(use,))

    judgement = judged(case)

    assert judgement.standing == ("ask" if words else "met")
    assert not words or f"見出しが定義に合わず（{words}）" in reasons(judgement)


def test_waived_errors_are_told_from_other_findings(make: Any) -> None:
    case = make().with_counts(
        "131024/person.csv",
        Count("V05", "生年月日", Severity.ERROR, 21, waived=21),
        Count("V10", "氏名", Severity.WARNING, 9, waived=4),
    )
    case.verification = replace(
        case.verification, waivers=(WaiverUse("V05", "", "", 21, "一括", "課長", "2026-11-01", 21),)
    )

    assert "了承した指摘 25 件（うちエラー 21 件）" in judged(case).municipalities[1].businesses[0].reasons[0]
