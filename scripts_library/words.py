"""The script library's words on screens: why something is refused, what a mark means."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policy.practice import Turn, Why
from policy.wording_lists import Concern
from scripts_library.actions.moving import Refused

CONCERN_LABELS = {
    Concern.PROMISE: gettext_lazy("promises a cure or a result"),
    Concern.FEAR: gettext_lazy("frightens"),
    Concern.PRICE: gettext_lazy("dodges the price"),
    Concern.DISCLOSURE: gettext_lazy("names an illness"),
    Concern.QUESTIONS: gettext_lazy("asks more than five questions"),
    Concern.LENGTH: gettext_lazy("takes over three minutes"),
}
# What fills each word in braces, for whoever writes a script.
FILLED = {
    "address": gettext_lazy("the patient's name with Mr or Ms, by sex and age"),
    "patient": gettext_lazy("the patient's name"),
    "hospital": gettext_lazy("our hospital"),
    "agent": gettext_lazy("who calls"),
    "department": gettext_lazy("the department of the visit"),
    "doctor": gettext_lazy("the doctor of the visit"),
    "days": gettext_lazy("days since the visit or discharge"),
}
REFUSALS = {
    "not_now": gettext_lazy("The version has moved on meanwhile; this is how it stands now."),
    "same_person": gettext_lazy("Whoever wrote or submitted a version may not approve it."),
    "open_marks": gettext_lazy("There are open marks: mend them, or say why they do not matter."),
    "changed": gettext_lazy(
        "Somebody else saved this draft meanwhile. Your words stand below; saving again keeps yours."
    ),
    "more_marks": gettext_lazy(
        "There are marks now that were not there when the reason was given. Read them; what is approved"
        " already goes back, and is approved anew."
    ),
    "incomplete": gettext_lazy("Greeting, who is speaking, purpose and thanks are needed in Chinese."),
    "no_questions": gettext_lazy("There is no question in it yet."),
    "not_published": gettext_lazy("It has no published version yet, so nothing can be asked."),
    "no_reason": gettext_lazy("Say why it goes back."),
    "date_past": gettext_lazy("That day is over."),
    "unknown_purpose": gettext_lazy("This rule is not known."),
    "unknown_sex": gettext_lazy("Choose men, women or everybody."),
    "ages": gettext_lazy("The second age lies below the first."),
    "unknown_kind": gettext_lazy("This kind of visit is not known."),
    "unknown_department": gettext_lazy("This department is not known."),
}

# Said to who practises, after a wrong answer, and what the patient says to it.
WHY_WORDS = {
    Why.PROMISE: gettext_lazy(
        "This is a promise. Nobody on the telephone can know; only a doctor who has seen him can say."
    ),
    Why.FEAR: gettext_lazy("This frightens. Say what he can do, and by when, not what could become of him."),
    Why.PRICE: gettext_lazy("This dodges the price. Say it, or say when you will call back with it."),
    Why.DISCLOSURE: gettext_lazy(
        "This names or denies an illness. That is for the doctor and the patient himself, for nobody else."
    ),
    Why.SECRETS: gettext_lazy(
        "We never ask for such a thing; swindlers do. Name the hospital's switchboard instead."
    ),
    Why.UNHEARD: gettext_lazy("This passes over what was just said. Answer that first."),
    Why.COLD: gettext_lazy("This is cold. Take up what he feels before anything else."),
    Why.DELAY: gettext_lazy(
        "This cannot wait, or is not safe now. What is dangerous comes before every question of ours."
    ),
}
REACTIONS = {
    Why.PROMISE: gettext_lazy("Really? If it doesn't, I'll hold you to it."),
    Why.FEAR: gettext_lazy("Now I shall not sleep at all…"),
    Why.PRICE: gettext_lazy("You won't even tell me a price? What are you hiding?"),
    Why.DISCLOSURE: gettext_lazy("What? Is it that? …"),
    Why.SECRETS: gettext_lazy("I knew it: a swindler. I am ringing off."),
    Why.UNHEARD: gettext_lazy("…Did you hear what I just said?"),
    Why.COLD: gettext_lazy("Never mind. It's no use telling you."),
    Why.DELAY: gettext_lazy("Is this really the moment for that?"),
}
# Too early: what should have come first stands in the turn itself, and the patient asks for just that.
TOO_EARLY = {
    "step:greet": (
        gettext_lazy("Too early: first say who we are."),
        gettext_lazy("Wait, wait, who are you, and what is this about?"),
    ),
    "step:who": (
        gettext_lazy("Too early: first make sure who is speaking."),
        gettext_lazy("Wait, do you even know whom you are speaking to?"),
    ),
    "step:convenient": (
        gettext_lazy("Too early: first say why we call, and ask whether it suits."),
        gettext_lazy("Wait, what is this about? Will it take long?"),
    ),
}
SOMETHING_FIRST = (
    gettext_lazy("Too early: something of the call still comes before it."),
    gettext_lazy("So soon? Wasn't there something else first?"),
)
PHRASE_REFUSALS = {
    "concern_unknown": gettext_lazy("This list is not known."),
    "no_phrase": gettext_lazy("Write a word or a phrase of letters."),
    "phrase_known": gettext_lazy("This phrase is on the list already."),
    "phrase_unknown": gettext_lazy("Somebody changed the list meanwhile; this is how it stands now."),
    "no_questions": gettext_lazy("There is no question in it yet."),
    "not_published": gettext_lazy("It has no published version yet, so nothing can be asked."),
    "no_reason": gettext_lazy("Say why."),
}


def too_early(turn: Turn) -> tuple[Any, Any]:
    """Said to who practises, and by the patient; past the beginning of a call it is something else."""
    return next((words for answer, words in TOO_EARLY.items() if answer in turn.right), SOMETHING_FIRST)


def why_words(why: Why | None, turn: Turn) -> Any:
    return too_early(turn)[0] if why is Why.EARLY else WHY_WORDS[why] if why else ""


def reaction(why: Why | None, turn: Turn) -> Any:
    return too_early(turn)[1] if why is Why.EARLY else REACTIONS[why] if why else ""


def refused(error: Refused) -> str:
    if error.code == "unknown_word":
        return nothing_fills(error.words.split(", "))
    return str(REFUSALS[error.code])


def not_moved(error: Refused) -> str:
    """Of a version that is not being written: nobody's words are lost, but they are others."""
    if error.code == "changed":
        return _("The words were changed after you had opened the page. Below they stand as they are now.")
    return refused(error)


def nothing_fills(words: Iterable[str]) -> str:
    return _("Nothing fills this word: %(words)s") % {"words": ", ".join(sorted(words))}
