"""Records of fixed width with room somewhere: the place is found, and what is open is said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.intake.conftest import make_layout

from chukan.agreement import Agreement, load_agreement
from chukan.errors import LayoutNotFound
from chukan.intake.draft import draft_agreement
from chukan.intake.fit import Fit, certain, fixed_forms
from chukan.intake.fit_positions import rank_with_room
from chukan.intake.inspect import inspect
from chukan.intake.reader import open_file
from chukan.intake.recognise import recognised
from chukan.layouts.model import Item

KINDS = (
    {"item": "番号", "type": "X", "length": 8, "format": "digits fixed"},
    {"item": "氏名", "type": "N", "length": 10},
    {"item": "人数", "type": "9", "length": 3},
    {"item": "異動日", "type": "DATE", "length": 8},
    {"item": "備考", "type": "X", "length": 10},
)
LAYOUT = make_layout(*(Item.model_validate({"no": no, **kind}) for no, kind in enumerate(KINDS, 1)))
OTHER = make_layout(
    *(Item.model_validate({"no": no, "item": f"日{no}", "type": "DATE", "length": 8}) for no in (1, 2, 3))
)
SIZES = (8, 20, 3, 8, 10)
PEOPLE = [(f"{n:08d}", "山田　太郎", str(100 + n), "20240131", "memo" if n % 2 else "") for n in range(1, 31)]


def _records(before: int, room: int, people: Sequence[Sequence[str]] = PEOPLE) -> list[bytes]:
    records = []
    for person in people:
        cells = [value.encode("cp932").ljust(size) for value, size in zip(person, SIZES, strict=True)]
        records.append(b"".join([*cells[:before], b" " * room, *cells[before:]]))
    return records


def _best(records: Sequence[bytes]) -> Fit:
    return rank_with_room(fixed_forms([LAYOUT, OTHER], "cp932"), len(records[0]), records, "cp932")[0]


@pytest.mark.parametrize(
    ("before", "place"), [(1, "「氏名」の前"), (2, "「人数」の前"), (3, "「異動日」の前"), (5, "末尾")]
)
def test_the_room_is_found(before: int, place: str) -> None:
    fit = _best(_records(before, 6))
    assert fit.address == LAYOUT.address
    assert f"6 バイト長く、余りが{place}にある" in fit.reasons[0]
    starts = [8 * (n > 0) + 20 * (n > 1) + 3 * (n > 2) + 8 * (n > 3) + 6 * (n >= before) for n in range(5)]
    assert [span.start for span in fit.spans] == ([] if before == 5 else starts)


def test_what_the_values_leave_open_is_said() -> None:
    people = [(*person[:3], "", "") for person in PEOPLE]
    fit = _best(_records(3, 6, people))
    assert "かもしれません" in fit.reasons[-1]


def test_it_is_less_sure_than_lengths_that_are_right(tmp_path: Path) -> None:
    path = tmp_path / "a.dat"
    scores = []
    for room in (0, 6):
        path.write_bytes(b"\r\n".join([*_records(2, room), b""]))
        scores.append(inspect(path, [LAYOUT, OTHER]).fits[0].score)
    assert scores[0] > scores[1]


def test_positions_that_nobody_agreed_on_are_no_choice(tmp_path: Path) -> None:
    path = tmp_path / "a.dat"
    path.write_bytes(b"\r\n".join([*_records(2, 6), b""]))
    with pytest.raises(LayoutNotFound, match="位置が決まっていません") as error:
        recognised(path, [LAYOUT, OTHER], Agreement())
    assert "--draft" in (error.value.hint or "")
    path.write_bytes(b"\r\n".join([*_records(5, 6), b""]))
    agreed = Agreement.model_validate({"format": "fixed", "record_length": len(_records(5, 6)[0])})
    assert recognised(path, [LAYOUT, OTHER], agreed)[0] is LAYOUT


def test_no_layout_is_made_up() -> None:
    assert (
        certain(
            rank_with_room(
                fixed_forms([LAYOUT, OTHER], "cp932"), 60, [b"free text of some kind".ljust(60)] * 9, "cp932"
            )
        )
        is None
    )


def test_the_draft_reads_the_file_as_it_is(tmp_path: Path) -> None:
    path, draft = tmp_path / "a.dat", tmp_path / "agreement.yaml"
    path.write_bytes(b"\r\n".join([*_records(2, 6), b""]))
    text = draft_agreement(inspect(path, [LAYOUT, OTHER]))
    assert "positions:" in text
    assert "要確認: 定義" in text
    draft.write_text(text, encoding="utf-8")
    agreement: Agreement = load_agreement(draft)
    table = next(iter(open_file(path, LAYOUT, agreement))).table.to_pylist()
    assert [tuple(row.values()) for row in table] == PEOPLE
