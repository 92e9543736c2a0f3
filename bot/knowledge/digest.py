"""A short digest of what an entry says in one language, by which a translation knows the text it was made from."""

from hashlib import sha256

from bot.knowledge.records import TextRecord


def digest(text: TextRecord) -> str:
    """Eight hexadecimal digits over everything people read; phrases do not count."""
    spoken = text.model_dump_json(exclude={"phrases", "translates"})
    return sha256(spoken.encode()).hexdigest()[:8]
