"""`python -m callcentre.catalogues check|update|compile`."""

import os
import sys

from callcentre.catalogues import compile_all, problems, update


def main(words: list[str]) -> int:
    """Do the one thing asked for; 0 if it succeeded."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callcentre.settings")
    match words:
        case ["compile"]:
            compile_all()
        case ["update"]:
            added, dropped = update()
            print(f"The catalogue is up to date: {added} added, {dropped} dropped.")
        case ["check"]:
            found = problems()
            print(*found, sep="\n", file=sys.stderr)
            print("The catalogue is complete." if not found else f"{len(found)} messages lack their Chinese.")
            return 1 if found else 0
        case _:
            print("Say one of: check, update, compile.", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
