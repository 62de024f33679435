"""What a group declares for the checklist (申告): figures and papers that no data can prove."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from chukan.documents import Document


class Cited(Document):
    """Where a declared thing can be read: a document and a page.

    Attributes:
        document: 文書名。
        page: 頁・条・項。
    """

    document: str = ""
    page: str = ""
    note: str = ""

    @field_validator("page", mode="before")
    @classmethod
    def _number(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @property
    def place(self) -> str:
        """Where to look, e.g. 「協定書 3頁」; marks what is missing."""
        if not self.document.strip():
            return "文書名・頁 未記入"
        page = self.page.strip()
        shown = f"{page}頁" if page.isascii() and page.isdigit() else page
        return f"{self.document.strip()} {shown or '頁 未記入'}"

    @property
    def complete(self) -> bool:
        """True when both document and page are named."""
        return bool(self.document.strip() and self.page.strip())


class Proposer(Cited):
    """Who proposes (提案者, 公募要領 3).

    Attributes:
        kind: 市区町村、都道府県、一部事務組合等、協議会等の任意団体。
        responsible: association: the municipality that answers for the project and its accounts.
    """

    kind: Literal["municipality", "prefecture", "union", "association"]
    responsible: str = ""


class AgreementDocument(Cited):
    """The agreement (協定書等) among the municipalities, or the body that they are members of."""

    status: Literal["signed", "planned", "existing_body"] = "signed"


class SameVendor(Cited):
    """The vendor, or group of vendors (事業者グループ), that all municipalities procure from."""

    name: str = ""


class DataCentre(Cited):
    """The data centre in which the same business of all municipalities runs."""

    name: str = ""


class RunningCosts(Cited):
    """Running costs of the information systems, all municipalities together, in yen over the same period.

    Attributes:
        reason: Why less than three tenths is saved: the call says 原則として.
    """

    before: int = Field(gt=0)
    after: int = Field(ge=0)
    reason: str = ""

    @property
    def reduction(self) -> float:
        """Share saved, in percent; negative = costs grow."""
        return (self.before - self.after) / self.before * 100


class SystemFunctions(Document):
    """How many functions of one system are customised, or are planned to be."""

    name: str
    customised: int = Field(ge=0)
    functions: int = Field(gt=0)

    @model_validator(mode="after")
    def _no_more_than_all(self) -> SystemFunctions:
        if self.customised > self.functions:
            raise ValueError(
                f"「{self.name}」のカスタマイズ機能数 {self.customised} が機能総数 {self.functions} を超えています"
            )
        return self


class Customisation(Cited):
    """Customised functions by system.

    Attributes:
        reason: Why 5 % or more is customised: the call says 原則として.
    """

    systems: tuple[SystemFunctions, ...] = Field(min_length=1)
    reason: str = ""

    @property
    def customised(self) -> int:
        """Number of customised functions (カスタマイズ実施（予定）機能数)."""
        return sum(s.customised for s in self.systems)

    @property
    def functions(self) -> int:
        """Number of functions of the systems in scope (対象システム機能総数)."""
        return sum(s.functions for s in self.systems)

    @property
    def rate(self) -> float:
        """カスタマイズ率 in percent: 実施（予定）機能数 ÷ 対象システム機能総数 × 100."""
        return self.customised / self.functions * 100


class ContractClause(Cited):
    """The clause on handing the data over at the end of the contract.

    Attributes:
        stands_in: 契約書、または契約前の調達仕様書。
        free_of_charge: 追加費用を請求されることなく。
        latest_edition: 中間標準レイアウト仕様の最新バージョンで。
    """

    stands_in: Literal["contract", "specification"] = Field(default="contract", alias="in")
    free_of_charge: bool | None = None
    latest_edition: bool | None = None


class CostItem(Document):
    """One kind of cost of one fiscal year, in yen.

    Attributes:
        kind: 初期費、使用料、成果の取りまとめ ...
        fiscal_year: 年度; None = that of the call.
        special_grant: 特別交付税の措置を受けようとしている: not eligible.
    """

    kind: str
    amount: int = Field(ge=0)
    fiscal_year: int | None = None
    special_grant: bool = False


class EligibleCosts(Cited):
    """対象経費の合計, in yen (公募要領 7).

    Attributes:
        items: The kinds that make up the amount.
        special_grant_excluded: 特別交付税の措置を受けようとしている経費を含まない; None = not said.
    """

    amount: int = Field(ge=0)
    items: tuple[CostItem, ...] = ()
    special_grant_excluded: bool | None = None


class Cloud(Document):
    """An existing cloud (自治体クラウド) that merges with others.

    Attributes:
        members: Codes of its municipalities.
        past_subsidy: Was it subsidised before? None = not said.
    """

    name: str
    members: tuple[str, ...] = Field(min_length=1)
    past_subsidy: bool | None = None


class CoreSystems(Cited):
    """The core systems that several members use together, where the businesses of the project do not show it.

    Attributes:
        kinds: 住民情報関連、税務関連、国民健康保険関連、国民年金関連、福祉関連.
    """

    kinds: tuple[str, ...] = Field(min_length=1)


class OwnItem(Cited):
    """An item of the group's own (任意推進項目 イ)."""

    title: str


class ReductionItem(Cited):
    """Optional item ウ (データ移行対象の削減)."""

    report: str = ""
    """`reduction.json` of `chukan reduce`, relative to the project: the checklist cites its figures and its digest."""


class OptionalItems(Document):
    """The optional items that the group works on (任意推進項目)."""

    convenience_store: Cited | None = None
    own: tuple[OwnItem, ...] = ()
    reduction: ReductionItem | None = None


class Declarations(Document):
    """`declarations` of a project file. Whatever is left out stays 未記入 in the checklist.

    Attributes:
        clouds: case merge: the clouds that merge, two or more.
        joining: case join: codes of the municipalities that join; the others are members already.
        benefit_of_existing: case join, merge: what the members so far gain from there being more.
        past_subsidy: case join, merge: was the existing cloud subsidised before?
    """

    proposer: Proposer | None = None
    agreement_document: AgreementDocument | None = None
    common_procurement: Cited | None = None
    same_vendor: SameVendor | None = None
    data_centre: DataCentre | None = None
    running_costs: RunningCosts | None = None
    customisation: Customisation | None = None
    contract_clause: ContractClause | None = None
    eligible_costs: EligibleCosts | None = None
    core_systems: CoreSystems | None = None
    clouds: tuple[Cloud, ...] = ()
    joining: tuple[str, ...] = ()
    benefit_of_existing: Cited | None = None
    past_subsidy: bool | None = None
    optional: OptionalItems = OptionalItems()
