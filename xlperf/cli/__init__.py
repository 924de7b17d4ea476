"""The command line: arguments in, words out. One file per verb; no logic here."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from xlperf import __version__
from xlperf.cli import demo, editions, fill, read, template
from xlperf.cli.parser import Parser
from xlperf.cli.terminal import say, speak_utf8, start_log
from xlperf.model.refusal import Refused

_DONE = 0
_NOTHING_DONE = 2
_INTERRUPTED = 130
#: one module per verb, named like it
VERBS = (read, fill, template, editions, demo)


def command_line() -> Parser:
    """The whole command line, as the manual describes it."""
    root = Parser(
        prog="xlperf",
        usage="xlperf 动词 …",
        description="读取财政项目支出绩效目标申报表与自评表，得到统一的记录。",
        epilog="每个动词的写法：xlperf 动词 --help",
    )
    root.add_argument(
        "--version", action="version", version=f"xlperf {__version__}", help="显示版本后退出"
    )
    verbs = root.add_subparsers(
        title="动词", metavar="动词", dest="verb", required=True, prog="xlperf"
    )
    for verb in VERBS:
        verb.add(verbs)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one verb and says how it went: 0 done, 1 done with flaws, 2 nothing could be done."""
    speak_utf8()
    arguments = command_line().parse_args(argv)
    log = start_log()
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()  # a closed pipe shows here and not at exit
    except KeyboardInterrupt:
        say("已中断。")
        return _INTERRUPTED
    except BrokenPipeError:
        # whoever read the output has seen enough; nothing more can be said there
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _DONE
    except Refused as refusal:
        say(refusal.reason)
        return _NOTHING_DONE
    except Exception:
        logging.getLogger("xlperf").exception("xlperf %s", arguments.verb)
        say(f"出了意外，没有做完。详情已记在 {log}，请把这个文件发给维护者。")
        return _NOTHING_DONE
    return status
