"""What every channel asks of the assistant; each channel is two translations around it."""

from typing import Protocol

from bot.messages import Incoming, Reply


class Assistant(Protocol):
    """Answers messages. Knows no channel."""

    async def reply(self, incoming: Incoming) -> Reply | None:
        """The reply to send; None when this message was answered and delivered before.

        Raises StoreError when the message should come again later; anything else has become an apology.
        """
        ...

    async def delivered(self, incoming: Incoming) -> None:
        """Remembers that the reply has gone out, so that the same message is not answered twice."""
        ...

    async def forget(self, chat: str) -> None:
        """Deletes what is remembered of a chat, because its person left or asked for it."""
        ...
