"""What a person wrote, made comparable."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Utterance:
    """`text` as written; `normal` as compared (see normalize.py); `locale` the language of the text as far as it is known, else the
    person's; `certain` is true when the text itself is clear evidence of `locale`. `by_sound`: it was typed as pinyin, and `normal` holds
    the characters; whether the person reads any is not known. `candidates`: the languages that an uncertain text may be in, none if nobody
    looked."""

    text: str
    normal: str
    locale: str
    certain: bool
    by_sound: bool = False
    candidates: tuple[str, ...] = ()
