"""The project file (移行プロジェクト): group, municipalities, businesses, vendors, agreement, files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from chukan.agreement import Estimates
from chukan.documents import Document, Misplaced, Natural
from chukan.errors import did_you_mean
from chukan.layouts.declarations import RecordRule
from chukan.project.declarations import Cited, Declarations
from chukan.severity import Choice
from chukan.values.check_digits import MUNICIPALITY

Method = Literal["layout", "exempt_no_move", "exempt_in_use", "exempt_special", "other"]
Case = Literal["new", "join", "merge"]
Stage = Literal["proposal", "report"]
"""What the papers are for: 提案 (what is planned), or 実施報告 (what was delivered, checked and loaded)."""

METHOD_JA: dict[Method, str] = {
    "layout": "中間標準レイアウト",
    "exempt_no_move": "免除（物理的にデータ移行が全く発生しない）",
    "exempt_in_use": "免除（既に移行先システムを先行して利用）",
    "exempt_special": "特別な事情（機構の判断が必要）",
    "other": "その他の方法",
}


class Group(Document):
    """The municipalities that move together.

    Attributes:
        representative_name: Its name, where it is no member (都道府県、一部事務組合等).
    """

    name: str
    representative: str
    representative_name: str = ""
    case: Case = "new"
    head: str = ""
    """長の職・氏名 of the representative."""
    document_number: str = ""
    """文書番号 of the papers of the group."""
    document_date: dt.date | None = None
    """作成年月日 of all papers; None = left blank for the hand."""
    addressee: str = "地方公共団体情報システム機構"
    """Who the papers of the group are handed to."""


class Vendor(Document):
    """A vendor (事業者), as source or destination."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Declared:
    """What the target system says that it took in of one file.

    Attributes:
        errors: Records that it refused.
    """

    date: dt.date
    records: int
    errors: int


class Loaded(Document):
    """What the target system says of one file after it was loaded (移行先の取込結果), and where a reconciliation finds it.

    Attributes:
        date: When it was loaded; only together with `records`.
        records: How many it took in; without both, only where the file is was said.
        path: A file with what the target system holds; for a reconciliation.
        layout: Its layout, where it is of another edition or pack than the delivered one.
        agreement: Single keys that differ from what the rules of equality (or else the delivered file) say.
    """

    date: dt.date | None = None
    records: Natural | None = None
    errors: Natural = 0
    path: str = ""
    layout: str = ""
    agreement: dict[str, Any] = {}

    @model_validator(mode="after")
    def _whole(self) -> Loaded:
        if (self.date is None) != (self.records is None) or (self.errors and self.date is None):
            raise Misplaced(
                "loaded に取込みの結果を書くときは、date（取込日）と records（取込件数）の両方が要ります",
                "date" if self.date is not None else "records" if self.records is not None else "errors",
            )
        if self.date is None and not (self.path or self.layout or self.agreement):
            raise ValueError(
                "loaded に何も書いてありません。date と records（取込みの結果）か、path（突合に使うファイル）を書いてください"
            )
        return self

    @property
    def declared(self) -> Declared | None:
        """What it took in; None = nobody said so."""
        if self.date is None or self.records is None:
            return None
        return Declared(self.date, self.records, self.errors)


class Counterpart(Document):
    """A counterpart that is not part of this migration, and who vouches that the references to it hold.

    Attributes:
        layout: BUSINESS/LAYOUT, or BUSINESS for all of its layouts.
        until: The last day on which the vouching holds.
    """

    layout: str
    who: str = Field(min_length=1)
    why: str = Field(min_length=1)
    until: dt.date

    def covers(self, address: str) -> bool:
        """Return True when it is about ``BUSINESS/LAYOUT``."""
        return address == self.layout or address.partition("/")[0] == self.layout


class Decision(Cited):
    """What the programme's body (機構) decided about an exemption or special circumstances."""

    granted: bool
    date: dt.date


class DeliveredFile(Document):
    """One file of a delivery, and what the delivery note says of it.

    Attributes:
        agreement: Single keys that differ for this file.
        loaded: The target system's side; None = nobody said that it was loaded.
    """

    layout: str
    path: str
    records: Natural | None = None
    totals: dict[str, int] = {}
    agreement: dict[str, Any] = {}
    loaded: Loaded | None = None


class BusinessPlan(Document):
    """How one business of one municipality is migrated.

    Attributes:
        delivered: The day on which the delivery came (提出日); the papers print it.
        layout: PACK@EDITION, where it differs from the project's.
        planned: Year and month in which it is planned to move, e.g. 2026-12 (stage: proposal).
        counterparts: Layouts that this business refers to and that are not part of this migration.
        decision: Of the programme's body, on an exemption or special circumstances; None = not decided yet.
    """

    business: str
    from_: str = Field(default="", alias="from")
    to: str = ""
    method: Method = "layout"
    reason: str = ""
    delivered: dt.date | None = None
    layout: str | None = None
    agreement: dict[str, Any] = {}
    files: tuple[DeliveredFile, ...] = ()
    planned: str = Field(default="", pattern=r"^([0-9]{4}-(0[1-9]|1[0-2]))?$")
    counterparts: tuple[Counterpart, ...] = ()
    decision: Decision | None = None

    @model_validator(mode="after")
    def _reasoned(self) -> BusinessPlan:
        if self.method != "layout" and not self.reason.strip():
            raise Misplaced(
                f"業務「{self.business}」の method が {self.method} のときは reason（理由）が要ります", "method"
            )
        if self.method in ("exempt_no_move", "exempt_in_use") and self.files:
            raise Misplaced(
                f"業務「{self.business}」は method が {self.method}（データ移行なし）なのに files があります。"
                "移行するなら method: layout とし、しないなら files を消してください",
                "files",
            )
        if self.decision is not None and not self.method.startswith("exempt_"):
            raise Misplaced(
                f"業務「{self.business}」の method は {self.method} なので decision（機構の決定）は要りません",
                "decision",
            )
        return self


class Municipality(Document):
    """A member of the group.

    Attributes:
        code: 全国地方公共団体コード: six digits, the check digit is verified.
    """

    code: str
    name: str
    head: str = ""
    """長の職・氏名, e.g. 市長 見本太郎."""
    document_number: str = ""
    """文書番号 of its 確認書."""
    businesses: tuple[BusinessPlan, ...] = ()

    @field_validator("code")
    @classmethod
    def _check_digit(cls, code: str) -> str:
        return checked_code(code)


class ProjectFile(Document):
    """What a project file holds. Paths are relative to it.

    Attributes:
        packs: Folders of packs of one's own, beside the project.
        declarations: What the group declares for the checklist: see `chukan.evidence.checklist.checklist`.
        reduction: Settings of optional item ウ: see `chukan.reduction.rules.settings`.
        reconciliation: The rules of equality for `chukan reconcile`, a YAML file beside the project.
    """

    group: Group
    stage: Stage = "report"
    layout: str = "mic@2.7"
    agreement: str | dict[str, Any] = {}
    as_of: dt.date | None = None
    vendors: tuple[Vendor, ...] = ()
    municipalities: tuple[Municipality, ...]
    rules: dict[str, Choice] = {}
    estimates: Estimates | None = None
    """The most that a finding weighs which rests on a pack's estimate, unless an agreement says otherwise."""
    local_rules: str | None = None
    waivers: str | tuple[str, ...] | None = None
    """Sheets of waivers and sheets of findings with what was decided."""
    packs: tuple[str, ...] = ()
    declarations: Declarations = Declarations()
    reduction: dict[str, Any] = {}
    reconciliation: str = ""

    @field_validator("rules", mode="before")
    @classmethod
    def _yaml_off(cls, value: Any) -> Any:
        # YAML 1.1 reads a bare `off` as false
        return {k: "off" if v is False else v for k, v in value.items()} if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _vendors_known(self) -> ProjectFile:
        known = {v.id for v in self.vendors}
        codes = [m.code for m in self.municipalities]
        if twin := next((i for i, c in enumerate(codes) if c in codes[:i]), None):
            raise Misplaced(f"市区町村「{codes[twin]}」が二度あります", "municipalities", twin, "code")
        for i, m in enumerate(self.municipalities):
            for j, b in enumerate(m.businesses):
                for key, vendor in (("from", b.from_), ("to", b.to)):
                    if vendor and vendor not in known:
                        hint = did_you_mean(vendor, known) or "vendors に書いてください。"
                        raise Misplaced(
                            f"事業者「{vendor}」（{m.name} {b.business}）が vendors にありません。{hint}",
                            *("municipalities", i, "businesses", j, key),
                        )
        in_clouds = [code for cloud in self.declarations.clouds for code in cloud.members]
        if stranger := next((c for c in in_clouds if c not in codes), None):
            hint = did_you_mean(stranger, codes) or f"ある団体コード: {', '.join(codes)}"
            raise Misplaced(
                f"declarations の clouds にある「{stranger}」が municipalities にありません。{hint}",
                *("declarations", "clouds"),
            )
        if stranger := next((c for c in self.declarations.joining if c not in codes), None):
            hint = did_you_mean(stranger, codes) or f"ある団体コード: {', '.join(codes)}"
            raise Misplaced(
                f"declarations の joining にある「{stranger}」が municipalities にありません。{hint}",
                *("declarations", "joining"),
            )
        return self

    def vendor_name(self, vendor: str) -> str:
        """Return the name of a vendor, by id."""
        return next((v.name for v in self.vendors if v.id == vendor), vendor)


class LocalRules(Document):
    """`local_rules.yaml`: record rules of the municipality's own, by "business/layout"."""

    rules: dict[str, tuple[RecordRule, ...]] = {}


def checked_code(code: str) -> str:
    """Return a 全国地方公共団体コード whose check digit fits.

    Raises:
        ValueError: the code has another form, or another check digit.
    """
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        raise ValueError(
            f"全国地方公共団体コードは6桁の数字です（「{code}」。先頭の 0 が落ちないよう、YAML では引用符で囲み、Excel では文字列にします）"
        )
    if not MUNICIPALITY.fits(code):
        raise ValueError(f"全国地方公共団体コード「{code}」の検査数字が合いません")
    return code
