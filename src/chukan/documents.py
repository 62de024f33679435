"""YAML documents that people write: read with line numbers, checked against a pydantic model.

An unknown key is an error that names the nearest known key and the line, because a
misspelt key that is silently ignored switches a check off.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from chukan.errors import ChukanError, did_you_mean, reason

M = TypeVar("M", bound=BaseModel)
Path_ = tuple[str | int, ...]

_MESSAGES = {
    "missing": "必要なキーがありません",
    "int_parsing": "整数ではありません",
    "int_type": "整数ではありません",
    "string_type": "文字列ではありません（引用符で囲んでください）",
    "bool_parsing": "true / false ではありません",
    "bool_type": "true / false ではありません",
    "list_type": "一覧（- で始まる行の並び）ではありません",
    "tuple_type": "一覧（- で始まる行の並び）ではありません",
    "dict_type": "キーと値の組ではありません",
    "model_type": "キーと値の組ではありません",
    "date_from_datetime_parsing": "日付ではありません（例 2026-11-23）",
    "date_parsing": "日付ではありません（例 2026-11-23）",
}


#: Part of what the YAML parser says -> what we say, and the next step.
_PROBLEMS = (
    (r"'\t'", "タブ文字があります", "タブを空白に置き換えてください。"),
    ("tab character", "タブ文字があります", "タブを空白に置き換えてください。"),  # as libyaml says it
    (
        "mapping values are not allowed",
        "ここに「:」は置けません",
        "値に「: 」があれば値全体を引用符で囲み、字下げをそろえてください。",
    ),
    (
        "expected <block end>",
        "字下げがそろっていないか、括弧・引用符が閉じていません",
        "前の行と字下げをそろえてください。",
    ),
    ("could not find expected ':'", "「:」がありません", "「キー: 値」の形にしてください（「:」の後に空白）。"),
    ("while scanning a quoted", "引用符が閉じていません", "引用符を閉じてください。"),
    ("found unexpected end of stream", "引用符か括弧が閉じていません", "引用符と括弧を閉じてください。"),
    ("expected ',' or", "括弧が閉じていないか「,」がありません", "括弧の中を「,」で区切り、括弧を閉じてください。"),
    ("could not determine a constructor", "使えない型の指定（!）があります", "「!」で始まる指定を消してください。"),
    ("recursive", "自分自身を指す参照（*）があります", "「&」と「*」を使わずに書いてください。"),
    (
        "sequence entries are not allowed",
        "ここに「-」は置けません",
        "「- 」の並びは次の行から、字下げして書いてください。",
    ),
    ("undefined alias", "定義のない参照（*）があります", "値が「*」で始まるなら引用符で囲んでください。"),
    ("cannot start any token", "使えない記号で始まる値があります", "値を引用符で囲んでください。"),
)


_MOST_VALUES = 1_000_000
"""Values of one document, its references written out; the largest packs have some 50,000."""


class Document(BaseModel):
    """The base of every model read from a file: frozen, and no unknown key."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where PyYAML has it: ten times as fast


class _Loader(_Base):  # type: ignore[misc]
    """Safe, and strict: a key given twice is an error."""


def _mapping_without_twins(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable):
            raise yaml.constructor.ConstructorError(None, None, "キーが文字や数ではありません", key_node.start_mark)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"キー「{key}」が二度あります", key_node.start_mark)
        seen.add(key)
    return dict(yaml.constructor.SafeConstructor.construct_mapping(loader, node, deep=True))


def _day(loader: Any, node: yaml.ScalarNode) -> Any:
    try:
        return yaml.constructor.SafeConstructor.construct_yaml_timestamp(loader, node)
    except ValueError:
        raise yaml.constructor.ConstructorError(
            None, None, f"「{node.value}」という日付・時刻はありません", node.start_mark
        ) from None


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_without_twins)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)


def _refuse_bomb(node: yaml.Node, sizes: dict[int, int] | None = None) -> int:
    """Return how many values a document has once its references (*) are written out.

    Raises:
        ConstructorError: more than anybody writes: a few lines of references to references use up all memory.
    """
    sizes = {} if sizes is None else sizes
    if (known := sizes.get(id(node))) is not None:
        return known
    sizes[id(node)] = size = 1
    parts = node.value if isinstance(node, yaml.SequenceNode | yaml.MappingNode) else ()
    for part in parts:
        size += sum(_refuse_bomb(n, sizes) for n in part) if isinstance(part, tuple) else _refuse_bomb(part, sizes)
        if size > _MOST_VALUES:
            raise yaml.constructor.ConstructorError(None, None, "参照（*）の参照で値が増えすぎます", node.start_mark)
    sizes[id(node)] = size
    return size


def read_text(path: Path, error: type[ChukanError]) -> str:
    """Return the text of a UTF-8 file (BOM allowed).

    Raises:
        error: the file can't be read; says why and what to do.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise error("ファイルがありません", place=str(path), hint="パスを確かめてください。") from None
    except IsADirectoryError:
        raise error("フォルダです", place=str(path), hint="中のファイルを指定してください。") from None
    except UnicodeDecodeError as e:
        raise error(
            f"UTF-8 で読めません（{e.start + 1:,} バイト目）",
            place=str(path),
            hint="メモ帳などで文字コードを UTF-8 にして保存し直してください（Shift_JIS では読みません）。",
        ) from None
    except OSError as e:
        hint = "読み取りの権限と、ほかのプログラムが使っていないかを確かめてください。"
        # Windows says "no permission" of a folder
        if path.is_dir():
            raise error("フォルダです", place=str(path), hint="中のファイルを指定してください。") from None
        raise error(f"読めません: {reason(e)}", place=str(path), hint=hint) from None


def load(path: Path, model: type[M], error: type[ChukanError]) -> M:
    """Return the document in a YAML file, checked against a model.

    Args:
        path: the file, in UTF-8.
        model: what it must be.
        error: the class to raise, by whose fault a mistake in the file is.

    Raises:
        error: the file can't be read, is no YAML, or does not fit the model; names the file, the line and the next step.
    """
    return parse(read_text(path, error), model, error, place=str(path))


def parse(text: str, model: type[M], error: type[ChukanError], *, place: str) -> M:
    """Return the document in a text, as `load` does.

    Args:
        text: The YAML.
        model: The class of the document.
        error: The class of the error to raise.
        place: The name of the text, for messages.

    Raises:
        error: The text is no YAML, or not a document of this class; names the line and the nearest key.
    """
    try:
        node, data = _read(text)
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark
        where = f"{place}:{mark.line + 1}" if mark else place
        what, hint = _in_japanese(e.problem or "")
        raise error(f"YAML として読めません: {what}", place=where, hint=hint) from None
    except yaml.reader.ReaderError as e:
        line = text.count("\n", 0, e.position) + 1
        raise error(
            f"使えない文字（U+{int(e.character):04X}）があります",
            place=f"{place}:{line}",
            hint="その文字を消してください。",
        ) from None
    except RecursionError:
        raise error("入れ子が深すぎます", place=place, hint="括弧の閉じ忘れがないか確かめてください。") from None
    if data is None:
        data = {}
    if not isinstance(data, Mapping):
        raise error(
            "キーと値の組（key: value）で始まる YAML ではありません",
            place=place,
            hint=f"行頭に「キー: 値」を書いてください。使えるキー: {'、'.join(_known_keys(model, ()))}",
        )
    try:
        return model.model_validate(data)
    except ValidationError as e:
        raise refusal(e, model, error, place, node) from None


def _in_japanese(problem: str) -> tuple[str, str]:
    """Return what the YAML parser says in words, and what to do about it."""
    for part, what, hint in _PROBLEMS:
        if part in problem:
            return what, hint
    if not problem.isascii():  # our own
        return problem, "その行を直してください。"
    return f"書き方の誤り（{problem}）", "字下げと「:」「-」の後の空白を確かめてください。"


def _read(text: str) -> tuple[yaml.Node | None, Any]:
    """Return a document's nodes, which know their lines, and its values."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is not None:
            _refuse_bomb(node)
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def refusal(
    e: ValidationError, model: type[BaseModel], error: type[ChukanError], place: str, node: yaml.Node | None = None
) -> ChukanError:
    """Return the error for the first thing that is wrong, with its line where `node` (the document) is given.

    Args:
        e: What pydantic found.
        model: The class of the document.
        error: The class of the error to make.
        place: The name of the document.
        node: The document as YAML nodes, which know their lines.
    """
    # a misspelt key makes two errors, an unknown key and a missing one: the first tells more
    first = min(e.errors(), key=lambda error: error["type"] != "extra_forbidden")
    loc: Path_ = first["loc"]
    dotted = ".".join(str(part) for part in loc)
    where = place if node is None else f"{place}:{_line(node, loc)}"
    more = f"（ほかに {len(e.errors()) - 1} 件）" if len(e.errors()) > 1 else ""
    if first["type"] == "extra_forbidden":
        known = _known_keys(model, loc[:-1])
        hint = did_you_mean(str(loc[-1]), known) or f"使えるキー: {', '.join(known)}"
        return error(f"知らないキー「{loc[-1]}」があります（{dotted}）{more}", place=where, hint=hint)
    if first["type"] in ("literal_error", "enum"):
        known = re.findall("'([^']*)'", first.get("ctx", {}).get("expected", ""))
        hint = did_you_mean(str(first["input"]), known) or f"使える値: {'、'.join(known)}"
        return error(f"「{dotted}」の値「{first['input']}」は使えません{more}", place=where, hint=hint)
    if first["type"] == "missing":
        return error(
            f"「{dotted}」: 必要なキーがありません{more}", place=where, hint=f"「{loc[-1]}: 値」を書き足してください。"
        )
    what = _MESSAGES.get(first["type"]) or first["msg"].removeprefix("Value error, ")
    return error(f"「{dotted}」: {what}{more}", place=where, hint="その行の値を直してください。")


def _line(node: yaml.Node | None, loc: Path_) -> int:
    """Return the line, from 1, of the deepest node on the way to `loc` that exists."""
    line = 1 if node is None else node.start_mark.line + 1
    for part in loc:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


def _known_keys(model: type[BaseModel], loc: Path_) -> list[str]:
    """Return the keys that the model at `loc` knows."""
    current: Any = model
    for part in loc:
        if isinstance(current, type) and issubclass(current, BaseModel):
            field = next((f for name, f in current.model_fields.items() if part in (name, f.alias)), None)
            current = _models_in(field.annotation)[0] if field and _models_in(field.annotation) else current
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [f.alias or name for name, f in current.model_fields.items()]
    return []


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    """Yield the pydantic models inside an annotation such as ``tuple[Model, ...] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for arg in getattr(annotation, "__args__", ()) for m in _models_in(arg)]
