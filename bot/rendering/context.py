"""What rendering looks things up in: the knowledge, the languages and today's date."""

from dataclasses import dataclass
from datetime import datetime

from bot.language.catalogs import Catalogs, Speaker
from bot.model import BASE_LOCALE, Entry, EntryText, Fact, Knowledge
from bot.rendering.facts import fill, isolate_foreign


@dataclass(frozen=True)
class Context:
    """One reply's surroundings; `now` is aware and in Beijing's zone."""

    knowledge: Knowledge
    catalogs: Catalogs
    locale: str
    now: datetime

    @property
    def say(self) -> Speaker:
        return self.catalogs.speaker(self.locale)

    @property
    def base(self) -> Speaker:
        return self.catalogs.speaker(BASE_LOCALE)

    def speaker(self, locale: str) -> Speaker:
        return self.catalogs.speaker(locale)

    @property
    def rtl(self) -> bool:
        return self.say.locale.rtl

    def text_of(self, entry: Entry) -> tuple[EntryText, Speaker]:
        """The entry's text in this locale or the nearest of its fallback chain, with the speaker that fits the text."""
        for code in (self.say.locale.code, *self.say.locale.fallback):
            if code in entry.texts:
                return entry.texts[code], self.say if code == self.say.locale.code else self.base
        return entry.texts[BASE_LOCALE], self.base

    def title(self, entry: Entry) -> str:
        text, say = self.text_of(entry)
        return self.fill(text.title, entry, say)

    def fill(self, sentence: str, entry: Entry, say: Speaker) -> str:
        def fact(name: str) -> Fact | None:
            return self.knowledge.fact(entry, name)

        return fill(sentence, fact, self.now.date(), say)

    def shared(self, name: str) -> str:
        """A shared figure, in this locale."""
        return fill(f"{{{name}}}", self.knowledge.shared_facts.get, self.now.date(), self.say)

    def mixed(self, text: str) -> str:
        """Text that may hold foreign fragments, safe to show in right-to-left languages."""
        return isolate_foreign(text) if self.rtl else text
