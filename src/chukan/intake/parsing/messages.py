"""What anomalies say: the thing and the next step. The place is told by their fields."""

from __future__ import annotations

from chukan.intake.encoding.decode import MOST_FAULTS

_REJECTED = "この行は検査に回していません。"


def field_count(actual: int, expected: int, size: int) -> str:
    """F07: a record of another number of fields.

    Args:
        actual: Fields of the record.
        expected: Columns of the file.
        size: Bytes of the record.
    """
    return (
        f"項目の数が {actual} です（{expected} でなければなりません）。行の長さは {size:,} バイトです。{_REJECTED}"
        "値の中の区切り文字が引用符で囲まれているか、値に改行が入っていないかを確かめてください。"
    )


def unread_line() -> str:
    """F11: a backslash at the end of a line that is passed over, or of a control record: the next line is passed over, too."""
    return (
        "読み飛ばした行かヘッダなどのレコードの終わりの「\\」が次の行をつないでいます。つながれた行も検査していません。"
        "対象者のレコードでないかを確かめ、行の終わりの「\\」を「\\\\」と書くか、付けずに出力してください。"
    )


def joined_lines() -> str:
    """Return what is said, beside its width, of a record whose lines are joined by a backslash at their ends."""
    return "行の終わりの「\\」が次の行をつないでいます。つないでよい行かを確かめてください（値の終わりの「\\」は「\\\\」と書きます）。"


def too_large(size: int) -> str:
    """F07: no newline within the largest record."""
    return f"改行が {size:,} バイト続けて現れません。{_REJECTED}改行と引用符を確かめてください。"


def unknown_type() -> str:
    """F07: a record type that was not agreed on."""
    return f"レコード種別が移行条件の record_types にありません。{_REJECTED}レコード種別の指定を確かめてください。"


def record_length(actual: int, expected: int) -> str:
    """F07: a fixed-width record of another length."""
    return (
        f"レコードの長さが {actual:,} バイトです（{expected:,} バイトでなければなりません）。{_REJECTED}"
        "末尾の空白が落ちていないか、文字コードと桁数の取り決めを確かめてください。"
    )


def left_over(actual: int, expected: int) -> str:
    """F07: a short last record.

    Args:
        actual: Bytes that are left.
        expected: Bytes of a record.
    """
    return (
        f"最後に {actual:,} バイトが余りました（1レコードは {expected:,} バイトです）。{_REJECTED}"
        "ファイルが途中で切れていないか、レコード長の取り決めを確かめてください。"
    )


def flawed_quote(flaw: str, *, read: bool) -> str:
    """F08: a quote inside a bare field, or text after a closing quote."""
    what = (
        "引用符で囲まれていない項目の中に引用符があります。" if flaw == "bare" else "閉じる引用符の後に文字があります。"
    )
    then = "この項目は引用符も含めて書かれたとおりに読みました。" if read else _REJECTED
    return f"{what}{then}項目を引用符で囲み、値の中の引用符は二重にして出力してください。"


def stray_quote(line: int, swallowed: int, *, closed: bool, read: bool) -> str:
    """F08: a quote that does not close where it should.

    Args:
        line: The line of the quote, from 1.
        swallowed: Lines that it would take in.
        closed: True when it closes somewhere.
        read: True when the record was read nevertheless.
    """
    if not swallowed:
        extent = "この行の終わりまで閉じません。"
    elif closed:
        extent = f"このまま読むと後の {swallowed:,} 行を飲み込みます。"
    else:
        extent = f"閉じる引用符が見つからず、このまま読むと後の {swallowed:,} 行以上を飲み込みます。"
    then = (
        "この行は引用符を文字として読み、次の行から読み直しました。"
        if read
        else f"{_REJECTED}次の行から読み直しました。"
    )
    return f"{line:,} 行目で始まった引用符が閉じていません。{extent}{then}引用符の対応を確かめてください。"


def newline_in_value() -> str:
    """F08: a newline in quotes that was not agreed on."""
    return (
        "値の中に改行があります（移行条件では newlines_in_values: false です）。1レコードとして読みました。"
        "改行を除いて出力するか、移行条件を見直してください。"
    )


def swallowed_records(lines: int) -> str:
    """F08: a value whose lines look like records."""
    return (
        f"引用符で囲まれた値が {lines:,} 行にわたり、その中にレコードと同じ形の行があります。"
        "引用符の閉じ忘れでレコードが飲み込まれていないか確かめてください。"
    )


def undecodable(encoding: str, found: bytes, places: int, *, cut: bool = False, other: str | None = None) -> str:
    """F03: bytes that the encoding does not define.

    Args:
        encoding: The encoding that was agreed on.
        found: The bytes of the first place.
        places: How many there are in the value, up to `MOST_FAULTS`.
        cut: True when a character is cut at the border of an item.
        other: An encoding in which the record is whole.
    """
    shown = found[:4].hex(" ").upper()
    many = f"この値に {places} か所{'以上' if places == MOST_FAULTS else ''}" if places > 1 else "1か所"
    if cut:
        return (
            f"文字が項目の境で切れています（{shown}、{many}）。"
            "項目の開始位置と長さ、桁数の単位（文字かバイトか）を確かめてください。"
        )
    if other is not None:
        return (
            f"文字コード {encoding} に無いバイトがあります（{shown}、{many}）。このレコードは {other} としては正しい形です。"
            "別の文字コードのデータが混ざっていないかを出力元で確かめてください。"
        )
    return (
        f"文字コード {encoding} に無いバイトがあります（{shown}、{many}）。"
        "文字が途中で切れていないか、別の文字コードが混ざっていないかを出力元で確かめてください。"
    )


def control_bytes(found: bytes, *, fixed: bool = False) -> str:
    """F05: control bytes inside a value.

    Args:
        found: the bytes.
        fixed: the file is of fixed width, where numbers may have been left as a host keeps them.
    """
    names = "、".join(sorted({_NAMES.get(byte, f"0x{byte:02X}") for byte in found}))
    hint = "パック10進やバイナリのままの項目なら、数字にして出力してもらってください。" if fixed else ""
    return f"値の中に制御文字があります（{names}、{len(found)} バイト）。取り除いて出力してください。{hint}"


_NAMES = {0x00: "NUL", 0x09: "タブ", 0x1A: "0x1A（EOF）", 0x1B: "ESC", 0x7F: "DEL"}


def end_mark_inside() -> str:
    """F05: 0x1A where more follows."""
    return (
        "ファイルの途中に 0x1A（EOF）があります。複数のファイルをつなげたものと見られ、移行先がここで読み終えるおそれが"
        "あります。取り除いて出力してください。"
    )


def header_again(*, in_order: bool = True) -> str:
    """F06: the header inside the file.

    Args:
        in_order: its columns stand where those of the first one do.
    """
    moved = "" if in_order else "列が先頭の見出しと違うため、この行より後の項目は入れ違って読まれています。"
    return (
        "見出し行がファイルの途中にもあります。複数のファイルをつなげたものと見られます。この行はデータとして数えていません。"
        f"{moved}重複や欠落がないかを確かめ、一つのファイルとして出力してください。"
    )


def control_length(name: str, actual: int, expected: int) -> str:
    """F11: a control record of another length."""
    return (
        f"{name}のレコードの長さが {actual:,} バイトです（{expected:,} バイトでなければなりません）。"
        "レコードが途中で切れていないかを確かめてください。"
    )


def control_quotes(name: str) -> str:
    """F11: a control record whose quotes are wrong."""
    return f"{name}のレコードの引用符が閉じていないか、正しくない位置にあります。引用符の対応を確かめてください。"


def control_undecodable(name: str, encoding: str, found: bytes) -> str:
    """F11: a control record with bytes that the encoding does not define."""
    shown = found[:4].hex(" ").upper()
    return f"{name}のレコードに、文字コード {encoding} に無いバイトがあります（{shown}）。出力元で確かめてください。"
