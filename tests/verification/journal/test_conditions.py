"""What decides a result, part by part; what does not is no part of it."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from tests.verification.conftest import AGREED, AS_OF

from chukan.intake.opening.kinds import Kinds
from chukan.rules.own import OwnChecks
from chukan.verification.decisions.watch import Watch
from chukan.verification.job import Job, Options, Target
from chukan.verification.journal.conditions import PARTS_JA, changed, conditions_of, digest

from .conftest import World, layout_of


def parts(world: World, *, jobs: int = 1, **target: Any) -> dict[str, str] | None:
    one = Target(world.folder / "a.csv", "a.csv", layout_of("s"), AGREED, **target)
    (found,) = conditions_of(Job([one]), Options(as_of=AS_OF, jobs=jobs, block_size=jobs << 10), [Watch()])
    return found


def test_all_parts_but_the_bytes_have_a_name(world: World) -> None:
    assert {"bytes", *(parts(world) or ())} == set(PARTS_JA)


def test_how_it_is_cut_and_who_delivers_it_decides_nothing(world: World) -> None:
    assert parts(world) == parts(world, jobs=2) == parts(world, from_vendor="a", expected_records=3)


@pytest.mark.parametrize(
    "target", [{"municipality": "131016"}, {"several": Kinds({"1": layout_of("t")})}, {"several": Kinds(is_part=True)}]
)
def test_where_it_belongs_and_how_it_is_read_does(world: World, target: dict[str, Any]) -> None:
    before, now = parts(world), parts(world, **target)

    assert before is not None
    assert now is not None
    assert changed(before, now) == "target"


def test_checks_of_the_users_own_can_not_be_told_apart(world: World) -> None:
    own = OwnChecks(columns={"氏名": ()})

    assert parts(world, own_checks=own) is None


def test_the_digest_is_the_same_in_another_process() -> None:
    code = (
        "import hashlib; from chukan.layouts.library import Library; "
        "print(hashlib.sha256(Library.default().layout('mic@2.7/resident_register/person').model_dump_json().encode()).hexdigest())"
    )

    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }

    assert len(found) == 1


def test_the_order_of_keys_does_not_count() -> None:
    assert digest({"a": 1, "b": "\ud800"}) == digest({"b": "\ud800", "a": 1}) != digest({"a": 1})
