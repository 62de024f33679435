"""Records that rules account for: left out before loading, or added by the new system."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from chukan.errors import ProjectError, reason
from chukan.expressions.names import AS_OF, is_true, quoted
from chukan.expressions.session import Session
from chukan.expressions.types import DateForms, typed_sql
from chukan.expressions.vetting import vet
from chukan.integrity.model import RECORD
from chukan.layouts.model import Layout
from chukan.reconciliation.equalities import Equality
from chukan.reconciliation.equalities.added import Added
from chukan.reconciliation.equalities.left_out import LeftOut
from chukan.reconciliation.equalities.tables import sha256_of
from chukan.reconciliation.matching import (
    LOOSE_DELIVERED,
    LOOSE_LOADED,
    NOT_DELIVERED,
    NOT_TO_LOAD,
    ONLY_DELIVERED,
    ONLY_LOADED,
    PAIRS,
)
from chukan.reconciliation.plan import Plan
from chukan.reconciliation.store import Stored

LEFT_OUT, ADDED = "rec_left_out", "rec_added"
"""Tables: r, rule (number of the rule): records that a rule accounts for."""
TAKEN_IN = "rec_taken_in"
"""Table: a, b, rule: pairs of a record that was to be left out, and is in the new system all the same."""
_COLUMNS = ("移行元ファイル", "ファイル", "移行ファイル定義", "SHA-256")
_HINT = "chukan reduce --split が書いた archive_manifest.csv を、保管のファイルと同じフォルダのまま指定してください。"


@dataclass
class Agreed:
    """How many records each rule accounts for.

    Attributes:
        left_out: rule id -> delivered records.
        added: rule id -> loaded records.
        taken_in: rule id -> pairs.
        loose_left_out: of the left out ones, those whose key others have too.
        loose_added: likewise, of the added ones.
        sources: archive -> SHA-256, of those that were read.
    """

    left_out: dict[str, int] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)
    taken_in: dict[str, int] = field(default_factory=dict)
    loose_left_out: int = 0
    loose_added: int = 0
    sources: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Archive:
    """What a reduction archived of one delivered file.

    Attributes:
        path: the archive.
        name: as the manifest calls it.
    """

    path: Path
    name: str
    sha256: str


def archives_of(rule: LeftOut, folder: Path, shown: str, layout: Layout, municipality: str) -> list[Archive]:
    """Return the archives that a manifest lists for a delivered file, each as the manifest says that it is.

    Args:
        rule: names the manifest.
        folder: where its path begins.
        shown: the delivered file, as the project writes it.
        layout: its layout.
        municipality: the name of the municipality; "" = a file by itself.

    Raises:
        ProjectError: the manifest or an archive can't be read, or an archive is not the one that was written.
    """
    path = folder / rule.manifest
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            if lacking:
                raise ProjectError(f"保管の一覧に「{lacking[0]}」の列がありません", place=str(path), hint=_HINT)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as e:
        why = f": {reason(e)}" if isinstance(e, OSError) else ""
        raise ProjectError(f"保管の一覧を読めません{why}", place=str(path), hint=_HINT) from None
    found = []
    for row in rows:
        if any(not row[name] for name in _COLUMNS):
            raise ProjectError("保管の一覧に、列の足りない行があります", place=str(path), hint=_HINT)
        if row["移行元ファイル"] != shown or row["移行ファイル定義"] != layout.address:
            continue
        if municipality and row.get("市区町村") not in (None, "", municipality):
            continue
        archive = path.parent / row["ファイル"]
        if sha256_of(archive) != row["SHA-256"]:
            raise ProjectError(
                "保管のファイルが、一覧にある SHA-256 と違います",
                place=str(archive),
                hint="分割したときのままのファイルを置くか、分割をやり直してください。",
            )
        found.append(Archive(archive, row["ファイル"], row["SHA-256"]))
    return found


def set_aside(
    session: Session,
    plan: Plan,
    sides: tuple[Stored, Stored],
    forms: tuple[DateForms, DateForms],
    as_of: dt.date,
    archived: Callable[[LeftOut], list[Stored]],
) -> None:
    """Make `NOT_TO_LOAD` and `NOT_DELIVERED`: the records that rules leave out or add.

    Args:
        session: holds them.
        plan: has the rules; the first one that fits a record accounts for it.
        sides: the delivered and the loaded side.
        forms: how days are written on them.
        as_of: the day that conditions know as ``as_of``.
        archived: reads the archives of a rule.
    """
    for table in (NOT_TO_LOAD, NOT_DELIVERED):
        session.keep(table, "SELECT 0::BIGINT AS r, 0 AS rule WHERE FALSE")
    for number, rule in enumerate(plan.rules):
        if isinstance(rule, LeftOut):
            wanted = (
                _archived(archived(rule), plan, sides[0])
                if rule.manifest
                else _where(rule.when, plan, sides[0], forms[0], as_of)
            )
        elif isinstance(rule, Added):
            wanted = _where(rule.when, plan, sides[1], forms[1], as_of)
        else:
            continue
        table = NOT_TO_LOAD if isinstance(rule, LeftOut) else NOT_DELIVERED
        session.rows(f"INSERT INTO {table} SELECT r, {number} FROM ({wanted}) ANTI JOIN {table} USING (r)")


def account_for(session: Session, plan: Plan) -> Agreed:
    """Make the tables of this module: what was left out, added, and loaded although it was to be left out.

    Args:
        session: has the tables of `set_aside` and of `chukan.reconciliation.matching`.
        plan: has the rules.
    """
    for table, aside, alone in (
        (LEFT_OUT, NOT_TO_LOAD, (ONLY_DELIVERED, LOOSE_DELIVERED)),
        (ADDED, NOT_DELIVERED, (ONLY_LOADED, LOOSE_LOADED)),
    ):
        without = " UNION ALL ".join(f"SELECT r FROM {one}" for one in alone)
        session.keep(table, f"SELECT r, rule FROM {aside} SEMI JOIN ({without}) USING (r)")
    session.keep(TAKEN_IN, f"SELECT p.a, p.b, t.rule FROM {PAIRS} p JOIN {NOT_TO_LOAD} t ON t.r = p.a")
    found = Agreed(
        loose_left_out=_both(session, LEFT_OUT, LOOSE_DELIVERED), loose_added=_both(session, ADDED, LOOSE_LOADED)
    )
    for number, rule in enumerate(plan.rules):
        if isinstance(rule, LeftOut):
            found.left_out[rule.id] = _count(session, LEFT_OUT, number)
            found.taken_in[rule.id] = _count(session, TAKEN_IN, number)
        if isinstance(rule, Added):
            found.added[rule.id] = _count(session, ADDED, number)
    return found


def reads_of(rules: Iterable[Equality], layout: Layout) -> tuple[str, ...]:
    """Return the items that the conditions of rules read.

    Args:
        rules: of the layout.
        layout: of the delivered side.
    """
    found: dict[str, None] = {}
    for rule in rules:
        if isinstance(rule, LeftOut | Added) and rule.when:
            found |= dict.fromkeys(vet(rule.when, layout.names, ProjectError, rule.id).reads)
    return tuple(found)


def _archived(archives: list[Stored], plan: Plan, delivered: Stored) -> str:
    """Return SQL for the delivered records that are in an archive.

    They are found by their key; where fewer records with it were archived than delivered, by all that is compared: the one
    that was archived must not account for the other one. A 個人番号 is left aside, an archive may have it blank.
    """
    if not archives:
        return "SELECT 0::BIGINT AS r WHERE FALSE"
    keys = [f"k{n}" for n in range(len(plan.key))]
    using = ", ".join(keys)
    names = [name for name in plan.compared if name in plan.key or not plan.by_name[name].item.is_secret]

    def identified(one: Stored) -> str:
        named = ", ".join(f"{one.form(name)} AS {key}" for name, key in zip(plan.key, keys, strict=True))
        return f"SELECT {RECORD} AS r, {named}, hash({', '.join(map(one.form, names))}) AS c FROM {one.source}"

    rank = f"row_number() OVER (PARTITION BY {using}, c ORDER BY r) AS rank"
    return (
        f"WITH archived AS ({' UNION ALL '.join(map(identified, archives))}),"
        f" sizes AS (SELECT {using}, count(*) AS n FROM archived GROUP BY {using}),"
        f" alike AS (SELECT {using}, c, {rank}, TRUE AS found FROM archived),"
        f" here AS (SELECT *, {rank}, count(*) OVER (PARTITION BY {using}) AS size"
        f" FROM ({identified(delivered)}) JOIN sizes USING ({using}))"
        f" SELECT r FROM here LEFT JOIN alike USING ({using}, c, rank) WHERE size <= n OR found"
    )


def _where(when: str, plan: Plan, stored: Stored, forms: DateForms, as_of: dt.date) -> str:
    """Return SQL for the records of a side for which a condition is TRUE; an item that the side lacks is blank."""
    expression = vet(when, plan.layout.names, ProjectError, "when")
    items = plan.layout.by_name
    typed = [
        f"{typed_sql(stored.raw(name), items[name], forms) if name in stored.columns else 'NULL'} AS {quoted(name)}"
        for name in expression.reads
    ]
    inner = ", ".join([f"{RECORD} AS __r", *typed, f"DATE '{as_of}' AS {AS_OF}"])
    return f"SELECT __r AS r FROM (SELECT {inner} FROM {stored.source}) WHERE {is_true(expression.sql)}"


def _count(session: Session, table: str, rule: int) -> int:
    return int(session.one(f"SELECT count(*) FROM {table} WHERE rule = {rule}"))


def _both(session: Session, one: str, other: str) -> int:
    return int(session.one(f"SELECT count(*) FROM {one} SEMI JOIN {other} USING (r)"))
