"""The log: one line an event, JSON in production, and never a patient in it."""

import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from policy.numbers import with_numbers

#: What PostgreSQL adds to the first line of an error: the row, its values, words of the statement. Up to the
#: next error of the traceback, or in an error written on one line up to its end.
_BETWEEN_ERRORS = r"\n\s*\n[ |]*(?:The above exception|During handling)|\n[ |]*Traceback \(|\Z"
_ADDED = r"[ |]*(?:DETAIL|CONTEXT|QUERY|LINE \d+):"
ADDED = re.compile(rf"\n{_ADDED}(?s:.*?)(?={_BETWEEN_ERRORS})|\\n{_ADDED}[^\n]*")


def mask(text: str) -> str:
    """Leave the last two digits of every long number."""
    return with_numbers(lambda number: "*" * 6 + number[-2:], text, decimals=True)


def without_patients(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Mask whatever text an event carries. Names never reach the log: code logs keys only, and of what the
    database refused there is no more than the first line."""
    return {
        key: mask(ADDED.sub("", value)) if isinstance(value, str) and key != "at" else value
        for key, value in event.items()
    }


def configuration(*, json: bool) -> dict[str, Any]:
    """Django's LOGGING: everything, our own and the libraries', through the same mask."""
    first: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.format_exc_info,
    ]
    last: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*first, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": first,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    without_patients,
                    last,
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            # Axes writes usernames and addresses; the database has them for those who may look.
            "axes": {"level": "ERROR"},
            "celery.beat": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }
