"""An entry as a reply: title, the side asked for, the answer, figures, papers, steps, notes and sources."""

from collections.abc import Iterator

from babel.dates import format_date

from bot.language.catalogs import N_, Speaker
from bot.messages import Block, Items, Kind, Labelled, Link, Paragraph, Reply, Sources, Title, Trace, Warning
from bot.model import BASE_LOCALE, CHINESE, Confidence, Entry, EntryText, Facet, Source
from bot.rendering import choices
from bot.rendering.content import Answer
from bot.rendering.context import Context
from bot.rendering.facts import babel_code, isolate_whole
from bot.rendering.places import map_rows, online_first, shown, window_blocks

SOURCES_SHOWN = 3
LABELS = {
    Facet.FEE: N_("Fee"),
    Facet.DEADLINE: N_("Deadline"),
    Facet.TIME: N_("Processing time"),
    Facet.WHERE: N_("Where"),
    Facet.DOCUMENTS: N_("Documents"),
    Facet.STEPS: N_("Steps"),
    Facet.SOURCE: N_("Sources"),
}
NOT_TOLD = {
    Facet.FEE: N_("No confirmed fee is known to us. Ask {hotline} before you go."),
    Facet.DEADLINE: N_("No confirmed deadline is known to us. Ask {hotline}."),
    Facet.TIME: N_("No confirmed processing time is known to us. Ask {hotline}."),
    Facet.WHERE: N_("No particular office is known to us. Ask {hotline}."),
    Facet.DOCUMENTS: N_("No confirmed list of documents is known to us. Ask {hotline} before you go."),
    Facet.STEPS: N_("No particular steps are known to us. Ask {hotline}."),
    Facet.SOURCE: N_("We have no official source for this topic yet. Ask {hotline}."),
}


UNREAD = N_("I understood your question, but I have no texts in your language yet, so the answer is in English.")


def render_answer(content: Answer, context: Context) -> Reply:
    entry = content.entry
    text, say = context.text_of(entry)
    parts = _Parts(entry, text, say, context, content.facet)
    lead = list(parts.facet(content.facet)) if content.facet and content.facet is not Facet.STEPS else []
    lead += list(_windows(content, context))
    rest = [block for block in parts.everything() if block not in lead]
    blocks = (Title(context.title(entry)), *_warnings(content, text, context), *lead, *rest)
    rows = (*map_rows(content.windows, context), *choices.after_answer(entry, context))
    trace = Trace(place=content.place, windows=tuple(map(shown, content.windows)))
    return Reply(Kind.ANSWER, context.say.locale.code, blocks, rows, rtl=context.rtl, trace=trace)


def _windows(content: Answer, context: Context) -> Iterator[Block]:
    if content.windows and content.entry.online_first:
        yield online_first(content.entry, context)
    for number, seen in enumerate(content.windows, 1):
        yield from window_blocks(number, seen, context)


def _warnings(content: Answer, text: EntryText, context: Context) -> Iterator[Block]:
    entry, say, today = content.entry, context.say, context.now.date()
    if content.unread:
        yield Warning(context.speaker(content.unread)(UNREAD))
    elif text.locale != say.locale.code:
        yield Warning(say("This answer is not available in your language yet, so here it is in English."))
    if entry.withdrawn and entry.withdrawn.since <= today:
        yield Warning(say("This rule no longer applies since {day}.", day=_day(entry.withdrawn.since, say)))
    for notice in entry.notices:
        if notice.first_day <= today <= notice.last_day and notice.id in text.notices:
            yield Warning(context.fill(text.notices[notice.id], entry, say))
    if entry.confidence is not Confidence.HIGH:
        yield Warning(_doubt(entry.confidence, context))
    if entry.review.overdue(today):
        told = say(
            "Last checked on {day}; the next check is overdue. Ask {hotline} before you rely on it.",
            day=_day(entry.review.checked, say),
            hotline=context.shared("hotline_12367"),
        )
        yield Warning(told)


def _doubt(confidence: Confidence, context: Context) -> str:
    if confidence is Confidence.LOW:
        return context.say(
            "Not confirmed by an official source. Ask {hotline} before you rely on it.", hotline=context.shared("hotline_12367")
        )
    return context.say(
        "Some details rest on older or incomplete official pages. The counter decides; ask {hotline} if it matters.",
        hotline=context.shared("hotline_12367"),
    )


def _day(day: object, say: Speaker) -> str:
    return format_date(day, format="long", locale=babel_code(say.locale.code))  # type: ignore[arg-type]


class _Parts:
    """The blocks of one entry in one text; `say` speaks the text's own language. Steps, when asked for, follow the answer."""

    def __init__(self, entry: Entry, text: EntryText, say: Speaker, context: Context, asked: Facet | None) -> None:
        self.entry, self.text, self.say, self.context, self.asked = entry, text, say, context, asked

    def everything(self) -> Iterator[Block]:
        yield Paragraph(self._fill(self.text.answer))
        if self.asked is Facet.STEPS:
            yield from self.facet(Facet.STEPS)
        for facet in (Facet.FEE, Facet.DEADLINE, Facet.TIME, Facet.WHERE):
            yield from self._labelled(facet)
        yield from self._documents()
        if self.asked is not Facet.STEPS:
            yield from self._steps()
        yield from self._notes()
        yield from self._sources()

    def facet(self, facet: Facet) -> Iterator[Block]:
        """The side asked for, or an honest word that we do not have it."""
        told: list[Block] = []
        match facet:
            case Facet.DOCUMENTS:
                told = list(self._documents())
            case Facet.STEPS:
                told = list(self._steps())
            case Facet.SOURCE:
                told = list(self._sources())
            case _:
                told = list(self._labelled(facet))
        yield from told or [Labelled(self.say(LABELS[facet]), self.say(NOT_TOLD[facet], hotline=self.context.shared("hotline_12367")))]

    def _labelled(self, facet: Facet) -> Iterator[Block]:
        if sentence := getattr(self.text, facet.value):
            yield Labelled(self.say(LABELS[facet]), self._fill(sentence))

    def _documents(self) -> Iterator[Block]:
        if self.entry.documents:
            yield Items(self.say(LABELS[Facet.DOCUMENTS]), tuple(map(self._document, self.entry.documents)))

    def _document(self, name: str) -> str:
        documents = self.context.knowledge.documents
        own, chinese = documents.get(self.text.locale, {}).get(name) or documents[BASE_LOCALE][name], documents[CHINESE][name]
        shown = own if self.text.locale.startswith("zh") else f"{own} ({chinese})"
        note = self.text.document_notes.get(name)
        told = f"{shown}: {note}" if note and not self.text.locale.startswith(("zh", "ja")) else f"{shown}：{note}" if note else shown
        return self._fill(told)

    def _steps(self) -> Iterator[Block]:
        if self.text.steps:
            yield Items(self.say(LABELS[Facet.STEPS]), tuple(map(self._fill, self.text.steps)), ordered=True)

    def _notes(self) -> Iterator[Block]:
        if self.text.notes:
            yield Items(self.say("Good to know"), tuple(map(self._fill, self.text.notes)))

    def _sources(self) -> Iterator[Block]:
        known = self.context.knowledge.sources
        shown = [known[name] for name in self.entry.sources if known[name].show_to_users][:SOURCES_SHOWN]
        if basis := self._legal_basis():
            yield Labelled(self.say("Legal basis"), basis)
        if not shown:
            return
        items = []
        for source in shown:
            checked = self.say("checked on {day}", day=_day(source.checked, self.say))
            publisher = isolate_whole(source.publisher, self.context.rtl)
            details = self.say(", ").join([publisher, *([source.page_date] if source.page_date else []), checked])
            items.append((Link(isolate_whole(self._source_title(source), self.context.rtl), source.url), details))
        yield Sources(self.say(LABELS[Facet.SOURCE]), tuple(items))

    def _source_title(self, source: Source) -> str:
        """The text of a law bears the law's name in this language."""
        return self._law(source.id) if source.id in self.context.knowledge.laws[BASE_LOCALE] else source.title

    def _law(self, law: str) -> str:
        laws = self.context.knowledge.laws
        return laws.get(self.text.locale, {}).get(law) or laws[BASE_LOCALE][law]

    def _legal_basis(self) -> str:
        told = []
        for basis in self.entry.legal_basis:
            name = self._law(basis.law)
            told.append(self.say("{law}, Art. {articles}", law=name, articles=basis.articles) if basis.articles else name)
        return self.context.mixed(self.say("; ").join(told))

    def _fill(self, sentence: str) -> str:
        return self.context.fill(sentence, self.entry, self.say)
