"""Documents that people write: YAML checked against a pydantic model.

An unknown key is an error that names the nearest known key and the line, because a
misspelt key that is silently ignored switches a check off.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from chukan.errors import ChukanError, did_you_mean
from chukan.yaml_text import Lines, Loc, read_text, read_yaml

M = TypeVar("M", bound=BaseModel)

SCHEMAS = Path(__file__).with_name("schemas")
"""The JSON Schemas of the documents, for editors; ``scripts/generate_docs.py`` makes them from the models."""

_NO_DAY = "日付ではありません（実在する日を 2026-11-23 のように書いてください）"
_MESSAGES = {
    "missing": "必要なキーがありません",
    "int_parsing": "整数ではありません",
    "int_type": "整数ではありません",
    "int_from_float": "整数ではありません",
    "int_parsing_size": "数が大きすぎます",
    "float_type": "数ではありません",
    "float_parsing": "数ではありません",
    "string_type": "文字列ではありません（引用符で囲んでください）",
    "bool_parsing": "true / false ではありません",
    "bool_type": "true / false ではありません",
    "list_type": "一覧（- で始まる行の並び）ではありません",
    "tuple_type": "一覧（- で始まる行の並び）ではありません",
    "dict_type": "キーと値の組ではありません",
    "model_type": "キーと値の組ではありません",
    "model_attributes_type": "キーと値の組ではありません",
    "date_type": _NO_DAY,
    "date_parsing": _NO_DAY,
    "date_from_datetime_parsing": _NO_DAY,
    "date_from_datetime_inexact": _NO_DAY,
    "string_pattern_mismatch": "書き方が決まりに合いません（{pattern}）",
    "string_too_short": "空です",
    "too_short": "{min_length} つ以上書いてください",
    "too_long": "{max_length} つまでにしてください",
    "greater_than": "{gt} より大きい数を書いてください",
    "greater_than_equal": "{ge} 以上の数を書いてください",
    "less_than": "{lt} より小さい数を書いてください",
    "less_than_equal": "{le} 以下の数を書いてください",
    "none_required": "値は書けません",
}


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
    return _parse(read_text(path, error), model, error, str(path))


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
        hint = did_you_mean(str(loc[-1]), known) or f"使えるキー: {', '.join(known)}"
        return error(f"知らないキー「{loc[-1]}」があります（{dotted}）{more}", place=where, hint=hint)
    if first["input"] is None:
        return error(f"「{dotted}」: 値が空です{more}", place=where, hint="値を書くか、その行を消してください。")
    if first["type"] in ("literal_error", "enum"):
        known = re.findall("'([^']*)'", context.get("expected", ""))
        hint = did_you_mean(str(first["input"]), known) or f"使える値: {'、'.join(known)}"
        return error(f"「{dotted}」の値「{first['input']}」は使えません{more}", place=where, hint=hint)
    if first["type"] == "missing":
        return error(f"「{dotted}」: 必要なキーがありません{more}", place=where, hint=lines.how_to_add(*loc))
    known_message = _MESSAGES.get(first["type"])
    what = known_message.format(**context) if known_message else first["msg"].removeprefix("Value error, ")
    named = f"「{dotted}」: " if dotted else ""
    return error(f"{named}{what}{more}", place=where, hint="その行の値を直してください。")


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
