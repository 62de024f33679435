"""The archives of a reduction, read like the delivered side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from chukan.engines.pool import Pool
from chukan.expressions.session import Session
from chukan.integrity.spill import Spill
from chukan.reconciliation.agreed_records import archives_of
from chukan.reconciliation.equalities.left_out import LeftOut
from chukan.reconciliation.job import ReconcileOptions
from chukan.reconciliation.lacking import Lacking
from chukan.reconciliation.pair_outcome import PairOutcome
from chukan.reconciliation.plan import Plan
from chukan.reconciliation.renumbered import renumbered
from chukan.reconciliation.sides.side import open_side
from chukan.reconciliation.store import Stored, store


class Archives:
    """Reads the archives of a reduction, each once."""

    def __init__(
        self,
        outcome: PairOutcome,
        plan: Plan,
        spill: Spill,
        session: Session,
        options: ReconcileOptions,
        pool: Pool,
        folder: Path,
    ) -> None:
        self._outcome, self._plan, self._spill, self._session = outcome, plan, spill, session
        self._options, self._pool, self._folder = options, pool, folder
        self._next = 0
        self.sources: dict[str, str] = {}

    def of(self, rule: LeftOut) -> list[Stored]:
        """Return the archives of a rule, on disk like the delivered side."""
        pair, found = self._outcome.pair, []
        spec = pair.delivered
        for archive in archives_of(rule, self._folder, spec.shown, pair.layout, pair.municipality_name):
            side = open_side(replace(spec, path=archive.path, shown=archive.name), block_size=self._options.block_size)
            into = self._spill.folder / f"archive{self._next}"
            self._next += 1
            (stored,), _ = store([(side, "delivered", into)], self._plan, (), self._pool)
            found.append(
                renumbered(
                    session=self._session,
                    stored=stored,
                    plan=self._plan,
                    unknown=side.unknown,
                    folder=self._folder,
                    lacking=Lacking(),
                )
            )
            self.sources[archive.name] = archive.sha256
        return found
