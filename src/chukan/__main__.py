"""`python -m chukan`, and the installed command `chukan`."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
import threading

#: Objects made before Python looks for cycles among them. What the modules make at start-up never goes away, and the
#: search among it took a sixth of a short run; blocks leave few cycles behind, and memory does not grow by them.
_OBJECTS = 300_000


class _WithoutPandas:
    """A finder by which there is no pandas: Arrow and pandera load it to recognise its values, which takes a third of a short run.

    No command hands any over; the library does, and its processes do not come this way.
    """

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:  # noqa: ARG004 - what Python asks
        """Refuse pandas; leave all other modules to others."""
        if name == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name=name)  # pandera knows this sentence


def prepare() -> None:
    """Set up a process that runs a command and nothing else; benchmarks do as well. A library must leave all this to its user."""
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
    # nothing here multiplies matrices, and numpy's library for it would start a thread a core
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # nor do we want what other packages of this Python would add to pydantic; to look for it takes its time too
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    sys.meta_path.insert(0, _WithoutPandas)


def main() -> None:
    """Run the program in the language that its arguments ask for."""
    prepare()
    from chukan.cli import language

    arguments = sys.argv[1:]
    language.use(arguments)
    from chukan.cli.main import main as program

    try:
        program(arguments)
    except SystemExit as e:
        _leave(e.code if isinstance(e.code, int) else 0)


def _leave(code: int) -> None:
    """End the process at once: to take apart what its modules made takes a tenth of a short run, and helps nobody."""
    # in the order in which Python ends: first the threads that end worker processes, else both would wait for each other
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001 - there is no other way to wait for them
    atexit._run_exitfuncs()  # noqa: SLF001 - there is no other way to run them
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with contextlib.suppress(OSError, ValueError):  # what could not be shown was reported, or nobody is there
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
