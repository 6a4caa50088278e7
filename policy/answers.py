"""What an answer asks for besides itself: the reason, the person (A19, B16)."""

from policy.sheets import Kind, Question

FAIR = 3  # of the five levels, the one that needs no reason
DISSATISFIED = (1, 2)


def is_dissatisfied(question: Question, answer: object) -> bool:
    """Which person, what about, and whether it shall be taken down as a complaint."""
    return question.kind == Kind.LEVEL and answer in DISSATISFIED


def asks_reason(question: Question, answer: object) -> bool:
    """Whoever is dissatisfied is asked why, always; whoever is satisfied, where the question wants it."""
    if question.kind != Kind.LEVEL or not isinstance(answer, int):
        return False
    return answer in DISSATISFIED or (question.asks_reason and answer != FAIR)
