"""The same bytes from the same contents: ZIP containers (Word, Excel, the evidence itself) written anew.

Libraries stamp their files with the clock; here every member has one fixed time, a fixed order, and the
document's own dates are the as-of day.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

#: ZIP knows no day before it; time of day and of year say nothing here.
_FIXED = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6
_CORE = "docProps/core.xml"
_FIRST = "[Content_Types].xml"
"""Some readers want it first."""
_CREATED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_BY = re.compile(rb"<(dc:creator|cp:lastModifiedBy)([^>/]*(?:\"[^\"]*\"[^>/]*)*)(?:/>|>[^<]*</\1>)")
_REVISION = re.compile(rb"<cp:revision>[^<]*</cp:revision>")


def office(data: bytes, as_of: str) -> bytes:
    """Return a `.docx` or `.xlsx` without clock and author.

    Args:
        data: the file as a library wrote it.
        as_of: ISO day that the document's properties tell.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {info.filename: source.read(info) for info in source.infolist()}
    if _CORE in members:
        members[_CORE] = _dated(members[_CORE], as_of)
    names = sorted(members, key=lambda name: (name != _FIRST, name))
    return archive((name, members[name]) for name in names)


def archive(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a ZIP archive of members in the order given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in members:
            info = zipfile.ZipInfo(name, _FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # whatever the platform says of itself
            info.external_attr = 0o644 << 16
            target.writestr(info, content, compresslevel=_LEVEL)
    return buffer.getvalue()


def _dated(core: bytes, as_of: str) -> bytes:
    core = _CREATED.sub(rb"\g<1>" + f"{as_of}T00:00:00Z".encode() + rb"\g<3>", core)
    core = _BY.sub(rb"<\g<1>\g<2>>chukan</\g<1>>", core)
    return _REVISION.sub(b"<cp:revision>1</cp:revision>", core)
