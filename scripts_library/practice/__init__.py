"""The practice cases that ship with the product (C3): one for each situation that a call may take."""

from policy.practice import Case
from scripts_library.practice.asking import ASKING
from scripts_library.practice.hard import HARD
from scripts_library.practice.plain import PLAIN
from scripts_library.practice.unwell import UNWELL

CASES: dict[str, Case] = {case.code: case for case in (*PLAIN, *ASKING, *HARD, *UNWELL)}
