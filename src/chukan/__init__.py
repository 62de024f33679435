"""chukan: checks municipal data deliveries in the intermediate standard layout (中間標準レイアウト).

The names below are loaded when they are first used, so that ``import chukan`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chukan import strategies
    from chukan.agreement import Agreement
    from chukan.api import check, layout, mend, read, schema, verify
    from chukan.errors import (
        AgreementError,
        Bug,
        ChukanError,
        InputError,
        LayoutNotFound,
        MissingExtra,
        OutputError,
        PackError,
        ProjectError,
        StoreFailure,
        UsageError,
        WorkerLost,
        WorkerUnfit,
    )
    from chukan.layouts.library import Library
    from chukan.layouts.model import Layout
    from chukan.project.project import Project
    from chukan.reconciliation.outcome import ReconcileOutcome
    from chukan.reconciliation.reconcile import reconcile
    from chukan.reconciliation.result import Reconciliation
    from chukan.reports.outcome import Outcome
    from chukan.verification.result import Finding, Verification

__version__ = "0.1.0"

__all__ = [
    "Agreement",
    "AgreementError",
    "Bug",
    "ChukanError",
    "Finding",
    "InputError",
    "Layout",
    "LayoutNotFound",
    "Library",
    "MissingExtra",
    "Outcome",
    "OutputError",
    "PackError",
    "Project",
    "ProjectError",
    "ReconcileOutcome",
    "Reconciliation",
    "StoreFailure",
    "UsageError",
    "Verification",
    "WorkerLost",
    "WorkerUnfit",
    "__version__",
    "check",
    "layout",
    "mend",
    "read",
    "reconcile",
    "schema",
    "strategies",
    "verify",
]

#: Public name -> the module that defines it; the errors are all in one.
_MODULES = {
    "Agreement": "chukan.agreement",
    "Finding": "chukan.verification.result",
    "Layout": "chukan.layouts.model",
    "Library": "chukan.layouts.library",
    "Outcome": "chukan.reports.outcome",
    "Project": "chukan.project.project",
    "ReconcileOutcome": "chukan.reconciliation.outcome",
    "Reconciliation": "chukan.reconciliation.result",
    "Verification": "chukan.verification.result",
    "reconcile": "chukan.reconciliation.reconcile",
    **dict.fromkeys(("check", "layout", "mend", "read", "schema", "verify"), "chukan.api"),
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'chukan' has no attribute {name!r}")
    if name == "strategies":
        return import_module("chukan.strategies")
    return getattr(import_module(_MODULES.get(name, "chukan.errors")), name)


def __dir__() -> list[str]:
    return sorted(__all__)
