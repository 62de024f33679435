"""What must be decided before records are left out: nothing open may touch a candidate when files are split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chukan.errors import ProjectError
from chukan.reduction.classify.secret import secret_columns
from chukan.reduction.classify.units import Unit
from chukan.reduction.report.decisions import missing_of_archive, missing_of_search
from chukan.reduction.report.report import Cell
from chukan.reduction.rules.reasons import CANDIDATE
from chukan.reduction.rules.settings import BY_BOUNDARY


def check_my_number(units: Sequence[Unit], filled: Mapping[int, int]) -> None:
    """Raise ProjectError when 個人番号 would go to an archive and nobody said how it is removed.

    Args:
        units: of one municipality.
        filled: candidates with a 個人番号, by the index of their file. A column that is empty in all of them asks for nothing.
    """
    for unit in units:
        for file in unit.files:
            if filled.get(file.index) and unit.settings.my_number is None:
                names = secret_columns(file.facts, file.target.layout)
                raise ProjectError(
                    f"媒体で保管する記録に個人番号の列（{'・'.join(names)}）があるため、分割しません（番号法20条）",
                    place=file.target.shown,
                    hint="除き方と根拠をプロジェクトの reduction に書いてください（例 my_number: {removal: blank, basis: 情報管理課決裁 R8-12}）。",
                )


def check_decided(units: Sequence[Unit], cells: Sequence[Cell], place: str) -> None:
    """Raise ProjectError when a decision that touches a candidate is still open.

    Args:
        units: of one municipality.
        cells: their classes.
        place: the municipality, for the message.
    """
    rules = {c.rule for c in cells if c.level == CANDIDATE}
    if not rules:
        return
    settings = units[0].settings
    wanted: list[tuple[str, str]] = []
    if rules & set(BY_BOUNDARY) and settings.juhyo_boundary_date is None:
        wanted.append(("除票・附票の境界日", "juhyo_boundary_date: 2014-06-20"))
    for rule in sorted(rules):
        setting = settings.rules.get(rule)
        if setting is not None and setting.years is not None and not (setting.decided_by and setting.decided_on):
            wanted.append((f"{rule} の年数を決めた者と日付", f"rules の {rule} に decided_by と decided_on"))
    if missing := missing_of_archive(settings.archive):
        wanted.append((f"保管媒体の{'・'.join(missing)}", "archive"))
    if missing := missing_of_search(settings.archive):
        wanted.append((f"保管した記録の{'・'.join(missing)}", "archive に search と searched_by"))
    if wanted:
        raise ProjectError(
            f"決まっていないことがあるため、分割しません: {'、'.join(what for what, _ in wanted)}",
            place=place,
            hint=f"団体で決め、プロジェクトの reduction に書いてください（{'、'.join(key for _, key in wanted)}）。",
        )
