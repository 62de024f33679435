"""Which record of one side is which of the other: by key, and where a key occurs more than once, by what is in it.

Of records with one key those that are to be on both sides find each other first, then those that a rule leaves out or adds.

Only keys and two digests a record are in the tables; DuckDB spills what does not fit. The digests are 64 bits of all the
compared values, and are only ever compared between two records with one key.
"""

from __future__ import annotations

from dataclasses import dataclass

from chukan.expressions.session import Session
from chukan.integrity.model import LINE, RECORD
from chukan.reconciliation.plan import Plan
from chukan.reconciliation.store import Stored

DELIVERED, LOADED = "rec_delivered", "rec_loaded"
"""Tables: r, l (record and line), k0, k1, ... (key), h (digest as in the file), c (digest as compared)."""
PAIRS = "rec_pairs"
"""Table: a, b (record numbers), equal (under the rules), same (and character by character too).

Two that are alike character by character are not equal where a table says that the new system has another code."""
ONLY_DELIVERED, ONLY_LOADED = "rec_only_delivered", "rec_only_loaded"
"""Tables: r, l of records whose key the other side does not have."""
LOOSE_DELIVERED, LOOSE_LOADED = "rec_loose_delivered", "rec_loose_loaded"
"""Tables: r, l, here, there (records with its key on its own side and on the other) of records without a counterpart."""
NOT_TO_LOAD, NOT_DELIVERED = "rec_not_to_load", "rec_not_delivered"
"""Tables: r, rule (its number): delivered records that a rule leaves out, and loaded ones that a rule says were added.

Whoever calls `match` made them: such a record takes nobody's counterpart while another one of its key is without."""
_ALONE = (ONLY_DELIVERED, ONLY_LOADED, LOOSE_DELIVERED, LOOSE_LOADED)
_TWICE = "rec_twice"


@dataclass(frozen=True, slots=True)
class Matched:
    """How many there are of each."""

    same: int
    explained: int
    different: int
    only_delivered: int
    only_loaded: int
    duplicate_keys: int
    loose_delivered: int
    loose_loaded: int


def match(session: Session, delivered: Stored, loaded: Stored, plan: Plan) -> Matched:
    """Make the tables of this module.

    Args:
        session: holds them, and `NOT_TO_LOAD` and `NOT_DELIVERED`.
        delivered: the delivered side.
        loaded: the loaded side.
        plan: the key, and what is compared.

    Returns:
        How many records and pairs there are of each.
    """
    for table, stored in ((DELIVERED, delivered), (LOADED, loaded)):
        session.keep(table, _keyed(stored, plan))
    keys = [f"k{n}" for n in range(len(plan.key))]
    using = ", ".join(keys)
    session.keep(
        _TWICE,
        f"SELECT {using}, count_if(s) AS n, count_if(NOT s) AS m FROM (SELECT {using}, TRUE AS s FROM {DELIVERED}"
        f" UNION ALL SELECT {using}, FALSE FROM {LOADED}) GROUP BY {using} HAVING n > 1 OR m > 1",
    )
    duplicate_keys = int(session.one(f"SELECT count(*) FROM {_TWICE}"))
    once = f" ANTI JOIN {_TWICE} USING ({using})" if duplicate_keys else ""
    session.keep(
        PAIRS,
        f"SELECT d.r AS a, n.r AS b, d.h = n.h AND d.c = n.c AS same, d.c = n.c AS equal"
        f" FROM (SELECT * FROM {DELIVERED}{once}) d JOIN {LOADED} n USING ({using})",
    )
    session.keep(ONLY_DELIVERED, f"SELECT r, l FROM {DELIVERED} ANTI JOIN {LOADED} USING ({using})")
    session.keep(ONLY_LOADED, f"SELECT r, l FROM {LOADED} ANTI JOIN {DELIVERED} USING ({using})")
    _pair_duplicates(session, keys)
    same, explained, different = session.rows(
        f"SELECT count(*) FILTER (same), count(*) FILTER (equal AND NOT same), count(*) FILTER (NOT equal) FROM {PAIRS}"
    )[0]
    sizes = {table: int(session.one(f"SELECT count(*) FROM {table}")) for table in _ALONE}
    return Matched(
        same=int(same),
        explained=int(explained),
        different=int(different),
        only_delivered=sizes[ONLY_DELIVERED],
        only_loaded=sizes[ONLY_LOADED],
        duplicate_keys=duplicate_keys,
        loose_delivered=sizes[LOOSE_DELIVERED],
        loose_loaded=sizes[LOOSE_LOADED],
    )


def _keyed(stored: Stored, plan: Plan) -> str:
    keys = ", ".join(f"{stored.form(name)} AS k{n}" for n, name in enumerate(plan.key))
    raw = ", ".join(stored.raw(name) for name in plan.names)
    formed = ", ".join(stored.form(name) for name in plan.compared)
    compared = "h" if formed == raw else f"hash({formed})"  # what is compared as it is in the file is hashed once
    return f"SELECT {RECORD} AS r, {LINE} AS l, {keys}, hash({raw}) AS h, {compared} AS c FROM {stored.source}"


def _pair_duplicates(session: Session, keys: list[str]) -> None:
    """Pair off the records of keys that occur more than once, the most alike first; what is left has no counterpart.

    First those that are alike character by character, then those that are equal under the rules, then one that is left on
    each side. At each step those that no rule leaves out or adds come before the others.
    """
    using = ", ".join(keys)
    both = f"{{}} t SEMI JOIN {_TWICE} USING ({using}) SEMI JOIN {{}} o USING ({using})"
    sides = (("rec_left_a", DELIVERED, LOADED, NOT_TO_LOAD), ("rec_left_b", LOADED, DELIVERED, NOT_DELIVERED))
    for left, table, other, aside in sides:
        session.keep(left, f"SELECT t.*, t.r IN (SELECT r FROM {aside}) AS aside FROM {both.format(table, other)}")
    some_aside = any(session.rows(f"SELECT 1 FROM {left} WHERE aside LIMIT 1") for left, *_ in sides)
    for steps in (("h, c", "c"), ("",)):
        for which in ("WHERE NOT aside", "") if some_aside else ("",):
            for by in steps:
                _pair_left(session, using, by, which)
    for table, left, here, there in (
        (LOOSE_DELIVERED, "rec_left_a", "n", "m"),
        (LOOSE_LOADED, "rec_left_b", "m", "n"),
    ):
        session.keep(table, f"SELECT r, l, {here} AS here, {there} AS there FROM {left} JOIN {_TWICE} USING ({using})")
    session.forget("rec_found", "rec_left_a", "rec_left_b")


def _pair_left(session: Session, using: str, by: str, which: str) -> None:
    """Move the records of `rec_left_a` and `rec_left_b` that belong together to the pairs.

    Args:
        session: has them.
        using: the columns of the key.
        by: the digests in which they are alike; "" = one is left on each side.
        which: SQL: of which records; "" = of all.
    """
    within = f"{using}, {by}" if by else using
    rank = f"row_number() OVER (PARTITION BY {within} ORDER BY r) AS rank"
    size = f"count(*) OVER (PARTITION BY {using}) AS size"
    same = "TRUE" if "h" in by else "FALSE"
    equal, alone = ("TRUE", "") if by else ("d.c = n.c", " WHERE d.size = 1 AND n.size = 1")
    session.keep(
        "rec_found",
        f"SELECT d.r AS a, n.r AS b, {same} AS same, {equal} AS equal"
        f" FROM (SELECT *, {rank}, {size} FROM rec_left_a {which}) d"
        f" JOIN (SELECT *, {rank}, {size} FROM rec_left_b {which}) n USING ({within}, rank){alone}",
    )
    session.rows(f"INSERT INTO {PAIRS} SELECT * FROM rec_found")
    session.rows("DELETE FROM rec_left_a WHERE r IN (SELECT a FROM rec_found)")
    session.rows("DELETE FROM rec_left_b WHERE r IN (SELECT b FROM rec_found)")
