"""`python -m bench [m1 m5 …]`: each benchmark in a process of its own, all of them unless some are named."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def _row(path: Path) -> tuple[str, int]:
    row = path.stem.split("_")[0]
    return row[0], int(row[1:])


def main(wanted: list[str]) -> int:
    """The number of benchmarks that did not end well."""
    failed = 0
    for script in sorted(HERE.glob("[a-z][0-9]*_*.py"), key=_row):
        if not wanted or script.stem.split("_")[0] in {word.lower() for word in wanted}:
            print(f"-- {script.stem}", flush=True)
            done = subprocess.run([sys.executable, script], cwd=HERE.parent, check=False)  # noqa: S603 (our own)
            failed += done.returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
