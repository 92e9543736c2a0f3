"""The command line. Exit codes: 0 done, 1 the knowledge holds errors, 2 wrong use or settings, 3 storage failed."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import report
from bot.dialogue.stores import JournalLine
from bot.errors import HuitongError, KnowledgeError, StoreError
from bot.knowledge.problems import FORMATS, Problem, Severity
from bot.settings import Settings, read_settings

DONE, FOUND_ERRORS, WRONG_USE, STORAGE_FAILED = 0, 1, 2, 3
DESCRIPTION = "Huitong answers foreign nationals' questions about permits in Beijing, with sources, in their language."
EPILOG = """\
Without a command, `run` is meant. Settings come from the environment or .env; .env.example lists them.
Exit codes: 0 done, 1 the knowledge holds errors, 2 wrong use or settings, 3 storage failed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    given = _parser().parse_args(arguments)
    try:
        settings = read_settings(knowledge_dir=given.knowledge, locales_dir=given.locales)
        code: int = given.command(given, settings)
    except KnowledgeError as error:
        _complain("\n".join(map(str, error.problems)))
        return FOUND_ERRORS
    except BrokenPipeError:  # the reader has seen enough, as `head` does; nothing more can be flushed into the pipe when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except StoreError as error:
        _complain(str(error))
        return STORAGE_FAILED
    except (HuitongError, OSError) as error:
        _complain(str(error))
        return WRONG_USE
    except KeyboardInterrupt:
        return DONE
    return code


def _complain(text: str) -> None:
    print(text, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "huitong", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--knowledge", type=Path, metavar="DIR", help="folder of the knowledge (default: KNOWLEDGE_DIR)")
    parser.add_argument("--locales", type=Path, metavar="DIR", help="folder of the languages (default: LOCALES_DIR)")
    parser.set_defaults(command=run)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, command: object, told: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=told, description=told)
        one.set_defaults(command=command)
        return one

    add("run", run, "start the assistant: Telegram with TELEGRAM_TOKEN, else the terminal")
    chat_parser = add("chat", chat, "talk in the terminal, whatever the settings say")
    chat_parser.add_argument("--language", metavar="CODE", help="language code that the channel would report")

    ask_parser = add("ask", ask, "answer one question, or many as JSON lines")
    ask_parser.add_argument("question", nargs="?", help="the question, in any language")
    ask_parser.add_argument("--language", metavar="CODE", help="language code that the channel would report")
    ask_parser.add_argument("--jsonl", action="store_true", help="read JSON lines from standard input, write one line each")
    ask_parser.add_argument("--explain", action="store_true", help="show the evidence instead of the answer")

    near_parser = add("near", near, "list the offices near a place")
    near_parser.add_argument("place", help="a station, neighbourhood, university or district")
    near_parser.add_argument("--entry", metavar="ID", help="the topic whose office is needed")
    near_parser.add_argument("--language", metavar="CODE", help="language of the reply")

    check_parser = add("check", check, "check the knowledge and say everything that is wrong")
    check_parser.add_argument("--format", choices=tuple(FORMATS), default="text", help="how problems are written")
    check_parser.add_argument("--locale", metavar="CODE", help="only what concerns one language, and what it does not cover yet")
    check_parser.add_argument("--today", type=date.fromisoformat, metavar="DAY", help="check as if it were this day (YYYY-MM-DD)")

    schema_parser = add("schema", schema, "write the JSON Schemas that editors use for knowledge files")
    schema_parser.add_argument("folder", nargs="?", type=Path, help="where to write them (default: <knowledge>/schema)")

    stamp_parser = add("stamp", stamp, "mark translations as made from the English text as it is now")
    stamp_parser.add_argument("locale", help="language of the translations")
    stamp_parser.add_argument("entries", nargs="*", help="ids of the entries (default: all)")

    report_parser = add("report", make_report, "list figures and their sources, unanswered questions, or feedback")
    report_parser.add_argument("what", choices=("facts", "unanswered", "feedback"))
    report_parser.add_argument("--days", type=int, default=30, help="how many days back (default 30)")

    language_parser = add("add-language", add_language, "write the skeleton of a new language")
    language_parser.add_argument("code", help="language code such as it, vi, pt")
    language_parser.add_argument("native_name", help="the language's own name, such as Italiano")
    language_parser.add_argument("--rtl", action="store_true", help="written from right to left")

    qr_parser = add("qr", qr, "write a poster with a QR code that opens a window or an entry in Telegram")
    qr_parser.add_argument("what", help="id of a window or an entry")
    qr_parser.add_argument("--locale", default="en", help="language of the words on the poster")
    qr_parser.add_argument("--output", type=Path, help="file to write, .svg or .png (default: <id>.svg)")
    return parser


def run(_given: argparse.Namespace, settings: Settings) -> int:
    if settings.telegram_token is None:
        return asyncio.run(_converse(settings, None))
    import uvloop

    from bot.app import serve_telegram, set_up_logging

    set_up_logging(settings.log_level)
    uvloop.run(serve_telegram(settings))
    return DONE


def chat(given: argparse.Namespace, settings: Settings) -> int:
    from bot.app import set_up_logging

    set_up_logging("ERROR")
    return asyncio.run(_converse(settings, given.language))


async def _converse(settings: Settings, language: str | None) -> int:
    from bot.app import running, set_up_logging
    from bot.channels.console import converse

    set_up_logging("ERROR")
    interactive = sys.stdin.isatty()
    if interactive:
        print("Huitong 会同. Ask in your language; a number presses a button; /help, /language, /topics, /near; Ctrl-D ends.\n")

    async def lines() -> AsyncIterator[str]:
        while True:
            if interactive:
                print("> ", end="", flush=True)
            line = await asyncio.to_thread(sys.stdin.readline)
            if not line:
                return
            yield line

    async def show(text: str) -> None:
        print(text, end="\n\n", flush=True)

    async with running(settings) as (assistant, _, _store):
        await converse(assistant, lines(), show, language, buttons=interactive)
    return DONE


def ask(given: argparse.Namespace, settings: Settings) -> int:
    from bot.app import clock, console_assistant, open_knowledge, set_up_logging

    set_up_logging("ERROR")
    if given.jsonl:
        return asyncio.run(_ask_lines(settings))
    if not given.question:
        _complain('ask what? huitong ask "how do I extend my residence permit?"')
        return WRONG_USE
    if given.explain:
        from bot.explain import explain

        now = clock(settings.timezone)()
        print(explain(open_knowledge(settings, now).value, given.question, given.language))
        return DONE
    from bot.channels.console import to_incoming, to_text

    reply = asyncio.run(console_assistant(settings).reply(to_incoming(given.question, [], "1", given.language)))
    print(to_text(reply, []) if reply else "")
    return DONE


async def _ask_lines(settings: Settings) -> int:
    from bot.app import console_assistant
    from bot.jsonl import answer_lines

    async for line in answer_lines(console_assistant(settings), sys.stdin):
        print(line, flush=False)
    return DONE


def near(given: argparse.Namespace, settings: Settings) -> int:
    from bot.app import console_assistant, set_up_logging
    from bot.messages import Incoming
    from bot.rendering.plain import plain_text

    set_up_logging("ERROR")

    async def look() -> str:
        assistant = console_assistant(settings)
        if given.entry and given.entry not in assistant.topics:
            raise HuitongError(f"{given.entry} is not an entry")
        if given.entry:
            await assistant.reply(Incoming("console:near", "1", choice=f"e:{given.entry}", language_hint=given.language))
        reply = await assistant.reply(Incoming("console:near", "2", command="near", payload=given.place, language_hint=given.language))
        return plain_text(reply) if reply else ""

    print(asyncio.run(look()))
    return DONE


def check(given: argparse.Namespace, settings: Settings) -> int:
    from bot.knowledge import loading

    today = given.today or _today(settings)
    problems = loading.check(settings.knowledge_dir, settings.locales_dir, today)
    if given.locale:
        problems = [problem for problem in problems if _concerns(problem, given.locale)]
        if given.format == "text":
            for line in loading.not_covered(settings.knowledge_dir, settings.locales_dir, given.locale):
                print(line)
    if problems or given.format == "json":
        print(FORMATS[given.format](problems))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if given.format == "text":
        print(f"{errors} error(s), {len(problems) - errors} warning(s)")
    return FOUND_ERRORS if errors else DONE


def _concerns(problem: Problem, locale: str) -> bool:
    return f"{locale}.yaml" in f"{problem.path} {problem.message}" or f"/{locale}/" in problem.path


def _today(settings: Settings) -> date:
    return datetime.now(ZoneInfo(settings.timezone)).date()


def schema(given: argparse.Namespace, settings: Settings) -> int:
    from bot.knowledge.records import SCHEMAS

    folder: Path = given.folder or settings.knowledge_dir / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in SCHEMAS.items():
        text = json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2, sort_keys=True)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(SCHEMAS)} schemas written to {folder}")
    return DONE


def stamp(given: argparse.Namespace, settings: Settings) -> int:
    from bot.knowledge.translations import stamp_translations

    changed = stamp_translations(settings.knowledge_dir, given.locale, given.entries)
    print(f"{changed} translation(s) stamped")
    return DONE


def make_report(given: argparse.Namespace, settings: Settings) -> int:
    from bot.knowledge import loading

    today = _today(settings)
    if given.what == "facts":
        knowledge, _ = loading.load(settings.knowledge_dir, settings.locales_dir, today)
        print(report.facts(knowledge), end="")
        return DONE
    make = report.unanswered if given.what == "unanswered" else report.feedback
    lines = asyncio.run(_journal(settings, today - timedelta(days=given.days)))
    print(make(lines))
    return DONE


async def _journal(settings: Settings, since: date) -> list[JournalLine]:
    from bot.app import clock
    from bot.storage.sql import open_store

    store = await open_store(settings.database_url.get_secret_value(), settings.privacy_key.get_secret_value(), clock(settings.timezone)())
    try:
        return await store.lines(since)
    finally:
        await store.close()


def add_language(given: argparse.Namespace, settings: Settings) -> int:
    from bot.knowledge.translations import write_skeleton

    for path in write_skeleton(settings.knowledge_dir, settings.locales_dir, given.code, given.native_name, rtl=given.rtl):
        print(path)
    return DONE


def qr(given: argparse.Namespace, settings: Settings) -> int:
    from bot.poster import write_poster

    print(write_poster(settings, given.what, given.locale, given.output))
    return DONE
