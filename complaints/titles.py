"""A title for a case that came without one."""

LONGEST = 40


def title_of(words: str) -> str:
    """The beginning of the words up to the first stop, at most 40 characters; cut short it ends in "…"."""
    line = words.strip().splitlines()[0]
    for stop in "。！？!?；;":
        line = line.split(stop)[0]
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
