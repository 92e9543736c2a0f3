"""One running bot per mode: starting it is what takes time."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.running_bot import Running, bot_and_api


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=["polling", "webhook"])
async def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with bot_and_api(request.param, tmp_path_factory.mktemp(request.param)) as pair:
        yield pair
