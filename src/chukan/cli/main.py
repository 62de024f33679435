"""The program: its commands, and the one place where errors become exit codes."""

from __future__ import annotations

import logging
import os
import sys
import time

import typer

from chukan import __version__
from chukan.cli import commands, helping, signals, streams
from chukan.cli.language import LANGUAGES, check_environment, t
from chukan.cli.options import Lang
from chukan.cli.switches import choose, switches
from chukan.cli.usage import message_of
from chukan.errors import ChukanError, OutputError, UsageError, reason

INTERRUPTED = 130
_LOG = logging.getLogger(__name__)

app = typer.Typer(
    name="chukan",
    help=t(
        "中間標準レイアウトの提出データを検査し、その結果から必要な書類を作ります。",
        "Checks deliveries in the intermediate standard layout and makes the papers from what it found.",
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        print(f"chukan {__version__}")
        raise typer.Exit


@app.callback()
def root(
    lang: Lang = LANGUAGES[0],
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help=t("版を表示", "show the version")
    ),
) -> None:
    """Take the options before the command."""
    choose(lang=lang)


helping.prepare(app)


def main(arguments: list[str] | None = None) -> None:
    """Run, and exit with a code of the contract: 0, 1, 2, 3, 70 or 130. Never a traceback."""
    streams.prepare(sys.argv[1:] if arguments is None else arguments)
    signals.prepare()
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run, and return the exit code; --verbose prints how long it took."""
    choose()
    begun = time.perf_counter()
    code = _run(arguments)
    took = time.perf_counter() - begun
    _LOG.info("終了 終了コード %d 所要 %.1f 秒", code, took)
    if switches().verbose:
        print(
            t(f"chukan {__version__}: 所要 {took:.1f} 秒", f"chukan {__version__}: took {took:.1f} s"), file=sys.stderr
        )
    return code


def _run(arguments: list[str] | None) -> int:
    try:
        _encodable(sys.argv[1:] if arguments is None else arguments)
        check_environment()
        program = commands.load(app, run, sys.argv[1:] if arguments is None else arguments)
        code: object = program(args=arguments, prog_name="chukan", standalone_mode=False)
        if code == INTERRUPTED:  # what typer makes of Ctrl-C
            raise KeyboardInterrupt  # noqa: TRY301 - one place prints it
        if sys.stdout is not None:
            sys.stdout.flush()  # here it can still be said that it does not go
        return code if isinstance(code, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted()
    except Exception as e:  # noqa: BLE001 - every way that a run can fail has its words
        return _interrupted() if signals.stopped() else _failed(e)


def _interrupted() -> int:
    print(
        t("chukan: 中断しました。書きかけのものは残していません。", "chukan: stopped. Nothing half-written is left."),
        file=sys.stderr,
    )
    return INTERRUPTED


def _failed(error: Exception) -> int:  # noqa: PLR0911 - one return for each way that a run can fail
    """Print what went wrong, and return the exit code."""
    try:
        raise error  # noqa: TRY301 - one clause for each kind
    except ChukanError as e:
        _LOG.error("%s", str(e).replace("\n", " / "))
        print(f"chukan: {e}", file=sys.stderr)
        return e.exit_code
    except typer.Exit as e:
        return e.exit_code
    except typer.TyperException as e:
        print(message_of(e), file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as e:
        # an environment that says no where nobody expected it: a full disk, a folder taken away
        place = f"\n場所: {e.filename}" if e.filename else ""
        print(
            f"chukan: 読み書きができません: {reason(e)}{place}\n"
            "次の一手: 空き容量と、その場所の権限・パスを確かめてください。",
            file=sys.stderr,
        )
        return OutputError.exit_code
    except MemoryError:
        print(
            t("chukan: メモリが足りません。--jobs を減らしてください。", "chukan: out of memory; try fewer --jobs."),
            file=sys.stderr,
        )
        return 70
    except Exception as e:  # noqa: BLE001 - the last net: a bug is reported in words
        return _bug(e)


def _encodable(arguments: list[str]) -> None:
    """Raise `UsageError` for NUL and lone surrogates: they name no file on any system."""
    for argument in arguments:
        try:
            whole = b"\x00" not in os.fsencode(argument)
        except UnicodeEncodeError:
            whole = False
        if not whole:
            shown = argument.encode("unicode_escape").decode()
            raise UsageError(f"引数「{shown}」に文字でないものがあります", hint="打ち直してください。")


def _bug(e: Exception) -> int:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="chukan-bug-", suffix=".txt", delete=False, encoding="utf-8") as f:
        # frames only: the exception's own text may hold a value of a record
        f.writelines(traceback.format_tb(e.__traceback__))
        f.write(type(e).__name__)
    print(
        f"chukan: 内部エラーです（{type(e).__name__}）。検査結果は出していません。\n"
        f"場所: {f.name}\n次の一手: このファイル（値は含みません）を開発元に送ってください。",
        file=sys.stderr,
    )
    return 70
