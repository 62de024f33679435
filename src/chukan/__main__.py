"""`python -m chukan`, and the installed command `chukan`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the program in the language that its arguments ask for."""
    from chukan.cli import language

    arguments = sys.argv[1:]
    language.use(arguments)
    from chukan.cli.main import main as program

    program(arguments)


if __name__ == "__main__":
    main()
