"""The draft of a project as YAML, with a comment at each place that a person must decide."""

from __future__ import annotations

from collections.abc import Iterator

from chukan.documents import schema_line
from chukan.intake.draft import DraftedKey, yaml_scalar
from chukan.output.text import display_width
from chukan.project.drafting.outline import Draft, DraftBusiness, DraftFile, DraftMunicipality
from chukan.project.unfilled import UNFILLED

CONFIRM = "要確認"
"""Marks what is a guess, and what has a default that may be wrong."""
_WIDTH = 38
"""Where comments begin, in half-width characters."""


def to_yaml(draft: Draft) -> str:
    """Return the text of ``project.yaml``."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    yield f"# 移行プロジェクトの下書き。chukan init がフォルダ「{_in_comment(draft.folder)}」のファイルから作りました。"
    yield f"# {UNFILLED}: 人が書くところです。「{UNFILLED}」が残っているあいだは chukan verify などは始まりません。"
    yield f"# {CONFIRM}: 推定か既定の値です。確かめて、違えば直してください。# で始まる行は、# を外すと有効になります。"
    yield schema_line("project")
    yield "group:"
    yield _fill("  name", "協議会・グループの名称（1団体なら団体名）")
    if draft.representative:
        yield _key("  representative", draft.representative, CONFIRM, "代表団体のコード。団体が1つなのでそのコードです")
    else:
        yield _fill("  representative", "代表団体の全国地方公共団体コード（6桁。引用符で囲む）")
    yield _key("  case", "new", CONFIRM, "new（新規に導入）・ join（既存のグループに加入）・ merge（グループの統合）")
    yield _key("stage", "report", CONFIRM, "proposal（提案: 移行の予定）・ report（実施報告: 提出・検査・取込）")
    yield _key("layout", draft.layout, CONFIRM, "中間標準レイアウトの定義と版。契約の版と照らしてください")
    yield _key("as_of", draft.day.isoformat(), CONFIRM, "検査の基準日。下書きを作った日です", raw=True)
    yield f"agreement:  # {CONFIRM}: 移行条件。両事業者で確かめ、決まったら # を外して書いてください"
    yield from (f"  {line}" for line in _agreement(draft.keys))
    yield "vendors:  # 事業者が多ければ、行を足してください"
    for vendor, what in (("a", "移行元"), ("b", "移行先")):
        yield f"  - id: {vendor}"
        yield _fill("    name", f"{what}事業者の名称")
    yield "municipalities:"
    for town in draft.municipalities:
        yield from _municipality(town)
    yield "# 検査項目の重大度の変更・停止（例）: rules: {V10: info, V11: off}"
    yield "# 了承シートや課題管理表（例）: waivers: [report.xlsx]"
    yield from _left(draft)


def _municipality(town: DraftMunicipality) -> Iterator[str]:
    guess = town.guess
    if guess.code:
        yield _key("  - code", guess.code, CONFIRM, guess.why)
    else:
        yield _fill("  - code", "全国地方公共団体コード（6桁。引用符で囲む）。フォルダの名前からは分かりませんでした")
    if guess.name:
        yield _key("    name", guess.name, CONFIRM, guess.name_why)
    else:
        yield _fill("    name", "団体名")
    yield "    businesses:"
    for business in town.businesses:
        yield from _business(business)


def _business(business: DraftBusiness) -> Iterator[str]:
    yield _padded(f"      - business: {business.slug}") + f"  # {business.name}"
    if business.pack:
        yield _key("        layout", business.pack, CONFIRM, "この業務だけ、定義が違います")
    yield _key("        from", "a", CONFIRM, "移行元事業者（vendors の id）")
    yield _key("        to", "b", CONFIRM, "移行先事業者（vendors の id）")
    yield _key(
        "        method",
        "layout",
        CONFIRM,
        "移行の方法。layout（中間標準レイアウト）・ exempt_no_move ・ exempt_in_use ・ exempt_special ・ other。"
        "layout のほかは reason（理由）も書きます",
    )
    yield _comment("        delivered: 2026-11-30", "提出日")
    yield "        files:"
    for file in business.files:
        yield from _file(file)


def _file(file: DraftFile) -> Iterator[str]:
    yield _key("          - layout", file.layout, CONFIRM, file.fits)
    yield f"            path: {yaml_scalar(file.seen.path)}"
    if file.alike:
        yield (
            f"            # {CONFIRM}: 同じ定義のファイルがほかにもあります（{_in_comment('、'.join(file.alike[:3]))}）。"
            "分割でなければ、要らないほうを消してください"
        )
    yield _comment(
        f"            records: {file.records}",
        f"{CONFIRM}: 読み取った件数です。納品書の件数に直し、# を外してください（納品書と照らす検査 F09）",
    )
    if file.amounts:
        yield _comment(
            f"            totals: {{{file.amounts[0]}: 0}}",
            f"{CONFIRM}: 納品書に金額の合計があれば書いてください（S01）",
        )
    yield _comment(
        f"            loaded: {{date: 2026-12-01, records: {file.records}, errors: 0}}",
        "移行先に取り込んだ後の、日・件数・エラー件数",
    )
    own = [*_agreement(file.keys), *_columns(file)]
    if any(not line.lstrip().startswith("#") for line in own):
        yield f"            agreement:  # {CONFIRM}: このファイルだけの移行条件"
        yield from (f"              {line}" for line in own)
    elif own:
        yield f"            # agreement:  # {CONFIRM}: このファイルだけの移行条件"
        yield from (f"            #   {line.removeprefix('# ')}" for line in own)


def _agreement(keys: tuple[DraftedKey, ...]) -> Iterator[str]:
    yield from (line for key in keys for line in key.lines)


def _columns(file: DraftFile) -> Iterator[str]:
    """Yield the names of columns that the layout lacks."""
    if not file.columns:
        return
    yield "columns:  # 列名の対応" if any(item for _, item, _ in file.columns) else "# columns:  # 列名の対応"
    for name, item, reason in file.columns:
        line = f'"{_escaped(name)}": ' + (yaml_scalar(item) if item else "null")
        yield _padded(f"  {line}" if item else f"#   {line}", _WIDTH - 14) + f"  # {CONFIRM}: {reason}"


def _left(draft: Draft) -> Iterator[str]:
    if not draft.left:
        return
    yield "#"
    yield f"# 下書きに入れなかったもの（{len(draft.left)}）。移行するファイルなら files に書き足してください。"
    for one in draft.left:
        yield f"#   {_in_comment(one.path)}: {_in_comment(one.reason)}"
        if one.fits:
            _, _, layout = one.fits[0].address.partition("/")
            yield f"#     例: - {{layout: {layout}, path: {_in_comment(yaml_scalar(one.path))}}}"


def _key(key: str, value: str, mark: str, comment: str, *, raw: bool = False) -> str:
    shown = value if raw else yaml_scalar(value)
    return _padded(f"{key}: {shown}") + f"  # {mark}: {_in_comment(comment)}"


def _fill(key: str, comment: str) -> str:
    return _padded(f"{key}: {UNFILLED}") + f"  # {UNFILLED}: {_in_comment(comment)}"


def _comment(line: str, comment: str) -> str:
    """Return a line behind a #, at its indent."""
    indent = len(line) - len(line.lstrip())
    return _padded(f"{line[:indent]}# {line[indent:]}") + f"  # {comment}"


def _padded(text: str, width: int = _WIDTH) -> str:
    return text + " " * (width - display_width(text))


def _escaped(name: str) -> str:
    return yaml_scalar(f" {name}")[2:-1]  # the blank has it put in quotes


def _in_comment(text: str) -> str:
    """Return a text that ends no comment."""
    return "".join(c if c.isprintable() else "�" for c in text)
