"""pack.yaml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chukan.errors import PackError
from chukan.layouts.pack import Pack

MakePack = Callable[..., Path]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("pack: p\nname: n\n", "editions"),
        ('pack: p\nname: n\ndefault_edition: "2"\neditions: [{edition: "1"}]\n', "default_edition"),
        ('pack: p\nname: n\ndefault_edition: "1"\neditions: [{edition: "1"}, {edition: "1"}]\n', "二度"),
        ('pack: p\nname: n\nnames: n\ndefault_edition: "1"\neditions: [{edition: "1"}]\n', "names"),
    ],
)
def test_mistakes_in_pack_yaml(make_pack: MakePack, text: str, what: str) -> None:
    folder = make_pack({"pack.yaml": text})

    with pytest.raises(PackError, match=what) as caught:
        Pack(folder)

    assert "pack.yaml" in (caught.value.place or "")
