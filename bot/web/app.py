"""The routes in one list: webhook, health, metrics. And serving them until told to stop."""

import asyncio
import contextlib
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.metrics import CONTENT_TYPE, Metrics
from bot.web.health import Probe, alive, readiness
from bot.web.webhook import Webhook


def make_web_app(metrics: Metrics, probe: Probe, webhooks: dict[str, Webhook] | None = None) -> Starlette:
    """The web application; `webhooks` by path, none when updates are fetched by polling."""

    async def exposition(_request: Request) -> Response:
        await probe()  # refreshes the figures about the knowledge
        return Response(metrics.exposition(), media_type=CONTENT_TYPE)

    return Starlette(
        routes=[
            Route("/healthz", alive),
            Route("/readyz", readiness(probe)),
            Route("/metrics", exposition),
            *(Route(path, webhook.__call__, methods=["POST"]) for path, webhook in (webhooks or {}).items()),
        ]
    )


async def serve(app: Starlette, host: str, port: int, stop: asyncio.Event, *, drain: int = 25) -> None:
    """Serves until `stop` is set, then takes no new requests and finishes those begun, `drain` seconds at most.

    Signals stay with the caller.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=drain,
        lifespan="off",
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopping.cancel()
    await serving


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves signals alone: uvicorn would raise them again at the end, and the process would not exit with 0."""
        yield
