"""Records that were not to be loaded: what the reduction archived, or what a condition says."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from chukan.reconciliation.equalities.base import Equality


class LeftOut(Equality):
    """Delivered records that the new system is not to have.

    Attributes:
        manifest: the ``archive_manifest.csv`` of `chukan reduce --split`; the archives that it names lie beside it.
        when: instead, an SQL condition over the items of a delivered record.
    """

    label: ClassVar[str] = "移行対象から除いたレコード"

    kind: Literal["left_out"] = "left_out"
    manifest: str = ""
    when: str = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> LeftOut:
        if bool(self.manifest) == bool(self.when.strip()):
            raise ValueError(
                "manifest（reduce --split の archive_manifest.csv）か when（条件）のどちらか一つを書いてください"
            )
        return self

    @property
    def files(self) -> tuple[str, ...]:
        """See the base."""
        return (self.manifest,) if self.manifest else ()
