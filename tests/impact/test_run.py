"""What each change does to the records of a file, counted once and never by the way it is cut."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chukan.agreement import Agreement
from chukan.errors import UsageError
from chukan.impact.model import ChangeImpact, Impact
from chukan.impact.run import impact_on
from chukan.layouts.library import Library
from chukan.layouts.model import Layout

Sides = tuple[Layout, Layout]
AGREED = Agreement(encoding="utf-8", newline="lf", header=True, delimiter=",")
DAY = dt.date(2021, 6, 1)


def impact(file: Path, sides: Sides, **options: Any) -> Impact:
    return impact_on(file, *sides, AGREED, as_of=DAY, **options)


def of(found: Impact, what: str, name: str, field: str = "") -> ChangeImpact:
    (one,) = (c for c in found.changes if (c.change.what, c.change.name, c.change.field) == (what, name, field))
    return one


@pytest.mark.parametrize(
    ("what", "name", "field", "records", "first"),
    [
        ("item", "氏名", "length", 1, 4),  # ながいながいなまえ
        ("item", "氏名", "required", 1, 3),  # the blank one
        ("item", "届出日", "required", 1, 2),  # of the records with 区分 1, the one without a day
        ("required_when", "届出日", "", 1, 2),
        ("item", "率", "type", 1, 2),  # 10.5 is no integer
        ("item", "備考", "", 2, 2),  # filled, and there is no such item any more
        ("item", "個人番号", "", 1, 3),
        ("item", "世帯", "", 5, 1),  # a new required item: every record lacks it
        ("item", "電話", "", 0, 0),
        ("code", "3", "", 2, 4),
        ("code", "2", "name", 1, 3),
        ("rule", "two_needs_a_name", "", 1, 3),
        ("item", "枝番", "key", 2, 1),  # 番号 alone repeats
        ("unique", "氏名", "", 2, 1),
    ],
)
def test_each_kind_of_change_is_counted(
    file: Path, sides: Sides, what: str, name: str, field: str, records: int, first: int
) -> None:
    one = of(impact(file, sides), what, name, field)

    assert (one.records, one.already, one.why) == (records, 0, "")
    assert [e.record for e in one.examples][:1] == ([first] if first else [])


def test_what_takes_another_file_is_said_not_passed(file: Path, sides: Sides) -> None:
    one = of(impact(file, sides), "reference", "枝番 → b")

    assert one.records is None
    assert "このファイルだけでは数えられません" in one.why
    assert one.touches


def test_records_are_counted_once_however_many_changes_touch_them(file: Path, sides: Sides) -> None:
    assert impact(file, sides).touched == 5


def test_the_cut_changes_nothing(file: Path, sides: Sides) -> None:
    assert impact(file, sides, block_size=64) == impact(file, sides)


def test_a_file_and_its_own_layout(file: Path, sides: Sides) -> None:
    found = impact(file, (sides[0], sides[0]))

    assert (found.changes, found.touches, found.touched) == ((), False, 0)


def test_what_did_not_fit_before_is_told_apart(tmp_path: Path, sides: Sides) -> None:
    file = tmp_path / "a.csv"
    long = "な" * 21
    file.write_text(f"番号,枝番,氏名,区分,届出日,備考,率,個人番号\n1,1,{long},,,,,\n2,1,ながいなまえ,9,,,,\n", "utf-8")

    found = impact(file, sides)

    one = of(found, "item", "氏名", "length")
    assert (one.records, one.already) == (1, 1)
    assert of(found, "code", "3").records == 0


def test_the_account_is_whole_and_a_record_that_cannot_be_read_is_told(tmp_path: Path, sides: Sides) -> None:
    file = tmp_path / "a.csv"
    file.write_text("番号,枝番,氏名,区分,届出日,備考,率,個人番号\n1,1,山田\n2,1,佐藤,1,20200101,,,\n", "utf-8")

    found = impact(file, sides)

    account = found.account
    assert account["read_records"] + account["rejected_records"] == account["total_records"] == 2
    assert account["total_bytes"] == file.stat().st_size
    assert sum(found.problems.values()) == 1
    assert found.touches


def test_an_item_that_the_file_lacks_is_not_counted_as_zero(tmp_path: Path, sides: Sides) -> None:
    file = tmp_path / "a.csv"
    file.write_text("番号,枝番,区分,届出日,備考,率,個人番号\n1,1,1,,,,\n", "utf-8")

    found = impact(file, sides)

    one = of(found, "item", "氏名", "length")
    assert (one.records, one.why) == (None, "いまのファイルにこの項目の列がありません")
    assert "氏名" in of(found, "unique", "氏名").why


def test_values_are_masked_unless_asked_for_and_my_number_always(file: Path, sides: Sides) -> None:
    hidden, shown = impact(file, sides), impact(file, sides, show_values=True)

    assert "ながい" not in str(hidden.to_dict())
    assert of(shown, "item", "氏名", "length").examples[0].value == "ながいながいなまえ"
    assert "123456789018" not in str(shown.to_dict())


def test_a_file_of_another_layout_is_refused(tmp_path: Path, sides: Sides) -> None:
    library = Library.default()
    other = library.layout("mic@2.7/seal_registration/card")
    file = tmp_path / "card.csv"
    file.write_text(",".join(other.names) + "\n", "utf-8")
    old = library.layout("mic@2.7/seal_registration/registration")

    with pytest.raises(UsageError, match="のものではありません"):
        impact_on(file, old, library.layout("mic@2.6/seal_registration/registration"), AGREED, others=lambda: [other])


def test_a_rule_that_names_a_new_item_is_quiet_where_the_item_is_blank(file: Path, sides: Sides) -> None:
    old, new = sides
    rules = tuple(r.model_copy(update={"assertion": "電話 <> '0'", "items": ("電話",)}) for r in new.body.rules)
    changed = new.model_copy(update={"body": new.body.model_copy(update={"rules": rules})})

    assert of(impact(file, (old, changed)), "rule", "two_needs_a_name").records == 0


def test_bytes_are_counted_as_agreed(file: Path, sides: Sides) -> None:
    """Lengths in bytes: two full-width characters are 6 bytes in UTF-8, more than five; nine are 27, more than twenty."""
    found = impact_on(file, *sides, replace_unit(AGREED), as_of=DAY)

    one = of(found, "item", "氏名", "length")
    assert (one.records, one.already) == (3, 1)


def replace_unit(agreement: Agreement) -> Agreement:
    return agreement.model_copy(update={"length_unit": "bytes"})


def test_what_becomes_of_the_columns_is_said_once_for_the_file(file: Path, sides: Sides) -> None:
    assert impact(file, sides).form == "項目の追加 2・削除 2。見出しと列を新しい定義に合わせてください。"
    old, _ = sides
    longer = old.model_copy(
        update={"items": tuple(i.model_copy(update={"length": 60}) if i.name == "備考" else i for i in old.items)}
    )
    assert impact(file, (old, longer)).form == ""
    assert not impact(file, (old, longer)).touches


def test_a_fixed_width_file_is_to_be_made_anew_where_a_length_changes(tmp_path: Path, sides: Sides) -> None:
    old, _ = sides
    longer = old.model_copy(
        update={"items": tuple(i.model_copy(update={"length": 60}) if i.name == "備考" else i for i in old.items)}
    )
    file = tmp_path / "a.dat"
    file.write_text("1" + " " * (10 + 2 + 20 + 2 + 8 + 50 + 4 + 12 - 1) + "\n", "ascii", newline="\n")
    agreed = Agreement(format="fixed", encoding="cp932", newline="lf", length_unit="chars", header=False)

    found = impact_on(file, old, longer, agreed, as_of=DAY)

    assert "固定長のファイルなので、全件を新しい並びに作り直してください" in found.form
    assert found.touches


def test_the_result_says_what_it_rests_on(file: Path, sides: Sides) -> None:
    found = impact(file, sides)

    assert (found.old, found.new) == ("old@1/town/a", "new@1/town/a")
    assert (found.old_digest, found.new_digest) == (sides[0].digest, sides[1].digest)
    assert found.agreement["encoding"] == "utf-8"
    assert "dates" in found.undecided
    assert len(found.sha256) == 64
    assert replace(found, changes=(), form="").to_dict()["touches"] is False
