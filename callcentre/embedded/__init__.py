"""PostgreSQL and Valkey out of Python wheels, for a machine that has neither.

Used only where the environment names no server of its own (DATABASE_URL, REDIS_URL); production never comes
here. The servers outlive the command that started them, so that `make test` and `make run` share them;
`make stop` ends them.
"""

from callcentre.embedded.place import STATE
from callcentre.embedded.services import addresses, down, reset, status, up

__all__ = ["STATE", "addresses", "down", "reset", "status", "up"]
