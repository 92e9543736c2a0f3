"""Alive, and ready: what an operator's probes ask."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether messages can be answered now. `fault` names what is wrong, also while an older good state still serves."""

    ready: bool
    knowledge: str | None = None
    fault: str | None = None


Probe = Callable[[], Awaitable[Readiness]]


async def alive(_request: Request) -> Response:
    return PlainTextResponse("ok\n")


def readiness(probe: Probe) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that answers 200 when ready and 503 when not, with the details as JSON."""

    async def ready(_request: Request) -> Response:
        state = await probe()
        return JSONResponse(asdict(state), status_code=200 if state.ready else 503)

    return ready
