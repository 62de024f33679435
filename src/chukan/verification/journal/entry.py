"""A file's outcome as a JSON-able tree, and back: what results hold of it and no value beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from operator import attrgetter
from typing import Any

from pydantic_core import to_jsonable_python

from chukan.intake.batch import FileFacts, Gaiji
from chukan.integrity.model import Skipped
from chukan.severity import Severity
from chukan.values.masking import without_my_numbers
from chukan.verification.across import AcrossOutcome
from chukan.verification.decisions.watch import Watch
from chukan.verification.file import FileOutcome
from chukan.verification.job import Target
from chukan.verification.mended import mended
from chukan.verification.result import ItemProfile, TakenOver
from chukan.verification.tally import Key, Recognised, SampledFinding, Tally

Tree = dict[str, Any]
#: Of what a file turned out to be: what its column names say may be the values of a resident.
_NOT_KEPT = "extra"
#: Of a finding: what its key does not say.
_PLACE = ("record", "line", "check", "value", "message", "fingerprint", "key")
_place = attrgetter(*_PLACE)


def to_tree(outcome: FileOutcome) -> Tree | None:
    """Return an outcome as a tree; None where a text in it would have to be changed before anybody may see it."""
    tally = _of_tally(outcome.tally)
    if tally is None:
        return None
    return {
        "facts": {k: v for k, v in asdict(outcome.facts).items() if k != _NOT_KEPT},
        "account": outcome.account,
        "totals": outcome.totals,
        "gaiji": [asdict(one) for one in outcome.gaiji],
        "could_not_run": dict(outcome.could_not_run),
        "in_force": dict(outcome.in_force),
        "profile": to_jsonable_python(outcome.profile),
        "tally": tally,
    }


def from_tree(
    tree: Tree, target: Target, sha256: str, taken_over: TakenOver, *, limit: int, watch: Watch
) -> FileOutcome:
    """Return the outcome in a tree.

    Args:
        tree: as `to_tree` made it.
        target: the file.
        sha256: of its bytes.
        taken_over: where the outcome comes from.
        limit: places of each rule and item that are kept.
        watch: what is looked out for now; it may be other than when the outcome was made.
    """
    return FileOutcome(
        target=target,
        facts=_facts(tree["facts"]),
        sha256=sha256,
        tally=_tally(tree["tally"], limit, watch),
        account=tree["account"],
        totals=tree["totals"],
        gaiji=tuple(Gaiji(**one | {"items": tuple(one["items"])}) for one in tree["gaiji"]),
        could_not_run=tree["could_not_run"],
        in_force={rule: Severity(weight) for rule, weight in tree["in_force"].items()},
        profile=tuple(_profile(one) for one in tree["profile"]),
        mended=mended(target.path, sha256),
        taken_over=taken_over,
    )


def across_to_tree(outcome: AcrossOutcome) -> Tree | None:
    """Return what the rules that need more than one record found, as a tree; None as in `to_tree`."""
    tallies = {str(index): _of_tally(tally) for index, tally in outcome.tallies.items()}
    if None in tallies.values():
        return None
    return {"tallies": tallies, "skipped": [asdict(one) for one in outcome.skipped]}


def across_from_tree(tree: Tree, taken_over: TakenOver, *, limit: int, watches: Sequence[Watch]) -> AcrossOutcome:
    """Return what is in a tree that `across_to_tree` made.

    Args:
        tree: the tree.
        taken_over: where it comes from.
        limit: places of each rule and item that are kept.
        watches: what is looked out for now, file by file.
    """
    return AcrossOutcome(
        tallies={int(index): _tally(one, limit, watches[int(index)]) for index, one in tree["tallies"].items()},
        skipped=tuple(Skipped(**one | {"counterparts": tuple(one["counterparts"])}) for one in tree["skipped"]),
        taken_over=taken_over,
    )


def is_complete(tree: Tree) -> bool:
    """Return whether a tree holds every finding: whichever of them a sheet lists, it can then be told."""
    tallies = tree["tallies"].values() if "tallies" in tree else [tree["tally"]]
    return all(count == len(places) for tally in tallies for _, count, places in tally["found"])


def _of_tally(tally: Tally) -> Tree | None:
    found: list[Any] = [
        [key, count, [_place(p) for p in tally.places.get(key, ())]] for key, count in tally.counts.items()
    ]
    recognised = [[key, _place(r.first), r.places, r.count] for (key, _), r in tally.recognised.items()]
    places = (place for _, _, places in found for place in places)
    changed = any(without_my_numbers(text) != text for place in places for text in place[3:5])
    return None if changed else {"found": found, "recognised": recognised, "filled": dict(tally.filled)}


def _tally(tree: Tree, limit: int, watch: Watch) -> Tally:
    tally = Tally(limit, filled=dict(tree.get("filled", {})))
    for key, count, places in tree["found"]:
        of_key = _key(key)
        found = [_finding(of_key, place) for place in places]
        tally.counts[of_key] = count
        if found:
            tally.places[of_key] = found
        listed = watch.of(of_key[0], of_key[1]) if count == len(places) else ()
        for place in found:
            if place.fingerprint in listed:
                tally.recognise(of_key, Recognised(place, 1, 1))
    complete = {_key(key) for key, count, places in tree["found"] if count == len(places)}
    for key, place, places, count in tree["recognised"]:
        if _key(key) not in complete:
            tally.recognise(_key(key), Recognised(_finding(_key(key), place), places, count))
    return tally


def _finding(key: Key, place: Sequence[Any]) -> SampledFinding:
    rule, item, severity, ground = key
    return SampledFinding(
        rule=rule, item=item, severity=severity, ground=ground, **dict(zip(_PLACE, place, strict=True))
    )


def _key(key: list[str]) -> Key:
    rule, item, severity, ground = key
    return rule, item, Severity(severity), ground


def _facts(tree: Tree) -> FileFacts:
    """Return the facts; all their sequences are tuples."""
    known: Tree = {name: tuple(value) if isinstance(value, list) else value for name, value in tree.items()}
    return FileFacts(**known)


def _profile(tree: Tree) -> ItemProfile:
    return ItemProfile(**tree | {"frequent": tuple((value, count) for value, count in tree["frequent"])})
