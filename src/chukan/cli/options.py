"""The options that several commands share, declared once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from chukan.cli.language import t
from chukan.engines.cores import MOST_JOBS
from chukan.severity import Severity


def _folder(text: str) -> Path:
    """Return a folder; an empty variable of a shell script must not become the current one."""
    if not text.strip():
        raise typer.BadParameter("空です。フォルダを指定してください")
    return Path(text)


Packs = Annotated[
    list[Path] | None,
    typer.Option(
        "--packs",
        metavar="DIR",
        help=t("自分のレイアウト集のフォルダ（繰り返し可）", "folder of your own packs (repeatable)"),
    ),
]
AgreementFile = Annotated[
    Path | None, typer.Option("--agreement", metavar="YAML", help=t("移行条件ファイル", "agreement file"))
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", parser=_folder, help=t("結果を置くフォルダ", "folder for the results")),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="YYYY-MM-DD",
        help=t("検査の基準日（省略時は今日）", "the day to check as of (default: today)"),
    ),
]


def _jobs(text: str) -> int | str:
    """Return a number of processes, or "auto"."""
    if text == "auto":
        return text
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= MOST_JOBS:
        raise typer.BadParameter(f"1 以上 {MOST_JOBS} 以下の整数か auto で指定してください")
    return number


Jobs = Annotated[
    Any,  # an int or "auto"
    typer.Option(
        "--jobs",
        metavar="N|auto",
        parser=_jobs,
        help=t(
            "分担するプロセスの数（auto は、大きいファイルのときだけコアの数）",
            "processes that share the work (auto: the cores, where a file is large enough)",
        ),
    ),
]
Engine = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="local|dask",
        help=t(
            "どこで検査するか（dask は複数のプロセスや端末。追加パッケージ dask が必要）",
            "where files are examined (dask: a cluster; needs the extra dask)",
        ),
    ),
]
Scheduler = Annotated[
    str,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help=t(
            "Dask のスケジューラのアドレス（例 tls://host:8786。省略時はこの端末に --jobs 個のワーカーを起動）",
            "address of a Dask scheduler, e.g. tls://host:8786 (default: --jobs workers on this machine)",
        ),
    ),
]
FailOn = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="error|warning|info|never",
        help=t("終了コードを 1 にする重大度", "severity from which the exit code is 1"),
    ),
]
ShowValues = Annotated[
    bool,
    typer.Option(
        "--show-values",
        help=t("値を伏せずに示す（個人番号は示さない）", "show values as they are (My Number never)"),
    ),
]
Decisions = Annotated[
    list[Path] | None,
    typer.Option(
        "--decisions",
        metavar="XLSX",
        help=t(
            "前の検証の report.xlsx に記入した対応・了承を読む（繰り返し可）",
            "take in what was decided in an earlier report.xlsx (repeatable)",
        ),
    ),
]
Keys = Annotated[
    bool,
    typer.Option(
        "--keys",
        help=t(
            "指摘にレコードのキー（宛名番号など。個人番号は載せない）を載せる",
            "name the key items of the record (My Number never) in the findings",
        ),
    ),
]
Limit = Annotated[
    int,
    typer.Option(
        "--limit",
        min=1,
        help=t("検査項目・項目・ファイルごとに残す指摘の数", "findings kept for each rule, item and file"),
    ),
]
Junit = Annotated[bool, typer.Option("--junit", help=t("--format junit と同じ", "the same as --format junit"))]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        metavar="junit|sarif|github|jsonl|markdown",
        help=t(
            "プログラム向けの形式でも出す（--out があればファイル、なければ画面。繰り返し可）",
            "also as a format for programs (a file with --out, else on stdout; repeatable)",
        ),
    ),
]
Json = Annotated[bool, typer.Option("--json", help=t("結果を JSON で出力", "answer in JSON"))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=t("要点だけを出す", "say only what matters"))]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help=t("詳しく出す", "say more"))]
NoProgress = Annotated[bool, typer.Option("--no-progress", help=t("進み具合を出さない", "no progress bar"))]
Progress = Annotated[
    str,
    typer.Option(
        "--progress",
        metavar="auto|json",
        help=t(
            "検査の進み具合の出し方（json は標準エラー出力に1行ずつ JSON）",
            "how a check tells how far it is (json: one JSON object a line on stderr)",
        ),
    ),
]
LogFile = Annotated[
    Path | None,
    typer.Option(
        "--log-file",
        metavar="FILE",
        envvar="CHUKAN_LOG",
        show_envvar=False,
        help=t("経過をファイルに追記する（CHUKAN_LOG でも）", "append what happens to a file (also CHUKAN_LOG)"),
    ),
]
Lang = Annotated[
    str,
    typer.Option(
        "--lang", metavar="ja|en", help=t("ヘルプの言葉（CHUKAN_LANG でも）", "language of the help (also CHUKAN_LANG)")
    ),
]

ProjectFile = Annotated[
    Path,
    typer.Argument(
        metavar="PROJECT.yaml", help=t("プロジェクトファイル（YAML か Excel）", "the project file (YAML or Excel)")
    ),
]
OneMunicipality = Annotated[
    str | None, typer.Option("--municipality", help=t("この市区町村だけ", "only this municipality"))
]
OneBusiness = Annotated[
    str | None, typer.Option("--business", help=t("この業務だけ（名称でも）", "only this business, by slug or name"))
]
AllowOutside = Annotated[
    bool,
    typer.Option(
        "--allow-outside", help=t("プロジェクトの外のファイルも許す", "allow files outside the project's folder")
    ),
]

FAIL_ON = (*Severity, "never")


def as_of_day(text: str | None) -> dt.date:
    """Return the day that `--as-of` names; today when it is left out."""
    if text is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        from chukan.errors import UsageError

        raise UsageError(
            f"--as-of の日付「{text}」を読めません", hint="YYYY-MM-DD で書いてください（例 2026-11-23）。"
        ) from None


def checked_fail_on(text: str) -> str:
    """Return a severity that `--fail-on` knows."""
    if text not in FAIL_ON:
        from chukan.errors import UsageError, did_you_mean

        raise UsageError(
            f"--fail-on の「{text}」は使えません", hint=did_you_mean(text, FAIL_ON) or f"使える値: {', '.join(FAIL_ON)}"
        )
    return text
