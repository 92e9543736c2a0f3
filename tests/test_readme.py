"""What the README shows is what people see."""

import re
from pathlib import Path

from bot.cli import _parser
from bot.dialogue.assistant import Assistant
from bot.messages import Incoming
from bot.rendering.plain import plain_text

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONVERSATION = README.partition("## A conversation")[2].partition("\n## ")[0]


async def test_the_conversation_is_a_real_one(assistant: Assistant) -> None:
    turns = re.split(r"^    > ", CONVERSATION, flags=re.MULTILINE)[1:]
    assert len(turns) >= 3
    for number, turn in enumerate(turns):
        question, *shown = [line.strip() for line in turn.strip().splitlines()]
        reply = await assistant.reply(Incoming("readme:1", str(number), text=question))
        assert reply is not None
        told = plain_text(reply).replace("\xa0", " ").replace("\u202f", " ")
        missing = [line for line in shown if line and line.removesuffix("…").strip() not in told]
        assert missing == [], told


def test_every_link_leads_to_a_file_and_every_command_is_there() -> None:
    for document in [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").rglob("*.md")),
        ROOT / "knowledge" / "README.md",
    ]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
    listed = re.search(r"lists the commands: ([^.]+)\.", README)
    assert listed
    assert set(re.findall(r"`([a-z-]+)`", listed[1])) == set(re.findall(r"^    ([a-z-]+)  ", _parser().format_help(), re.MULTILINE))


def test_make_knows_the_targets_that_are_named() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {word for text in (README, (ROOT / "CONTRIBUTING.md").read_text("utf-8")) for word in re.findall(r"`make ([a-z]+)", text)}
    named |= set(re.findall(r"^    make ([a-z]+)", README, re.MULTILINE))
    assert {"run", "test", "bench", "lock"} <= named
    assert [target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []
