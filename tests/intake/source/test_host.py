"""Files as they are on a host are refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chukan.agreement import Agreement
from chukan.errors import InputError
from chukan.intake.inspect import inspect
from chukan.intake.reader import open_file
from chukan.intake.source.host import host_encoding

PERSON = f"{'YAMADA TARO':20}{'KOFU':20}19800115"
KANJI = bytes.fromhex("bbb3c5c4c2c0cfba")


def ebcdic(kanji: bytes = b"") -> bytes:
    return b"".join(f"{10000001 + n:08d}".encode("cp037") + kanji + PERSON.encode("cp037") for n in range(30))


FILES = {
    "EBCDIC": ebcdic(),
    "JEF": ebcdic(b"\x28" + KANJI + b"\x29"),
    "KEIS": ebcdic(b"\x0a\x42" + KANJI + b"\x0a\x41"),
    "JIPS(E)": ebcdic(b"\x3f\x75" + KANJI + b"\x3f\x76"),
    "JIPS(J)": b"00001\x1a\x70;3EDB@O:\x1a\x7119800115" * 20,
    "EBCDIC with newlines": b"\r\n".join(PERSON.encode("cp037") for _ in range(30)),
    "EBCDIC of letters": f"{'YAMADATAROSUZUKIHANAKO':26}".encode("cp037") * 40,
    "EBCDIC with delimiters": b"\x25".join(f"{n},YAMADA,1980".encode("cp037") for n in range(40)),
    "JEF without digits": (b"\x28" + KANJI * 3 + b"\x29" + b"\x40" * 9) * 40,
    "IBM": ebcdic(b"\x0e" + bytes.fromhex("4562467f") + b"\x0f"),
}


@pytest.mark.parametrize("name", FILES)
def test_refused_by_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "host.dat"
    path.write_bytes(FILES[name])

    for agreement in (Agreement(), Agreement(encoding="cp932", format="csv")):
        with pytest.raises(InputError, match="ホストの文字コード") as refused:
            open_file(path, None, agreement)
        assert name.split(" ", maxsplit=1)[0] in refused.value.message
        assert "変換し" in (refused.value.hint or "")
    with pytest.raises(InputError, match="ホスト"):
        inspect(path)
    assert InputError.exit_code == 3


TEXTS = st.text("aZ あいをん山田弌丐髙①ソ能表ァＡ１９　ｱﾞ", min_size=16, max_size=200)


@given(text=TEXTS, encoding=st.sampled_from(("cp932", "utf-8", "euc_jp")))
def test_text_with_ascii_digits_is_none(text: str, encoding: str) -> None:
    data = "".join(f"{n:04d}{text}\r\n" for n in range(20)).encode(encoding, "ignore")

    assert host_encoding(data) is None


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "euc_jp", "shift_jis_2004"])
@pytest.mark.parametrize(
    "text",
    [
        "（株）山田　",
        "(株)山田",
        "山田　太郎　　　　　　　　　",
        "１２３４５６７８　　　　　　",
        "をんをんをん弌丐",
        "ｶﾅﾀﾞｹ",
    ],
)
def test_full_width_text_alone_is_none(encoding: str, text: str) -> None:
    assert host_encoding((text * 40).encode(encoding, "ignore")) is None
