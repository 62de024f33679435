"""YAML documents that people write: read with line numbers, checked against a pydantic model.

An unknown key is an error that names the nearest known key and the line, because a
misspelt key that is silently ignored switches a check off.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from chukan.errors import ChukanError, did_you_mean

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


class Document(BaseModel):
    """The base of every model read from a file: frozen, and no unknown key."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


# ten times as fast where PyYAML has its C part; a pack is thousands of lines
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Safe, and strict: a key given twice is an error."""


def _mapping_without_twins(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"キー「{key}」が二度あります", key_node.start_mark)
        seen.add(key)
    return dict(_Base.construct_mapping(loader, node, deep=True))


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_without_twins)


def read_text(path: Path, error: type[ChukanError]) -> str:
    """The text of a UTF-8 file (BOM allowed), or `error`."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise error("ファイルがありません", place=str(path), hint="パスを確かめてください。") from None
    except IsADirectoryError:
        raise error("フォルダです。ファイルを指定してください", place=str(path)) from None
    except UnicodeDecodeError as e:
        raise error(
            f"UTF-8 で読めません（{e.start} バイト目）", place=str(path), hint="UTF-8 で保存し直してください。"
        ) from None
    except OSError as e:
        raise error(f"読めません: {e.strerror or e}", place=str(path)) from None


def load(path: Path, model: type[M], error: type[ChukanError]) -> M:
    """The document in `path` as a `model`; `error` names the file, the line and the next step."""
    return parse(read_text(path, error), model, error, place=str(path))


def parse(text: str, model: type[M], error: type[ChukanError], *, place: str) -> M:
    """As `load`, from text."""
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - _Loader is a SafeLoader
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark
        where = f"{place}:{mark.line + 1}" if mark else place
        raise error(
            f"YAML として読めません: {e.problem}", place=where, hint="字下げと「:」「-」の後の空白を確かめてください。"
        ) from None
    except yaml.YAMLError as e:
        raise error(f"YAML として読めません: {e}", place=place) from None
    if data is None:
        data = {}
    if not isinstance(data, Mapping):
        raise error("キーと値の組（key: value）で始まる YAML ではありません", place=place)
    try:
        return model.model_validate(data)
    except ValidationError as e:
        # the tree is only needed for the line of a mistake
        raise _translated(e, model, error, place, yaml.compose(text, Loader=_Loader)) from None


def _translated(
    e: ValidationError, model: type[BaseModel], error: type[ChukanError], place: str, node: yaml.Node | None
) -> ChukanError:
    # a misspelt key makes two errors, an unknown key and a missing one: the first tells more
    first = min(e.errors(), key=lambda error: error["type"] != "extra_forbidden")
    loc: Path_ = first["loc"]
    dotted = ".".join(str(part) for part in loc)
    where = f"{place}:{_line(node, loc)}"
    more = f"（ほかに {len(e.errors()) - 1} 件）" if len(e.errors()) > 1 else ""
    if first["type"] == "extra_forbidden":
        known = _known_keys(model, loc[:-1])
        hint = did_you_mean(str(loc[-1]), known) or f"使えるキー: {', '.join(known)}"
        return error(f"知らないキー「{loc[-1]}」があります（{dotted}）{more}", place=where, hint=hint)
    if first["type"] in ("literal_error", "enum"):
        expected = first.get("ctx", {}).get("expected", "")
        return error(
            f"「{dotted}」の値 {first['input']!r} は使えません{more}", place=where, hint=f"使える値: {expected}"
        )
    what = _MESSAGES.get(first["type"]) or first["msg"].removeprefix("Value error, ")
    return error(f"「{dotted}」: {what}{more}", place=where)


def _line(node: yaml.Node | None, loc: Path_) -> int:
    """The line of the deepest node on the way to `loc` that exists, from 1."""
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
    """The keys that the model at `loc` knows."""
    current: Any = model
    for part in loc:
        if isinstance(current, type) and issubclass(current, BaseModel):
            field = next((f for name, f in current.model_fields.items() if part in (name, f.alias)), None)
            current = _models_in(field.annotation)[0] if field and _models_in(field.annotation) else current
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [f.alias or name for name, f in current.model_fields.items()]
    return []


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    """The pydantic models inside an annotation such as ``tuple[Model, ...] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for arg in getattr(annotation, "__args__", ()) for m in _models_in(arg)]
