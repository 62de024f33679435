"""A block without its bytes, for a machine that sees the file too."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Self

from chukan.errors import InputError
from chukan.intake.records.block import Block
from chukan.intake.source.open_source import read_range


@dataclass(frozen=True)
class BlockElsewhere:
    """A block, and where its bytes are.

    Attributes:
        block: Without bytes.
        address: The file: an absolute path, or a URI that fsspec knows.
        size: How many bytes it has.
        sha256: Of them: the machine may see another file of that name.
    """

    block: Block
    address: str
    size: int
    sha256: str

    @classmethod
    def of(cls, block: Block, address: str) -> Self:
        """Leave the bytes of a block out."""
        return cls(replace(block, raw=b"", place=None), address, len(block.raw), hashlib.sha256(block.raw).hexdigest())

    def fetched(self) -> Block:
        """Read the bytes, and return the block.

        Raises:
            InputError: they can't be read, or are others.
        """
        data = read_range(self.address, self.block.offset, self.size)
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise InputError(
                "内容が、検査を始めた端末で読んだものと違います",
                place=self.address,
                hint="検査の間に書き換えたのなら、書き終えてから、もう一度実行してください。",
            )
        return replace(self.block, raw=data)
