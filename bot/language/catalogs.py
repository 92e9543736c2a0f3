"""The bot's own sentences: gettext catalogues read from locales/, compiled in memory, with each locale's fallback chain."""

from collections.abc import Mapping
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.language.chinese import to_traditional
from bot.language.locales import Locale

DOMAIN = "bot"


def N_(message: str) -> str:  # noqa: N802 - gettext's usual name for "to be translated later"
    """Marks a sentence for translation where it is not said yet."""
    return message


class Speaker:
    """Says the bot's sentences in one locale."""

    def __init__(self, locale: Locale, translations: NullTranslations) -> None:
        self.locale = locale
        self._translations = translations

    def __call__(self, message: str, **values: object) -> str:
        """The sentence in this locale, with `{name}` replaced by the values given."""
        told = self._translate(message)
        return told.format(**values) if values else told

    def plural(self, singular: str, plural: str, form_for: float, /, **values: object) -> str:
        """The sentence in the form that fits the number `form_for`; what is shown stands among the values."""
        form = int(form_for) if form_for == int(form_for) else 2
        told = self._translations.ngettext(singular, plural, form)
        if self.locale.derived_from:
            told = to_traditional(told)
        return told.format(**values)

    def _translate(self, message: str) -> str:
        told = self._translations.gettext(message)
        return to_traditional(told) if self.locale.derived_from else told


class Catalogs:
    """A Speaker for each locale; a sentence missing in one is said in the next of its fallback chain, at last in English."""

    def __init__(self, locales: Mapping[str, Locale], translations: Mapping[str, NullTranslations]) -> None:
        self.locales = locales
        self._speakers = {code: Speaker(locale, self._chain(locale, translations)) for code, locale in locales.items()}

    def speaker(self, code: str) -> Speaker:
        return self._speakers[code]

    @staticmethod
    def _chain(locale: Locale, translations: Mapping[str, NullTranslations]) -> NullTranslations:
        codes = [locale.code, *locale.fallback]
        found = [translations[code] for code in codes if code in translations]
        first = NullTranslations()
        for one in reversed(found):
            copy = _copy(one)
            copy.add_fallback(first)
            first = copy
        return first


def _copy(translations: NullTranslations) -> NullTranslations:
    """A catalogue of its own, because a fallback belongs to one chain only."""
    fresh = GNUTranslations()
    fresh.__dict__.update(translations.__dict__)
    fresh._fallback = None  # type: ignore[attr-defined]
    return fresh


def read_catalogs(folder: Path, locales: Mapping[str, Locale]) -> Catalogs:
    """Reads `<code>/LC_MESSAGES/bot.po` of every locale that has one. Raises OSError or babel's PoFileError."""
    translations: dict[str, NullTranslations] = {}
    for code in locales:
        file = folder / code / "LC_MESSAGES" / f"{DOMAIN}.po"
        if file.is_file():
            with file.open("rb") as stream:
                catalog = read_po(stream, locale=code.replace("-", "_"), domain=DOMAIN, abort_invalid=True)
            compiled = BytesIO()
            write_mo(compiled, catalog)
            compiled.seek(0)
            translations[code] = GNUTranslations(compiled)
    return Catalogs(locales, translations)
