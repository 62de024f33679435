"""What a change of a layout means for data that exists: files made for the old side that are to be read by the new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from chukan.authoring import labels
from chukan.layouts.codes import ANY, MORE, CodeList, CodeValue
from chukan.layouts.declaration import Declaration
from chukan.layouts.model import DATE_TYPES, Item, Layout

EffectKind = Literal[
    "layout_added",
    "layout_removed",
    "item_added",
    "item_removed",
    "item_moved",
    "type_changed",
    "longer",
    "shorter",
    "newly_required",
    "no_longer_required",
    "key_changed",
    "codes_added",
    "codes_gone",
    "code_renamed",
    "code_list_changed",
    "format_changed",
    "rule_added",
    "rule_removed",
    "rule_changed",
    "words",
]
EFFECTS: dict[EffectKind, str] = {
    "layout_added": "移行ファイルが増える",
    "layout_removed": "移行ファイルがなくなる",
    "item_added": "項目が増える",
    "item_removed": "項目がなくなる",
    "item_moved": "並びが変わる",
    "type_changed": "型が変わる",
    "longer": "長くなる",
    "shorter": "短くなる",
    "newly_required": "新たに必須",
    "no_longer_required": "必須でなくなる",
    "key_changed": "キーが変わる",
    "codes_added": "コードが増える",
    "codes_gone": "コードがなくなる",
    "code_renamed": "コードの名称が変わる",
    "code_list_changed": "コード表が変わる",
    "format_changed": "書式が変わる",
    "rule_added": "規則が増える",
    "rule_removed": "規則がなくなる",
    "rule_changed": "規則が変わる",
    "words": "説明だけ",
}
#: (old type, new type) where every value of the old one is one of the new.
_WIDER = frozenset({("X", "XN"), ("N", "XN"), ("9", "S9"), ("9", "9V")})
#: Formats that allow more, or ask nothing of a value.
_ALLOWS = frozenset({"unknown_date", "uncertain_date", "open_date"})
_ASKS_NOTHING = frozenset({"personal", "amount"})


@dataclass(frozen=True, slots=True)
class Effect:
    """What one change does.

    Attributes:
        touches: True when data that exists may have to change, or does not fit any more.
        meaning: One Japanese sentence or two: what happens, and what to do.
    """

    kind: EffectKind
    touches: bool
    meaning: str


WORDS = Effect("words", touches=False, meaning="名称・備考・出典だけの違いです。データは変わりません。")
MOVED = Effect(
    "item_moved",
    touches=True,
    meaning="項目の並びが変わります。見出しのないファイルと固定長のファイルは、全件を新しい並びに作り直してください。",
)


def of_layout(*, added: bool) -> Effect:
    """Return what a migration file that is new, or gone, means."""
    if added:
        return Effect("layout_added", touches=True, meaning="新しい移行ファイルです。データの用意が要ります。")
    return Effect(
        "layout_removed",
        touches=True,
        meaning="新しい版にない移行ファイルです。このデータをどこへ移すか、移行先の事業者と決めてください。",
    )


def of_item(item: Item, layout: Layout, *, added: bool) -> Effect:
    """Return what an item that is new, or gone, means.

    Args:
        item: the item.
        layout: the layout that has it.
        added: whether the new side has it.
    """
    if not added:
        return Effect(
            "item_removed",
            touches=True,
            meaning="項目がなくなります。値がある記録は、その値の行き先を移行先の事業者と決めてください。",
        )
    if item.required == "required":
        meaning = "必須の項目が増えます。いまのデータにはないので、全件に値を用意してください。"
    elif item.required == "conditional":
        condition = layout.body.required_when.get(item.name)
        when = f"（{labels.condition_in_words(condition, layout)} のとき必須）" if condition else ""
        meaning = f"項目が増えます{when}。当てはまる記録に値を用意し、ほかは空欄の列を加えてください。"
    else:
        meaning = "任意の項目が増えます。空欄の列を加えれば足ります。"
    return Effect("item_added", touches=item.required != "optional", meaning=meaning)


def of_field(field: str, before: Item, after: Item, old: Layout, new: Layout) -> Effect:
    """Return what a changed property of an item means.

    Args:
        field: the property: type, length, scale, required, key, code, formats, source or note.
        before: the item in `old`.
        after: the item in `new`.
        old: the layout that the data was made for.
        new: the layout that it is to fit.
    """
    effects: dict[str, Callable[[], Effect]] = {
        "type": lambda: _of_type(before, after),
        "length": lambda: _of_length(before, after),
        "scale": lambda: _of_scale(before, after),
        "required": lambda: _of_required(after, new),
        "key": lambda: _of_key(old, new),
        "code": lambda: _of_list(old.code_list(before), new.code_list(after)),
        "formats": lambda: _of_formats(before, after),
    }
    return effects.get(field, lambda: WORDS)()


def of_code(value: CodeValue, codes: CodeList, *, added: bool) -> Effect:
    """Return what a code that is new, or gone, means.

    Args:
        value: the row of the list.
        codes: the list of the new side.
        added: whether the new side has it.
    """
    if value.code in (ANY, MORE):
        words = f"コード表「{codes.name}」に、" + ("団体独自の値" if value.code == ANY else "表にない値")
        if added:
            return Effect(
                "codes_added", touches=False, meaning=f"{words}も入れられるようになります。いまの値はそのまま使えます。"
            )
        return Effect(
            "codes_gone", touches=True, meaning=f"{words}は入れられなくなります。表のコードに置き換えてください。"
        )
    if added:
        return Effect(
            "codes_added",
            touches=False,
            meaning=f"コード表「{codes.name}」のコードが増えます。いまの値はそのまま使えます。新しいコードに分けるべき記録がないか確かめてください。",
        )
    if codes.any_value:
        return Effect(
            "codes_gone",
            touches=False,
            meaning=f"コード表「{codes.name}」からなくなりますが、団体独自の値として使えます。",
        )
    return Effect(
        "codes_gone",
        touches=True,
        meaning=f"コード表「{codes.name}」の {value.code}（{value.name}）がなくなります。その値の記録は別のコードに置き換えてください。",
    )


def of_rename(before: CodeValue, after: CodeValue) -> Effect:
    """Return what a code of another name means: perhaps it names another thing."""
    return Effect(
        "code_renamed",
        touches=True,
        meaning=f"コード {after.code} の名称が「{before.name}」から「{after.name}」に変わります。意味も変わったなら、値を置き換えてください。",
    )


def of_code_list(codes: CodeList, *, added: bool) -> Effect:
    """Return what a code list that only one side uses means; which items it concerns is told at the items."""
    if added:
        meaning = f"コード表「{codes.name}」を新しく使います。使う項目の値がこの表にあるか確かめてください。"
    else:
        meaning = f"コード表「{codes.name}」を使わなくなります。値はこの表では確かめられません。"
    return Effect("code_list_changed", touches=added, meaning=meaning)


def of_declaration(
    declaration: Declaration, layout: Layout, change: Literal["added", "removed", "changed", "moved"]
) -> Effect:
    """Return what a declaration that is new, gone or another means.

    Args:
        declaration: of the new side; of the old one where it is gone.
        layout: the layout that has it.
        change: what happened to it.
    """
    word, sentence = labels.in_words(declaration, layout)
    if change == "removed":
        return Effect("rule_removed", touches=False, meaning="確かめなくなります。いまのデータはそのまま使えます。")
    if change == "moved":
        return Effect("rule_changed", touches=False, meaning="書く順だけの違いです。データは変わりません。")
    kind: EffectKind = "rule_added" if change == "added" else "rule_changed"
    words = "新しく確かめます" if change == "added" else "確かめ方が変わります"
    return Effect(kind, touches=True, meaning=f"{words}（{word}）: {sentence}")


def _of_type(before: Item, after: Item) -> Effect:
    words = f"型が {labels.TYPES[before.type]} から {labels.TYPES[after.type]} に変わります。"
    if (before.type, after.type) in _WIDER:
        return Effect("type_changed", touches=False, meaning=f"{words}いまの値はそのまま使えます。")
    return Effect("type_changed", touches=True, meaning=f"{words}新しい型に合わない値は、書き直してください。")


def _of_length(before: Item, after: Item) -> Effect:
    if after.length is None:
        return Effect("longer", touches=False, meaning="桁数の上限がなくなります。いまの値はそのまま使えます。")
    words = f"{before.length or '上限なし'} から {after.length} に"
    exact = after.has("fixed") or after.type in DATE_TYPES
    if before.length is not None and after.length > before.length:
        meaning = (
            f"桁数が {words}長くなります。ちょうどの桁数の項目なので、いまの値は新しい書き方に直してください。"
            if exact
            else f"桁数が {words}長くなります。いまの値はそのまま入ります。固定長のファイルは全件を作り直してください。"
        )
        return Effect("longer", touches=exact, meaning=meaning)
    return Effect(
        "shorter",
        touches=True,
        meaning=f"桁数が {words}短くなります。入りきらない値をどうするか、切り捨てる前に移行先の事業者と決めてください。",
    )


def _of_scale(before: Item, after: Item) -> Effect:
    words = f"小数部が {before.scale} 桁から {after.scale} 桁に"
    if after.scale > before.scale:
        return Effect("longer", touches=False, meaning=f"{words}長くなります。いまの値はそのまま使えます。")
    return Effect(
        "shorter",
        touches=True,
        meaning=f"{words}短くなります。端数の扱い（切捨て・四捨五入）を移行先の事業者と決めてください。",
    )


def _of_required(after: Item, new: Layout) -> Effect:
    if after.required == "required":
        return Effect(
            "newly_required", touches=True, meaning="必須になります。空欄の記録は、値を補ってから移してください。"
        )
    condition = new.body.required_when.get(after.name)
    if after.required == "conditional":
        when = f"「{labels.condition_in_words(condition, new)}」のとき" if condition else "条件により"
        return Effect(
            "newly_required",
            touches=True,
            meaning=f"{when}必須になります。当てはまる空欄の記録は、値を補ってから移してください。",
        )
    return Effect("no_longer_required", touches=False, meaning="任意になります。いまの値はそのまま使えます。")


def _of_key(old: Layout, new: Layout) -> Effect:
    before, after = (" + ".join(layout.key) or "なし" for layout in (old, new))
    return Effect(
        "key_changed",
        touches=True,
        meaning=f"キーが「{before}」から「{after}」に変わります。新しいキーで重なる記録・空欄の記録がないか確かめてください。",
    )


def _of_list(before: CodeList | None, after: CodeList | None) -> Effect:
    if after is None:
        return Effect("code_list_changed", touches=False, meaning="コードでなくなります。いまの値はそのまま使えます。")
    if before is None:
        return Effect(
            "code_list_changed",
            touches=True,
            meaning=f"コード表「{after.name}」の値だけになります。ほかの値は表のコードに置き換えてください。",
        )
    gone = [f"{code} {name}" for code, name in before.codes.items() if code not in after.codes]
    missing = (
        f"なくなるコード: {'・'.join(gone[:6])}{f' ほか {len(gone) - 6}' if len(gone) > 6 else ''}。" if gone else ""
    )
    return Effect(
        "code_list_changed",
        touches=True,
        meaning=f"コード表が「{before.name}」から「{after.name}」に変わります。{missing}値を新しい表に置き換えてください。",
    )


def _of_formats(before: Item, after: Item) -> Effect:
    gone, new = set(before.formats) - set(after.formats), set(after.formats) - set(before.formats)
    words = [f"「{labels.format_in_words(name)}」が加わります" for name in sorted(new)]
    words += [f"「{labels.format_in_words(name)}」がなくなります" for name in sorted(gone)]
    asked = new - _ALLOWS - _ASKS_NOTHING or gone & _ALLOWS
    todo = "合わない値は書き直してください。" if asked else "いまの値はそのまま使えます。"
    return Effect("format_changed", touches=bool(asked), meaning=f"{'、'.join(words)}。{todo}")
