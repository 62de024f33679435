"""A rule of the catalogue as a pandera check: one object for the Arrow columns of the stream and the columns of a notebook."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc
from pandera.api.base.checks import CheckResult
from pandera.api.checks import Check
from pandera.backends.base import BaseCheckBackend

from chukan.rules.rule import Rule
from chukan.severity import Severity


class CatalogueCheck(Check):
    """A check of a compiled layout.

    Called with an Arrow column (a field rule) or a record batch (a record rule) it answers with `ArrowBackend`, called with
    what a notebook has, a column or frame of pandas, with the backend that `chukan.rules.schema_checks` registers.

    Args:
        entry: The rule, as the catalogue has it.
        severity: What a finding weighs, after the project's own severities.
        error: What a schema says of it; begins with the rule's id.
        ground: The basis of what it asks for; "" = it rests on the file itself, the agreement or the project.
    """

    def __init__(self, *, entry: Rule, severity: Severity, error: str, ground: str) -> None:
        super().__init__(self.holds, name=entry.id, error=error, ignore_na=False, title=entry.title)
        self.entry = entry
        self.severity = severity
        self.ground = ground

    @property
    def rule(self) -> str:
        """The rule's id."""
        return self.entry.id

    @abstractmethod
    def failing(self, checked: Any) -> pa.Array | None:
        """Return where the rule is broken.

        Args:
            checked: A column of strings, or for a record rule a batch of them.

        Returns:
            A mask without nulls, True where the rule is broken; None = nowhere.
        """

    def holds(self, checked: Any) -> pa.Array | bool:
        """Return where the rule holds; True = everywhere. What pandera calls the check's function."""
        failing = self.failing(checked)
        return True if failing is None else pc.invert(failing)

    @classmethod
    def get_backend(cls, check_obj: Any) -> type[BaseCheckBackend]:
        """Return how it is asked of Arrow or of pandas: pandera's own search costs more than most of the rules."""
        if isinstance(check_obj, (pa.Array, pa.RecordBatch)):
            return ArrowBackend
        backend: type[BaseCheckBackend] | None = cls.BACKEND_REGISTRY.get((cls, type(check_obj)))
        return super().get_backend(check_obj) if backend is None else backend

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return the check itself: it never changes, and pandera copies every column of a schema that it makes."""
        return self


class ArrowBackend(BaseCheckBackend):
    """Asks a check of an Arrow column or record batch.

    Args:
        check: The check.
    """

    def __init__(self, check: CatalogueCheck) -> None:
        self.check = check

    def __call__(self, check_obj: pa.Array | pa.RecordBatch, key: str | None = None) -> CheckResult:  # noqa: ARG002 - pandera's
        """Return where the check holds. There is no table of failure cases: the stream makes findings of the mask."""
        holds = self.check.holds(check_obj)
        passed = holds is True or bool(pc.all(holds).as_py())
        return CheckResult(holds, passed, check_obj, None)
