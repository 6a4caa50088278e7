"""`python -m callcentre.embedded up|down|status|env|reset`."""

import sys

from callcentre.embedded import addresses, down, reset, status, up
from callcentre.embedded.place import ServiceError


def main(words: list[str]) -> int:
    """Do the one thing asked for; 0 if it succeeded."""
    commands = {"up": up, "down": down, "reset": reset}
    match words:
        case ["status"]:
            return 0 if status() else 1
        case ["env"]:
            for name, value in addresses().items():
                print(f"export {name}='{value}'")
        case [word] if word in commands:
            commands[word]()
        case _:
            print("Say one of: up, down, status, env, reset.", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServiceError as error:
        sys.exit(str(error))
