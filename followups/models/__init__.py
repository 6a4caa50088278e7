from followups.models.advice import ReturnAdvice
from followups.models.answers import Answer
from followups.models.attempts import Attempt, NumberDefect, Purpose
from followups.models.drafts import Draft
from followups.models.orders import OrderedCall
from followups.models.rules import Rule, RuleVersion
from followups.models.runs import QueueRun
from followups.models.tasks import Task

__all__ = [
    "Answer",
    "Attempt",
    "Draft",
    "NumberDefect",
    "OrderedCall",
    "Purpose",
    "QueueRun",
    "ReturnAdvice",
    "Rule",
    "RuleVersion",
    "Task",
]
