from tests.channels.echo import api, assistant, channel, client, metrics

__all__ = ["api", "assistant", "channel", "client", "metrics"]
