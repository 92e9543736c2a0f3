"""Requests and updates judged by aiogram's models, which are generated from Telegram's documentation."""

import functools
import json
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from pydantic import BaseModel, ValidationError

from tests.botapi.refusals import Refusal

_PLAIN_TEXT = frozenset({"text", "title", "address", "description", "short_description", "url", "secret_token", "callback_query_id"})


@functools.cache
def _aiogram() -> tuple[ModuleType, ModuleType]:
    # Importing takes seconds: once per process, and only where a Bot API server runs.
    from aiogram import methods, types

    return methods, types


def check_request(method: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    """The parameters with their JSON decoded; Refusal for an unknown method, an unknown parameter or a wrong type."""
    methods, _ = _aiogram()
    model = getattr(methods, method[:1].upper() + method[1:], None)
    if model is None:
        raise Refusal(404, "Not Found: method not found")
    decoded = {name: _decoded(name, value) for name, value in parameters.items()}
    unknown = sorted(set(decoded) - set(model.model_fields))
    if unknown:
        raise Refusal(400, f"Bad Request: unknown parameters {unknown}")
    try:
        parsed = model.model_validate(decoded)
    except ValidationError as error:
        raise Refusal(400, f"Bad Request: {error}") from error
    strange = list(_unknown_fields(parsed))
    if strange:
        raise Refusal(400, f"Bad Request: unknown fields {strange}")
    return decoded


def check_update(update: Mapping[str, Any]) -> None:
    """Raises when Telegram could not have sent this update."""
    _, types = _aiogram()
    _check(types.Update, update)


def check_message(message: Mapping[str, Any]) -> None:
    _, types = _aiogram()
    _check(types.Message, message)


def _check(model: type[BaseModel], value: Mapping[str, Any]) -> None:
    strange = list(_unknown_fields(model.model_validate(value)))
    if strange:
        raise ValueError(f"unknown fields {strange}")


def _decoded(name: str, value: str) -> Any:
    if name not in _PLAIN_TEXT and value[:1] in ("{", "["):
        return json.loads(value)
    return value


def _unknown_fields(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from value.model_extra or ()
        for name in type(value).model_fields:
            yield from _unknown_fields(getattr(value, name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _unknown_fields(item)
