"""What a layout rests on: the pack, its authority, its workbook."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

Authority = Literal["reference", "imported", "official"]
AUTHORITIES: tuple[Authority, ...] = get_args(Authority)
"""All authorities, the weakest first: a pack never rises among them on its way through export, import and `extends`."""
REFERENCE_SENTENCE = "参考定義（公式レイアウトとの照合前）による確認"
"""The sentence about authority that papers carry for a reference pack."""


class Origin(BaseModel):
    """What a layout rests on; every report and paper prints it.

    Attributes:
        intermediate_standard: True = the pack declares itself the 中間標準レイアウト; files of other packs are 「その他の方法」 for mandatory item 1.
    """

    model_config = ConfigDict(frozen=True)

    pack: str
    pack_name: str
    authority: Authority
    declared_by: str | None = None
    workbook: str | None = None
    workbook_sha256: str | None = None
    extends: str | None = None
    intermediate_standard: bool = False

    @property
    def statement(self) -> str:
        """The sentence about authority that papers carry."""
        return f"{self._basis}{self._extension}"

    @property
    def _basis(self) -> str:
        if self.authority == "reference":
            return REFERENCE_SENTENCE
        source = f"取込元ワークブック {self.workbook}（SHA-256 {self.workbook_sha256}）"
        if self.authority == "official" and self.declared_by:
            return f"{source}による確認。公式の定義である旨の申告: {self.declared_by}"
        return f"{source}による確認（公式である旨の申告なし）"

    @property
    def _extension(self) -> str:
        return (
            f"（「{self.pack_name}」（{self.pack}）が {self.extends} に加えた追加・変更を含む）" if self.extends else ""
        )

    def resting_on(self, parent: Origin, *, states_authority: bool) -> Origin:
        """Return what a pack rests on that extends another: it claims no more than its parent has.

        Args:
            parent: What the parent rests on.
            states_authority: True when the pack names an authority itself.
        """
        stated = (self.authority, parent.authority) if states_authority else (parent.authority,)
        authority = min(stated, key=AUTHORITIES.index)
        return self.model_copy(
            update={
                "authority": authority,
                "declared_by": (self.declared_by or parent.declared_by) if authority == "official" else None,
                "workbook": self.workbook or parent.workbook,
                "workbook_sha256": self.workbook_sha256 if self.workbook else parent.workbook_sha256,
                "intermediate_standard": self.intermediate_standard and parent.intermediate_standard,
            }
        )
