"""The command line `synfinance`: parse, call, print. Exit codes: 0 fine, 1 failed, 2 wrong use, 130 stopped."""

import sys
from collections.abc import Sequence
from io import TextIOWrapper

import typer

from synfin_core.cli.commands import app
from synfin_core.errors import Cancelled, SynfinError
from synfin_core.observability import logs

STOPPED = 130  # what shells say of a program that Ctrl-C ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `synfinance`; every failure is one line on stderr and an exit code."""
    _pipe_utf8()
    logs.configure("error")  # what a user must know is the one line of the command itself
    try:
        return app(args=arguments, prog_name="synfinance", standalone_mode=False) or 0
    except typer.TyperException as error:
        return _say(error.format_message(), error.exit_code)
    except typer.Abort:
        return _say("stopped; nothing was changed", STOPPED)
    except Cancelled as error:
        return _say(str(error), STOPPED)
    except SynfinError as error:
        return _say(str(error), error.exit_code)
    except OSError as error:
        return _say(f"{error.filename or 'the disk'}: {error.strerror or error}", 1)


def web() -> int:
    """Run `synfinance-web`: the studio, with the options of `synfinance studio`."""
    return main(["studio", *sys.argv[1:]])


def _pipe_utf8() -> None:
    """Whatever reads our output gets UTF-8: on Windows a pipe would have the code page of the country, which lacks most names."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")


def _say(message: str, code: int) -> int:
    print(f"synfinance: {' '.join(message.split())}", file=sys.stderr)
    return code
