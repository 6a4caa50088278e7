"""What the agents were told, written down as they hear it: a line an event, on the disk before they go on."""

import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Ledger:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._file = path.open("a")

    def write(self, kind: str, **facts: Any) -> None:
        line = json.dumps({"kind": kind, "at": time.time(), **facts}, ensure_ascii=False)
        with self._lock:
            self._file.write(line + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())

    def read(self, *kinds: str) -> Iterator[dict[str, Any]]:
        """From the file, not from memory: what counts is what was written down."""
        for line in self.path.read_text().splitlines():
            entry: dict[str, Any] = json.loads(line)
            if entry["kind"] in kinds:
                yield entry
