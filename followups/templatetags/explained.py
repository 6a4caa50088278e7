"""The words of an explanation in a template: `{% load explained %}`, then `{{ step|sentence }}`."""

from django import template

from followups.explaining import Due, WhyNot
from followups.explaining_words import DUE, WHY_NOT
from followups.explaining_words import sentence as sentence_of
from policy.plan import Step

register = template.Library()


@register.filter
def sentence(step: Step) -> str:
    return sentence_of(step)


@register.filter
def why_not(reason: WhyNot) -> str:
    return str(WHY_NOT[reason])


@register.filter
def due_words(due: Due) -> str:
    return str(DUE[due])
