"""Documents that people write: YAML checked against a pydantic model.

An unknown key is an error that names the nearest known key and the line, because a
misspelt key that is silently ignored switches a check off.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticKnownError

from chukan.errors import ChukanError, did_you_mean
from chukan.yaml_text import Lines, Loc, read_document, read_yaml

M = TypeVar("M", bound=BaseModel)

SCHEMAS = Path(__file__).with_name("schemas")
"""The JSON Schemas of the documents, for editors; ``scripts/generate_docs.py`` makes them from the models."""

_NO_DAY = "日付ではありません（実在する日を 2026-11-23 のように書いてください）"
_WHOLE = "整数を書くところです"
_TEXT = "文字列を書くところです（引用符で囲みます）"
_YES_NO = "true / false のどちらかを書くところです"
_LIST = "一覧（- で始まる行の並び）を書くところです"
_PAIRS = "キーと値の組を書くところです"
#: What a value of another kind should be.
_KINDS = {
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "finite_number": _WHOLE,
    "float_type": "数を書くところです",
    "float_parsing": "数を書くところです",
    "string_type": _TEXT,
    "bool_parsing": _YES_NO,
    "bool_type": _YES_NO,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "dict_type": _PAIRS,
    "mapping_type": _PAIRS,
    "model_type": _PAIRS,
    "model_attributes_type": _PAIRS,
    "date_type": _NO_DAY,
    "date_parsing": _NO_DAY,
    "date_from_datetime_parsing": _NO_DAY,
    "date_from_datetime_inexact": _NO_DAY,
    "int_parsing_size": "数が大きすぎます",
    "string_pattern_mismatch": "書き方が決まりに合いません（{pattern}）",
    "greater_than": "{gt:,} より大きい数を書くところです",
    "greater_than_equal": "{ge:,} 以上の数を書くところです",
    "less_than": "{lt:,} より小さい数を書くところです",
    "less_than_equal": "{le:,} 以下の数を書くところです",
    "none_required": "値は書けません",
}
_SIZES = {
    "string_too_short": "空です",
    "too_short": "{min_length} つ以上書いてください",
    "too_long": "{max_length} つまでにしてください",
}
_LONGEST_SHOWN = 40
#: The largest number that a document may hold: none is meant beyond it, and what computes with it is sure of its room.
LARGEST_NUMBER = 1_000_000_000


def _no_truth(value: Any) -> Any:
    """Refuse yes and no where a number stands: they would be one and nothing."""
    if isinstance(value, bool):
        raise PydanticKnownError("int_type")
    return value


Natural = Annotated[int, BeforeValidator(_no_truth), Field(ge=0, le=LARGEST_NUMBER)]
"""A number from 0."""
Few = Annotated[int, BeforeValidator(_no_truth), Field(ge=0, le=100_000)]
"""A number from 0 of what is held in memory."""
Positive = Annotated[int, BeforeValidator(_no_truth), Field(ge=1, le=LARGEST_NUMBER)]
"""A number from 1."""


def one_is_a_list(value: Any) -> Any:
    """Return a single text as a list of one; anything else as it is."""
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(one_is_a_list)]
"""Names in a document; a single one may be written without its list."""


class Document(BaseModel):
    """The base of every model read from a file: frozen, and no unknown key."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Misplaced(ValueError):
    """What is wrong with a part of a document, where a model looks at several of its parts.

    Args:
        message: What is wrong, in a sentence.
        loc: The way to the part, from the model.
    """

    def __init__(self, message: str, *loc: str | int) -> None:
        super().__init__(message)
        self.loc: Loc = loc


def load(path: Path, model: type[M], error: type[ChukanError]) -> M:
    """Return the document in a YAML file, checked against a model.

    Args:
        path: the file, in UTF-8.
        model: what it must be.
        error: the class to raise, by whose fault a mistake in the file is.

    Raises:
        error: the file can't be read, is no YAML, or does not fit the model; names the file, the line and the next step.
    """
    return load_lines(path, model, error)[0]


def load_lines(path: Path, model: type[M], error: type[ChukanError]) -> tuple[M, Lines]:
    """Return the document in a YAML file, as `load` does, and the lines of its values."""
    return _parse(read_document(path, error), model, error, str(path))


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
    return _parse(text, model, error, place)[0]


def _parse(text: str, model: type[M], error: type[ChukanError], place: str) -> tuple[M, Lines]:
    lines, data = read_yaml(text, error, place=place)
    return checked(data, model, error, lines), lines


def checked(data: Any, model: type[M], error: type[ChukanError], lines: Lines) -> M:
    """Return the document that values are, wherever they were read.

    Args:
        data: keys and values; None = an empty document.
        model: what it must be.
        error: the class to raise.
        lines: the lines of the values.

    Raises:
        error: they do not fit the model; names the place and the next step.
    """
    if data is None:
        data = {}
    if not isinstance(data, Mapping):
        raise error(
            "キーと値の組（key: value）で始まる YAML ではありません",
            place=lines.at(),
            hint=f"行頭に「キー: 値」を書いてください。使えるキー: {'、'.join(_known_keys(model, ()))}",
        )
    try:
        return model.model_validate(data)
    except ValidationError as e:
        raise refusal(e, model, error, lines) from None


def schema_line(name: str) -> str:
    """Return the comment by which an editor finds the JSON Schema of a document: completion and checks while typing.

    Args:
        name: ``project``, ``agreement`` or another of `SCHEMAS`.
    """
    return f"# yaml-language-server: $schema={(SCHEMAS / f'{name}.schema.json').as_uri()}"


def refusal(e: ValidationError, model: type[BaseModel], error: type[ChukanError], lines: Lines) -> ChukanError:
    """Return the error for the first thing that is wrong, with its line where it is known.

    Args:
        e: What pydantic found.
        model: The class of the document.
        error: The class of the error to make.
        lines: The lines of the document's values.
    """
    # a misspelt key makes two errors, an unknown key and a missing one: the first says more
    first = min(e.errors(), key=lambda error: error["type"] != "extra_forbidden")
    context = first.get("ctx", {})
    cause = context.get("error")
    loc: Loc = (*first["loc"], *(cause.loc if isinstance(cause, Misplaced) else ()))
    dotted = lines.called(*loc)
    where = lines.at(*loc)
    more = f"（ほかに {len(e.errors()) - 1} 件）" if len(e.errors()) > 1 else ""
    if first["type"] == "extra_forbidden":
        known = _known_keys(model, loc[:-1])
        hint = f"{did_you_mean(str(loc[-1]), known) or ''}使えるキー: {', '.join(known)}"
        return error(f"知らないキー「{loc[-1]}」があります（{dotted}）{more}", place=where, hint=hint)
    if first["input"] is None:
        return error(f"「{dotted}」: 値が空です{more}", place=where, hint="値を書くか、その行を消してください。")
    shown = shown_value(first["input"])
    if first["type"] in ("literal_error", "enum"):
        known = re.findall("'([^']*)'", context.get("expected", ""))
        near = did_you_mean(first["input"], known) if isinstance(first["input"], str) else None
        hint = f"{near or ''}使える値: {'、'.join(known)}"
        return error(f"「{dotted}」の値「{shown}」は使えません{more}", place=where, hint=hint)
    if first["type"] == "missing":
        return error(f"「{dotted}」: 必要なキーがありません{more}", place=where, hint=lines.how_to_add(*loc))
    named = f"「{dotted}」: " if dotted else ""
    if first["type"] in _SIZES:
        what = named + _SIZES[first["type"]].format(**context)
    elif first["type"] == "value_error":
        what = named + first["msg"].removeprefix("Value error, ")
    else:
        what = f"「{dotted}」の値「{shown}」は使えません。{_KINDS.get(first['type'], '書き方が違います').format(**context)}"
    return error(f"{what}{more}", place=where, hint=_how_to_write(model, loc, first["type"], first["input"]))


def _how_to_write(model: type[BaseModel], loc: Loc, kind: str, value: Any) -> str:
    """Return how a value that is wrong is written, as the next step."""
    example = _example(model, loc)
    if example is None and kind == "string_type" and isinstance(value, int | float):
        return f'{loc[-1]}: "{shown_value(value)}" のように引用符で囲んでください。'
    return f"{example} のように書いてください。" if example else "その行の値を直してください。"


def shown_value(value: Any) -> str:
    """Return a value of a document for a message: as it is written there, on one line, and not all of a long one."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, BaseModel):
        text = "..."
    else:
        text = yaml.dump(value, Dumper=yaml.SafeDumper, default_flow_style=True, allow_unicode=True, width=10_000)
        text = text.removesuffix("\n").removesuffix("\n...")
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _example(model: type[BaseModel], loc: Loc) -> str | None:
    """Return how the value at `loc`, or what it is part of, is written; None where its field has no example."""
    current: type[BaseModel] | None = model
    found = None
    for part in loc:
        field = (
            next((f for name, f in current.model_fields.items() if part in (name, f.alias)), None) if current else None
        )
        if field is None:
            continue  # the key of a mapping: what is below it is of the same model
        found = f"{field.alias or part}: {field.examples[0]}" if field.examples else found
        models = _models_in(field.annotation)
        current = models[0] if models else None
    return found


def _known_keys(model: type[BaseModel], loc: Loc) -> list[str]:
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
