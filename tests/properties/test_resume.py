"""Whatever changes between runs: a run that goes on finds what one that begins anew finds, and does no more than it must."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.verification.conftest import AGREED, AS_OF
from tests.verification.journal.conftest import (
    RECORDS,
    WAIVER,
    World,
    layout_of,
    local_rule,
    sheet,
    taken,
    without_times,
)

from chukan.verification.decisions.model import NO_DECISIONS
from chukan.verification.journal import conditions

PEOPLE, MORE, TAXES = RECORDS
_ROWS = ("0007,別人,1,,3", "0001,山田太郎,8,,9")
Put = Callable[[World], None]


def rows(name: str, state: int) -> Put:
    return lambda world: world.records.update({name: [*RECORDS[name], *_ROWS[:state]][state:]})


def layout(slug: str, **said: Any) -> Put:
    return lambda world: world.layouts.update({slug: layout_of(slug, **said)})


def agreement(name: str, **keys: str) -> Put:
    return lambda world: world.agreements.update({name: AGREED.merged(keys)})


def job(**said: Any) -> Put:
    return lambda world: world.job.update(said)


def severity(rule: str, chosen: str) -> Put:
    return lambda world: world.job.update(severities={**world.job.get("severities", {}), rule: chosen})


def options(**chosen: Any) -> Put:
    return lambda world: world.options.update(chosen)


def version(name: str) -> Put:
    return lambda world: setattr(world, "version", name)


def decide(world: World) -> None:
    world.job.pop("decisions", None)
    world.job["decisions"] = sheet(world.run(journal=False), accepted=3)


#: One thing that decides results -> the files that it is about, and what brings it into each of its states.
STATES: dict[str, tuple[set[str], list[Put]]] = {
    PEOPLE: ({PEOPLE}, [rows(PEOPLE, n) for n in range(3)]),
    MORE: ({MORE}, [rows(MORE, n) for n in range(2)]),
    TAXES: ({TAXES}, [rows(TAXES, n) for n in range(3)]),
    "layout of people": ({PEOPLE, MORE}, [layout("s"), layout("s", codes="129"), layout("s", note="備考")]),
    "layout of taxes": ({TAXES}, [layout("t"), layout("t", codes="7")]),
    "agreement of people": (
        {PEOPLE},
        [
            agreement(PEOPLE),
            agreement(PEOPLE, repertoire="jis_x_0208"),
            agreement(PEOPLE, gaiji="error", encoding="utf-8"),
        ],
    ),
    "agreement of taxes": ({TAXES}, [agreement(TAXES), agreement(TAXES, encoding="utf-8")]),
    "local rules": (
        {PEOPLE, MORE},
        [job(local_rules={}), job(local_rules=local_rule("税額 > 50")), job(local_rules=local_rule("税額 > 2"))],
    ),
    "severity in a file": ({*RECORDS}, [severity("V04", chosen) for chosen in ("error", "info", "off")]),
    "severity between files": (set(), [severity("K01", chosen) for chosen in ("error", "off")]),
    "day": ({*RECORDS}, [options(as_of=AS_OF.replace(day=day)) for day in (20, 21)]),
    "limit": ({*RECORDS}, [options(sample_limit=limit) for limit in (50, 1000)]),
    "waivers": (set(), [job(waivers=()), job(waivers=(WAIVER,))]),
    "decisions": (set(), [job(decisions=NO_DECISIONS), decide]),
    "version": ({*RECORDS}, [version("1"), version("2")]),
}
#: Of these the rules between files are not a matter.
_NOT_ACROSS = {"waivers", "decisions"}


@st.composite
def journeys(draw: st.DrawFn) -> list[dict[str, int]]:
    """Draw what is brought into which state before each of some runs."""
    one = st.sampled_from(sorted(STATES)).flatmap(
        lambda w: st.tuples(st.just(w), st.integers(0, len(STATES[w][1]) - 1))
    )
    return draw(st.lists(st.lists(one, max_size=3).map(dict), min_size=1, max_size=4))


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(journeys())
def test_each_change_is_noticed_and_nothing_else_is_checked(journey: list[dict[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        world, now = World(Path(folder)), dict.fromkeys(STATES, 0)
        patch.setattr(conditions, "_of_tool", lambda: world.version)
        for _, puts in STATES.values():
            puts[0](world)
        world.run()
        for changes in journey:
            changed = {what for what, state in changes.items() if now[what] != state}
            for what, state in changes.items():
                STATES[what][1][state](world)
            now |= changes

            again = world.run()

            same = set(RECORDS).difference(*(STATES[what][0] for what in changed))
            assert taken(again) == (same if changed - _NOT_ACROSS else {*RECORDS, "across"})
            assert without_times(again) == without_times(world.run(journal=False))
