"""YAML as people write it: text to nodes that know their lines, and to plain values.

Stricter than YAML 1.1: no key twice, no days made of what looks like one, no references without end.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from chukan.errors import ChukanError, reason
from chukan.paths import is_file, is_folder

Loc = tuple[str | int, ...]
"""The way to a value: keys of mappings, numbers of lists."""

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
    (
        "found another document",
        "文書の区切り（---）の後に、もう一つの文書があります",
        "1つのファイルに1つだけ書いてください。",
    ),
    ("unexpected ':'", "「:」の後に値か空白がありません", "「キー: 値」の形にしてください（「:」の後に空白）。"),
    ("cannot start any token", "使えない記号で始まる値があります", "値を引用符で囲んでください。"),
)

_MOST_VALUES = 1_000_000
"""Values of one document, its references written out; the largest packs have some 50,000."""

_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_INTEGER = "tag:yaml.org,2002:int"
#: YAML 1.1 also takes 0100 for 64, 1:30 for 90 and 1_000 for 1000: codes, times and names are the texts that stand there.
_WHOLE_NUMBER = re.compile(r"(?:[-+]?(?:0|[1-9][0-9]*)|0x[0-9a-fA-F]+)\Z")
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where PyYAML has it: ten times as fast


class _Loader(_Base):  # type: ignore[misc]
    """Safe, and strict: a key given twice is an error, and what looks like a day is the text that stands there.

    Days are read by the models that want them, so that one which does not exist is a mistake of that key.
    """

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Return the value of a node; one that its tag can't make (``!!int x``) is an error at its line."""
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise yaml.constructor.ConstructorError(
                None, None, "値が型の指定（!）に合いません", node.start_mark
            ) from None


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


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_without_twins)
_Loader.add_constructor(_TIMESTAMP, lambda loader, node: loader.construct_scalar(node))
_Loader.yaml_implicit_resolvers = {
    first: [(tag, _WHOLE_NUMBER if tag == _INTEGER else pattern) for tag, pattern in resolvers if tag != _TIMESTAMP]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}


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


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of the values of a document.

    Attributes:
        place: The name of the document.
        node: Its nodes; None = nobody knows its lines.
        within: The way to the part that is looked at.
    """

    place: str
    node: yaml.Node | None = None
    within: Loc = ()

    def below(self, *loc: str | int) -> Lines:
        """Return the lines of a part."""
        return Lines(self.place, self.node, (*self.within, *loc))

    def at(self, *loc: str | int) -> str:
        """Return ``NAME:LINE`` of a value, or of the deepest one on the way to it that exists."""
        return self.place if self.node is None else f"{self.place}:{line_of(self.node, (*self.within, *loc))}"

    def find(self, *loc: str | int) -> str | None:
        """Return ``NAME:LINE`` of a value; None where the document does not hold it."""
        way = (*self.within, *loc)
        return self.at(*loc) if self.node is not None and _holds(self.node, way) else None

    def called(self, *loc: str | int) -> str:
        """Return what messages call a value: its keys, with dots between them."""
        return ".".join(str(part) for part in (*self.within, *loc))

    def how_to_add(self, *loc: str | int) -> str:
        """Return how a value that is missing is written, as the next step."""
        return f"「{loc[-1]}: 値」を書き足してください。"


#: Endings of data and of reports.
NO_YAML = frozenset(
    (".csv", ".tsv", ".dat", ".zip", ".gz", ".parquet", ".xls", ".xlsx", ".xlsm", ".docx", ".html", ".pdf")
)


def read_document(path: Path, error: type[ChukanError]) -> str:
    """Return the text of a YAML file; what its name calls data or a report is not read as one.

    Nobody is told to mend, or to save anew, a delivery that was named by mistake.

    Raises:
        error: as `read_text`, or the name is that of another kind of file.
    """
    if path.suffix.lower() in NO_YAML and is_file(path):
        raise error(
            f"設定のファイル（YAML）ではなく、{path.suffix} のファイルです",
            place=str(path),
            hint=".yaml のファイルを指定してください。このファイルは直さず、そのままにしてください。",
        )
    return read_text(path, error)


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
        if is_folder(path):
            raise error("フォルダです", place=str(path), hint="中のファイルを指定してください。") from None
        raise error(f"読めません: {reason(e)}", place=str(path), hint=hint) from None


def read_yaml(text: str, error: type[ChukanError], *, place: str) -> tuple[Lines, Any]:
    """Return the lines of the values of a YAML text, and the values.

    Args:
        text: The YAML.
        error: The class of the error to raise.
        place: The name of the text, for messages.

    Raises:
        error: The text is no YAML; names the line and the next step.
    """
    try:
        node, data = _read(text)
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark
        where = f"{place}:{mark.line + 1}" if mark else f"{place}:1"
        what, hint = _in_japanese(e.problem or "", _indent(text, mark))
        raise error(f"YAML として読めません: {what}", place=where, hint=hint) from None
    except yaml.reader.ReaderError as e:
        line = text.count("\n", 0, e.position) + 1
        raise error(
            f"使えない文字（U+{int(e.character):04X}）があります",
            place=f"{place}:{line}",
            hint="その文字を消してください。",
        ) from None
    except RecursionError:
        raise error("入れ子が深すぎます", place=f"{place}:1", hint="括弧の閉じ忘れがないか確かめてください。") from None
    return Lines(place if node else f"{place}:1", node), data


def _indent(text: str, mark: yaml.Mark | None) -> str:
    """Return the blanks that the line of a mark begins with, and what stands at the mark: a TAB there is what is wrong."""
    lines = text.splitlines()
    if mark is None or mark.line >= len(lines):
        return ""
    line = lines[mark.line]
    return line[: len(line) - len(line.lstrip())] + line[mark.column : mark.column + 1]


def _in_japanese(problem: str, indent: str) -> tuple[str, str]:
    """Return what the YAML parser says in words, and what to do about it."""
    if "\t" in indent:
        problem = "tab character"
    for part, what, hint in _PROBLEMS:
        if part in problem:
            return what, hint
    if not problem.isascii():  # our own
        return problem, "その行を直してください。"
    return "書き方に誤りがあります", "字下げと「:」「-」の後の空白を確かめてください。"


def _read(text: str) -> tuple[yaml.Node | None, Any]:
    """Return a document's nodes, which know their lines, and its values."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is not None and "&" in text:  # without an anchor nothing is referred to
            _refuse_bomb(node)
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def _holds(node: yaml.Node, loc: Loc) -> bool:
    for part in loc:
        if isinstance(node, yaml.MappingNode):
            found = next((value for key, value in node.value if key.value == str(part)), None)
        else:
            is_in_list = isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value)
            found = node.value[part] if is_in_list else None
        if found is None:
            return False
        node = found
    return True


def line_of(node: yaml.Node, loc: Loc) -> int:
    """Return the line, from 1, of the deepest node on the way to `loc` that exists."""
    line = node.start_mark.line + 1
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
