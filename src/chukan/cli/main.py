"""The program: its commands, and the one place where errors become exit codes."""

from __future__ import annotations

import signal
import sys
from types import FrameType

import typer

from chukan import __version__
from chukan.cli import check, demo, evidence, explain, inspect, layouts, reduce, rules, sample, verify
from chukan.cli.language import t
from chukan.cli.options import Lang
from chukan.cli.usage import told
from chukan.errors import ChukanError

INTERRUPTED = 130

app = typer.Typer(
    name="chukan",
    help=t(
        "中間標準レイアウトの提出データを検査し、その結果から必要な書類を作ります。",
        "Checks deliveries in the intermediate standard layout and makes the papers from what it found.",
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (demo, inspect, check, verify, sample, reduce, explain, rules):
    module.register(app)
app.add_typer(evidence.app, name="evidence")
app.add_typer(layouts.app, name="layouts")


def _version(value: bool) -> None:
    if value:
        print(f"chukan {__version__}")
        raise typer.Exit


@app.callback()
def root(
    lang: Lang = "ja",
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help=t("版を出す", "show the version")
    ),
) -> None:
    """Options before the command."""


def main(arguments: list[str] | None = None) -> None:
    """Run, and exit with a code of the contract: 0, 1, 2, 3, 70 or 130. Never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # a Windows console in cp932 can't print every character of a message
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    signal.signal(signal.SIGTERM, _interrupted)
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """As `main`, but answers the exit code."""
    try:
        code: object = app(args=arguments, prog_name="chukan", standalone_mode=False)
        if code == INTERRUPTED:  # what typer makes of Ctrl-C
            raise KeyboardInterrupt  # noqa: TRY301 - one place tells it
        return code if isinstance(code, int) else 0
    except ChukanError as e:
        print(f"chukan: {e}", file=sys.stderr)
        return e.exit_code
    except typer.Exit as e:
        return e.exit_code
    except (KeyboardInterrupt, typer.Abort):
        print(
            t("chukan: 中断しました。途中の結果は残していません。", "chukan: stopped. Nothing half-written is left."),
            file=sys.stderr,
        )
        return INTERRUPTED
    except typer.TyperException as e:
        print(f"chukan: {told(e)}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except MemoryError:
        print(
            t("chukan: メモリが足りません。--jobs を減らしてください。", "chukan: out of memory; try fewer --jobs."),
            file=sys.stderr,
        )
        return 70
    except Exception as e:  # noqa: BLE001 - the last net: a bug is told in words
        return _bug(e)


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


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
