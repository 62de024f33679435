"""Taking over what an earlier run worked out, and leaving behind what this one does."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chukan.errors import InputError, OutputError, StoreFailure, reason
from chukan.intake.source.open_source import Source
from chukan.layouts.model import Layout
from chukan.verification.across import AcrossOutcome
from chukan.verification.assemble import now
from chukan.verification.decisions.watch import Watch
from chukan.verification.file import FileOutcome, size_of
from chukan.verification.job import Job, Options, Target
from chukan.verification.journal.conditions import LISTED, PARTS_JA, across_conditions, changed, conditions_of, digest
from chukan.verification.journal.entry import across_from_tree, across_to_tree, from_tree, is_complete, to_tree
from chukan.verification.journal.store import DamagedEntryError, JournalEntry, Store, key_of_place
from chukan.verification.progress import Follower
from chukan.verification.result import TakenOver

_LOG = logging.getLogger(__name__)
#: Why a file was checked, where it is no part of its conditions that has changed.
_WHY_JA = {"new": "記録がない", "damaged": "記録が使えない"}


@dataclass
class JournalUse:
    """What became of the journal in one run.

    Attributes:
        why: Reason -> files that were checked for it: the part of their conditions that has changed, ``new`` or ``damaged``.
        damaged: Entries that were not used, as they are not as a run of this project wrote them.
        problem: Why something could not be kept; "" = it could.
    """

    why: Counter[str] = field(default_factory=Counter)
    damaged: int = 0
    problem: str = ""

    @property
    def reasons(self) -> str:
        """Why files were checked, most frequent first."""
        words = {part: f"{name}が変わった" for part, name in PARTS_JA.items()} | _WHY_JA
        return "、".join(
            f"{words[why]} {count:,}" for why, count in sorted(self.why.items(), key=lambda w: (-w[1], w[0]))
        )

    @property
    def knew_some(self) -> bool:
        """True when an earlier run had checked one of the files: whoever waits wants to know why it was checked again."""
        return any(why != "new" for why in self.why)

    @property
    def problems(self) -> Iterator[str]:
        """What people must know; results are right all the same."""
        if self.damaged:
            yield (
                f"途中経過の記録 {self.damaged:,} 件は、壊れているか、ここで作ったものではない（ほかのプロジェクトのもの、写したフォルダに付いてきたもの）ため、使わずに検査しました。"
                "検査結果に影響はありません。"
            )
        if self.problem:
            yield (
                f"途中経過の記録を保存できませんでした（{self.problem}）。検査結果に影響はありませんが、次の verify は検査し直します。"
                ".chukan/journal の空き容量と権限を確かめてください。"
            )


class Journal:
    """The journal of one run: without a folder for it, or without a secret, nothing is known and nothing is kept.

    Args:
        job: what is checked.
        options: how.
        secret: the project's.
        watches: what is looked out for in each file.
        started: when the run began, as its result says.
    """

    def __init__(self, job: Job, options: Options, secret: bytes, watches: Sequence[Watch], started: str) -> None:
        self.use = JournalUse()
        self._job, self._options, self._watches, self._started = job, options, watches, started
        self._store = None
        if job.journal is not None and secret:
            self._store = Store(job.journal, key_of_place(secret, job.journal.with_name("secret")))
        self._names = [_name_of(job, target) for target in job.targets]
        self._conditions = conditions_of(job, options, watches) if self._store else [None] * len(job.targets)
        self._heads: dict[int, dict[str, Any]] = {}  # of the entries that are taken over
        self._digests: dict[int, str] = {}  # of the files that the next run finds

    def known(self, follower: Follower) -> list[bool]:
        """Return of which files an earlier run knows the findings: they are as they were, their bytes are read anew.

        Args:
            follower: is told that they are looked at.
        """
        if self._store is None or not self._options.resume:
            return [False] * len(self._names)
        found = []
        for index, target in enumerate(self._job.targets):
            follower.prepares(f"前の検査との照合: {target.shown}")
            found.append(self._finds(index))
        return found

    def _finds(self, index: int) -> bool:
        conditions = self._conditions[index]
        if self._store is None or conditions is None:
            return False
        damaged = self.use.damaged
        entry = self._load(self._names[index])
        if entry is None:
            self.use.why["damaged" if self.use.damaged > damaged else "new"] += 1
            return False
        ignored = {LISTED} if entry.head["complete"] else set()
        sha256 = ""
        why = changed(entry.head["conditions"], conditions, ignored)
        if not why:
            sha256 = _sha256(self._job.targets[index], entry.head["size"])
            why = "" if sha256 == entry.head["sha256"] else "bytes"
        if why:
            self.use.why[why] += 1
            return False
        self._heads[index], self._digests[index] = entry.head, sha256
        self._store.used(self._names[index])
        return True

    def outcome(self, index: int) -> FileOutcome:
        """Return what an earlier run found in a file that is as it was.

        Raises:
            OutputError: the entry went away meanwhile.
        """
        entry = self._load(self._names[index])
        if entry is None or entry.head != self._heads[index]:
            raise OutputError(
                "検査の間に、途中経過の記録が書き換えられたか、なくなりました",
                place=self._job.targets[index].shown,
                hint="同じプロジェクトの verify が同時に動いていないことを確かめ、もう一度実行してください。",
            )
        return from_tree(
            entry.tree,
            self._job.targets[index],
            self._digests[index],
            _origin(entry),
            limit=self._options.sample_limit,
            watch=self._watches[index],
        )

    def target(self, index: int) -> Target:
        """Return the file to check; whether other layouts are looked at for it is noted, as no entry says what these are."""
        target = self._job.targets[index]

        def others() -> Iterable[Layout]:
            self._conditions[index] = None
            return target.others()

        return target if self._store is None else replace(target, others=others)

    def keep(self, index: int, outcome: FileOutcome) -> None:
        """Keep what this run found in a file.

        Args:
            index: of the file.
            outcome: before anything else is added to it.
        """
        outcome.target = self._job.targets[index]
        conditions = self._conditions[index]
        if self._store is None or conditions is None:
            return
        tree = to_tree(outcome)
        facts = {"sha256": outcome.sha256, "size": size_of(outcome.target.path), "conditions": conditions}
        if tree is not None and self._save(self._names[index], tree, facts):
            self._digests[index] = outcome.sha256

    def across(self) -> AcrossOutcome | None:
        """Return what an earlier run found between the records of these very files; None = it is to be found out."""
        if self._store is None or len(self._heads) < len(self._job.targets) or not self._job.targets:
            return None
        entry = self._load(self._name_across)
        if entry is None or changed(entry.head["conditions"], self._across(with_listed=not entry.head["complete"])):
            return None
        self._store.used(self._name_across)
        limit = self._options.sample_limit
        return across_from_tree(entry.tree, _origin(entry), limit=limit, watches=self._watches)

    def keep_across(self, outcome: AcrossOutcome, digests: Sequence[str]) -> None:
        """Keep what was found between the records of the files, where the next run can find all of these.

        Args:
            outcome: what was found.
            digests: SHA-256 of each file as its records were read; "" = one that could not be read after all.
        """
        if self._store is None or list(digests) != [self._digests.get(i) for i in range(len(self._names))]:
            return
        tree = across_to_tree(outcome)
        if tree is not None:
            self._save(self._name_across, tree, {"conditions": self._across(with_listed=not is_complete(tree))})

    def close(self) -> None:
        """Keep the folder within its bounds."""
        if self._store is not None:
            self._store.tidy()

    @property
    def _name_across(self) -> str:
        return digest(self._names)[:32]

    def _across(self, *, with_listed: bool) -> dict[str, str]:
        files = []
        for index, conditions in enumerate(self._conditions):
            assert conditions is not None  # noqa: S101 - each file has an entry
            own = {part: value for part, value in conditions.items() if with_listed or part != LISTED}
            files.append([self._names[index], self._digests[index], own])
        return across_conditions(self._job, digest(files))

    def _load(self, name: str) -> JournalEntry | None:
        assert self._store is not None  # noqa: S101 - whoever asks has looked
        try:
            return self._store.load(name)
        except DamagedEntryError:
            self.use.damaged += 1
            return None

    def _save(self, name: str, tree: dict[str, Any], facts: dict[str, Any]) -> bool:
        """Write an entry; after the first one that can't be written no other is tried."""
        if self._store is None or self.use.problem:
            return False
        head = {"run": self._started, "checked": now(), "complete": is_complete(tree), **facts}
        try:
            self._store.save(name, head, tree)
        except OSError as e:
            self.use.problem = reason(e)
            _LOG.warning("途中経過の記録を保存できません: %s", self.use.problem)
            return False
        return True


def _origin(entry: JournalEntry) -> TakenOver:
    return TakenOver(entry.head["run"], entry.head["checked"])


def _name_of(job: Job, target: Target) -> str:
    """Return the name of the entry of a file in a project: there is one, whatever version of the file it is about."""
    return digest([job.project, target.municipality, target.layout.path, target.shown])[:32]


def _sha256(target: Target, size: int) -> str:
    """Return the digest of a file as it is now; "" where it can't be read, or where its size says already that it has changed."""
    here = size_of(target.path)
    if here and size and here != size:
        return ""
    try:
        return Source.of(target.path).sha256()
    except StoreFailure:
        raise
    except InputError:
        return ""  # whoever checks it says what is wrong
