"""In which language a text is written, and in which one the reply is given."""

from bot.dialogue.session import Session
from bot.dialogue.snapshot import Snapshot
from bot.language.locales import negotiate
from bot.language.normalize import normalize
from bot.language.utterance import Utterance
from bot.model import BASE_LOCALE


def reply_locale(session: Session, hint: str | None, snapshot: Snapshot, utterance: Utterance | None = None) -> str:
    """A chosen language, else that of the text when it is clear, else the session's, else the channel's hint, else English."""
    heard = utterance.locale if utterance and utterance.certain else None
    for code in (session.chosen, heard, session.heard, negotiate(hint, snapshot.locales)):
        if code and code in snapshot.locales:
            return code if snapshot.has_texts(code) else BASE_LOCALE
    return BASE_LOCALE


def hear(text: str, session: Session, hint: str | None, snapshot: Snapshot) -> Utterance:
    """The text made comparable, with its language as far as it shows."""
    guess = snapshot.detector.detect(text)
    expected = session.chosen or session.heard or negotiate(hint, snapshot.locales) or BASE_LOCALE
    keep = not guess.certain and (guess.locale is None or expected in guess.candidates)
    locale = expected if keep or guess.locale is None else guess.locale
    return Utterance(text, normalize(text, locale), locale, guess.certain)
