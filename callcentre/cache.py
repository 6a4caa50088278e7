"""A cache that is allowed to be down."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class ForgivingRedisCache(RedisCache):
    """Redis, but a server that does not answer is a miss and a lost write, never an error page."""

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Pretend the key was there already, so that nobody believes to hold it."""
        return _or(False, super().add, *args, **kwargs)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default if Redis is away."""
        return _or(default, super().get, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Store, or let it be."""
        _or(None, super().set, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        """True only if the key lives on."""
        return _or(False, super().touch, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """True only if a key was deleted."""
        return _or(False, super().delete, *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        """What is there; nothing if Redis is away."""
        return _or({}, super().get_many, *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        """True only if it is known to be there."""
        return _or(False, super().has_key, *args, **kwargs)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """A missing key raises ValueError as everywhere in Django, and so does a missing server."""
        try:
            return super().incr(key, delta, version)
        except RedisError as error:
            raise ValueError("The cache does not answer.") from error

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        """The keys that were not stored."""
        return _or(list(data), super().set_many, data, *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        """Delete, or let it be."""
        _or(None, super().delete_many, *args, **kwargs)

    def clear(self) -> None:
        """Empty it, or let it be."""
        _or(None, super().clear)


def _or(default: Answer, ask: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
    try:
        return ask(*args, **kwargs)
    except RedisError as error:
        log.warning("The cache does not answer: %s", type(error).__name__)
        return default
