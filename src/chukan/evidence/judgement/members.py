"""Who may take part (公募要領 1, 3) and who answers for the group: the checklist and the judgement both go by this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chukan.evidence.judgement import clauses as c
from chukan.project.project_file import ProjectFile, checked_code

KIND_OF_PROPOSER = {
    "municipality": "市区町村",
    "prefecture": "都道府県",
    "union": "一部事務組合等",
    "association": "協議会等の任意団体",
}
_UNIONS = 800


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about the group that does not fit the call, or is not known to.

    Attributes:
        certain: True = it does not fit; False = 要確認.
        code: The member that it is about; "" = the group as a whole.
    """

    text: str
    certain: bool
    code: str = ""


def kind_of(code: str) -> str:
    """Return what a 全国地方公共団体コード stands for: 市区町村, 政令指定都市, 都道府県 or 一部事務組合等.

    JIS X 0402: 000 is the prefecture, 100 to 199 are designated cities and their wards (in Tokyo the special wards),
    up to 799 市区町村, 800 and more are unions.
    """
    part = int(code[2:5])
    if part == 0:
        return "都道府県"
    if part >= _UNIONS:
        return "一部事務組合等"
    return "政令指定都市" if 100 <= part < 200 and code[:2] != "13" else "市区町村"


def member_doubts(project: ProjectFile) -> tuple[Doubt, ...]:
    """Return what is wrong with the members: designated cities, prefectures, unions, a group of one."""
    return tuple(_members(project))


def _members(project: ProjectFile) -> Iterator[Doubt]:
    for m in project.municipalities:
        kind = kind_of(m.code)
        if kind in ("政令指定都市", "都道府県"):
            yield Doubt(
                f"{m.name}（{m.code}）は{kind}で、参加市区町村になれない（公募要領 1・3）", certain=True, code=m.code
            )
        elif kind == "一部事務組合等":
            yield Doubt(
                f"{m.name}（{m.code}）の団体コードは一部事務組合等のもので、参加市区町村ではない疑いがある（公募要領 3）",
                certain=False,
                code=m.code,
            )
    if not project.municipalities:
        yield Doubt("構成市区町村がない", certain=True)
    elif len(project.municipalities) == 1:
        yield Doubt("構成市区町村が1団体だけである。複数の市区町村のグループであること（公募要領 3）", certain=True)


def representative_doubts(project: ProjectFile) -> tuple[Doubt, ...]:
    """Return why the representative, as it is written, cannot be the one that proposes."""
    return tuple(Doubt(text, certain=False) for text in _representative(project))


def _representative(project: ProjectFile) -> Iterator[str]:
    code, proposer = project.group.representative, project.declarations.proposer
    if not code:
        yield "代表団体（representative）の記載がない"
        return
    try:
        checked_code(code)
    except ValueError:
        yield f"代表団体「{code}」は全国地方公共団体コードではない（6桁と検査数字を確かめること）"
        return
    kind = kind_of(code)
    if any(m.code == code for m in project.municipalities):
        if proposer and proposer.kind in ("prefecture", "union"):
            declared = KIND_OF_PROPOSER[proposer.kind]
            yield f"代表団体「{code}」は構成市区町村なのに、提案者の種別は{declared}と申告されている"
        return
    if proposer is None or proposer.kind not in ("prefecture", "union"):
        yield (
            f"代表団体「{code}」は構成市区町村にない。都道府県・一部事務組合等のときは、提案者の種別（proposer）を申告すること"
        )
    elif kind != KIND_OF_PROPOSER[proposer.kind]:
        yield f"代表団体「{code}」の団体コードは{kind}のもので、申告された種別（{KIND_OF_PROPOSER[proposer.kind]}）と合わない"


def responsible_doubts(project: ProjectFile) -> tuple[Doubt, ...]:
    """Return what is wrong with the municipality that answers for an association (協議会等)."""
    proposer = project.declarations.proposer
    if proposer is None or proposer.kind != "association":
        return ()
    if not proposer.responsible:
        return (Doubt("責任を持つ市区町村（responsible）の申告がない", certain=False),)
    if proposer.responsible not in {name for m in project.municipalities for name in (m.name, m.code)}:
        return (Doubt(f"責任を持つ市区町村「{proposer.responsible}」は構成市区町村にない", certain=False),)
    return ()


def cloud_doubts(project: ProjectFile) -> tuple[Doubt, ...]:
    """Return what is wrong with the clouds that merge (公募要領 6(2)イ(ア))."""
    return tuple(_clouds(project)) if project.group.case == "merge" else ()


def _clouds(project: ProjectFile) -> Iterator[Doubt]:
    clouds, members = project.declarations.clouds, len(project.municipalities)
    if members < c.MIN_MERGING:
        yield Doubt(f"統合する市区町村が {members}団体である。{c.MIN_MERGING}以上であること", certain=True)
    if not clouds:
        yield Doubt("統合する自治体クラウド（declarations の clouds）の申告がない", certain=False)
        return
    if len(clouds) < c.MIN_CLOUDS:
        yield Doubt(
            f"統合する自治体クラウドの申告が {len(clouds)}つである。自治体クラウド同士の統合は{c.MIN_CLOUDS}つ以上であること",
            certain=True,
        )
    owners: dict[str, list[str]] = {}
    for cloud in clouds:
        for code in dict.fromkeys(cloud.members):
            owners.setdefault(code, []).append(cloud.name)
    for m in project.municipalities:
        named = owners.get(m.code, [])
        if not named:
            yield Doubt(f"{m.name}がどの自治体クラウドの構成市区町村かの申告がない", certain=False)
        elif len(named) > 1:
            yield Doubt(f"{m.name}が二つの自治体クラウド（{'、'.join(named)}）に書かれている", certain=False)


def group_doubts(project: ProjectFile) -> tuple[Doubt, ...]:
    """Return all of these, for what a reader must know before trusting a judgement."""
    return (
        *member_doubts(project),
        *representative_doubts(project),
        *responsible_doubts(project),
        *cloud_doubts(project),
    )
