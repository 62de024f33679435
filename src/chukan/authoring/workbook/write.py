"""Writing a pack folder: whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml

from chukan.documents import load
from chukan.errors import OutputError, PackError
from chukan.layouts.body import LayoutBody
from chukan.layouts.codes import CodeList
from chukan.layouts.model import Item
from chukan.layouts.pack_document import PackDocument
from chukan.layouts.tables import CODE_COLUMNS, ITEM_COLUMNS
from chukan.output.folder import whole_folder

T = TypeVar("T")


def item_table(items: Iterable[Item]) -> str:
    """Return an item table as CSV text."""
    rows, items = [], list(items)
    columns = tuple(c for c in ITEM_COLUMNS if c != "label" or any(item.labels for item in items))
    for item in items:
        data = item.model_dump(by_alias=True)
        data["format"], data["label"] = " ".join(item.formats), "|".join(item.labels)
        data["scale"] = item.scale or None
        rows.append(["" if data[c] is None else data[c] for c in columns])
    return _csv(columns, rows)


def code_table(codes: CodeList) -> str:
    """Return a code list as CSV text."""
    rows = []
    for value in codes.values:
        data = {"list": codes.name, **value.model_dump()}
        rows.append(["" if data[c] is None else data[c] for c in CODE_COLUMNS])
    return _csv(CODE_COLUMNS, rows)


def business_yaml(slug: str, name: str, bodies: Mapping[str, LayoutBody]) -> str:
    """``business.yaml``.

    Args:
        slug: The business's name in addresses.
        name: Its Japanese name.
        bodies: Layout -> body.
    """
    layouts = {layout: body_dict(body) for layout, body in bodies.items()}
    return dump_yaml({"business": slug, "name": name, "layouts": layouts})


def body_dict(body: LayoutBody) -> dict[str, Any]:
    """Return a body as plain data, without what is left at its default."""
    return body.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def dump_yaml(data: Any) -> str:
    """YAML as people write it: block style, Japanese as it is, keys in their order."""
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)


def write_folder(folder: Path, files: Mapping[str, str], *, replace: bool, check: Callable[[Path], T]) -> T:
    """Write all files into a new folder beside `folder`, check it, then put it in place.

    Args:
        folder: the folder of the pack.
        files: path in the pack, with ``/`` -> text; CSV files get a BOM, so that Excel reads them as UTF-8.
        replace: the pack's own files that are there already give way; whatever else is in the folder stays.
        check: looks at the new folder; what it raises leaves everything as it was.

    Returns:
        What `check` returned.

    Raises:
        OutputError: the folder is there (and not to be replaced), or can't be written.
    """
    if folder.exists() and not replace:
        raise OutputError(
            "書き出し先がすでにあります",
            place=str(folder),
            hint="別の --out を指定するか、置き換えるなら --overwrite、業務を足すなら --append を付けてください。",
        )
    own = frozenset(_own_files(folder)) if folder.exists() else frozenset()
    if folder.is_dir() and not own and any(folder.iterdir()):
        raise OutputError(
            "書き出し先はレイアウト集のフォルダではありません。何も書いていません",
            place=str(folder),
            hint="別の --out を指定してください。",
        )
    with whole_folder(folder, sometimes=sorted(own), known=own.__contains__) as built:
        for name, text in files.items():
            path = built / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="\n")
        return check(built)


def read_folder(folder: Path) -> dict[str, str]:
    """Return the files of a pack folder, as `write_folder` takes them.

    Returns:
        Path in the pack, with ``/`` -> text without BOM; the pack's own files only.
    """
    return {name: (folder / name).read_text(encoding="utf-8-sig") for name in _own_files(folder)}


def _own_files(folder: Path) -> list[str]:
    """List what belongs to the pack: `pack.yaml`, its businesses' tables and rules, its code lists."""
    if not (folder / "pack.yaml").is_file():
        return []
    try:
        document = load(folder / "pack.yaml", PackDocument, PackError)
    except PackError:
        return []
    folders = ["codes", *(entry.folder for entry in document.businesses)]
    found = [path for name in dict.fromkeys(folders) for path in sorted((folder / name).glob("*.csv"))]
    found += [path for name in dict.fromkeys(folders) if (path := folder / name / "business.yaml").is_file()]
    return ["pack.yaml", *(path.relative_to(folder).as_posix() for path in found)]


def _csv(columns: tuple[str, ...], rows: list[list[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()
