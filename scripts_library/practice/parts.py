"""What practice cases are put together from: the beginning of every call, and its end."""

from collections.abc import Mapping

from policy.practice import END, Line, Turn, Why

UNHEARD, EARLY, COLD = Why.UNHEARD, Why.EARLY, Why.COLD


def turn(
    code: str,
    zh: str,
    en: str,
    right: Mapping[str, str],
    *lines: Line,
    wrong: Mapping[str, Why] | None = None,
) -> Turn:
    """Whatever else the script could say here is deaf to what was just said, unless `wrong` knows better."""
    return Turn(code, zh, en, right, wrong if wrong is not None else {"step:satisfaction": UNHEARD}, lines)


def picks_up(to: str = "asks", zh: str = "喂，哪位？", en: str = "Hello, who is it?") -> Turn:
    wrong = {"step:who": EARLY, "step:convenient": EARLY}
    return turn("picks_up", zh, en, {"step:greet": to}, wrong=wrong)


def asks(
    to: str = "is_patient", zh: str = "哦，医院啊，什么事？", en: str = "Oh, the hospital. What is it?"
) -> Turn:
    wrong = {"step:convenient": EARLY, "step:condition": EARLY, "reply:satisfied": UNHEARD}
    return turn("asks", zh, en, {"step:who": to}, wrong=wrong)


def is_patient(zh: str, en: str, to: str = "free") -> Turn:
    wrong = {"step:condition": EARLY, "step:satisfaction": EARLY}
    return turn("is_patient", zh, en, {"step:convenient": to}, wrong=wrong)


def free(to: str, zh: str = "方便，你说吧。", en: str = "Yes, go ahead.") -> Turn:
    wrong = {"step:satisfaction": EARLY, "step:thanks": EARLY}
    return turn("free", zh, en, {"step:condition": to}, wrong=wrong)


def ends(zh: str, en: str, *lines: Line, code: str = "ends") -> Turn:
    return turn(
        code, zh, en, {"step:thanks": END}, *lines, wrong={"step:condition": UNHEARD, "reply:busy": UNHEARD}
    )
