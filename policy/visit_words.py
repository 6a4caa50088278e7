"""The words of hospitals' systems: how 门诊, 爽约 or "未见异常" are read. Beside `visits`, which decides.

Adding a hospital's word means adding it here and to the table in the tests.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum, auto
from functools import lru_cache


class Family(StrEnum):
    """The first reading of the word, before the other columns are asked."""

    NO_SHOW = auto()
    INTERRUPTED = auto()
    CONSULTATION = auto()
    CHECKUP = auto()
    DAY_CASE = auto()
    INPATIENT = auto()
    OUTPATIENT = auto()
    SURGERY = auto()


@lru_cache(4096)  # a file says few words, each thousands of times
def plain(word: str) -> str:
    """One spelling: full-width letters and brackets narrow, no blanks inside."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", word)).casefold()


_NO_SHOW = r"未到(?!期)|没到|没来|未来院|未就诊|未报到|爽约|失约|缺诊|no[-_]?show|missed"
_INTERRUPTED = r"中断|中止|终止|脱落|流失|未完成|放弃治疗|interrupt|dropout"
_CHECKUP = r"体检|健康(检查|体检|管理)|check[-_]?up|^tj$"
_INPATIENT = r"住院|出院|入院|病房|inpatient|discharge|^(zy|cy|ip)$"
_OUTPATIENT = (
    r"门诊|急诊|门急|普诊|特需|专家|专科|初诊|复诊|就诊|到诊|接诊|到院|应诊|挂号|复查|换药|治疗"
    r"|问诊|留观|消费|普通号|^普通$|互联网|线上|便民|outpatient|emergency|clinic|^(mz|jz|op|er)$"
)

# In this order: "住院预约未到" did not come, "体检咨询" only asked, "门诊手术" is an outpatient operated on.
FAMILIES: tuple[tuple[Family, re.Pattern[str]], ...] = (
    (Family.NO_SHOW, re.compile(_NO_SHOW)),
    (Family.INTERRUPTED, re.compile(_INTERRUPTED)),
    (Family.CONSULTATION, re.compile(r"咨询|问询|consult")),
    (Family.CHECKUP, re.compile(_CHECKUP)),
    (Family.DAY_CASE, re.compile(r"日间|day[-_]?(case|surgery)")),
    (Family.INPATIENT, re.compile(_INPATIENT)),
    (Family.OUTPATIENT, re.compile(_OUTPATIENT)),
    (Family.SURGERY, re.compile(r"手术|surgery|operation")),
)

# Cancelled by either side: not a visit, and not somebody who failed to come.
CANCELLED = re.compile(r"(?<![未没无非不])(取消|退号|退费|作废|停诊)|cancel")
# Of a patient on the ward, 普通 says that he has no privileges.
ORDINARY = re.compile(r"普通")
# These say so little that the columns have to decide.
VAGUE = re.compile(r"|已?预约(成功|登记)?|其他|其它|[-—/]+")

UNPAID = re.compile(r"(未|没有?|无|不)(消费|缴费|交费|付费|付款|收费|成交)|unpaid")
PAID = re.compile(r"消费|缴费|交费|付费|付款|成交|paid")
OPERATION = re.compile(r"手术|surgery|operation")
NO_OPERATION = re.compile(r"(非|未行?|无|没有?|不|取消|暂停|拒绝?)手术|手术(取消|暂停)")
ABNORMAL = re.compile(r"(?<!无)(?<!未见)(?<!发现)(?<!没有)(?<!明显)异常")
CHECKUP_DEPARTMENT = re.compile(r"体检|健康管理")

# What is typed where nothing was found.
_NOTHING = re.compile(
    r"[-—–_/\\.*0]*|[无否没]|没有|(均|一切|指标|结果|各项(指标)?)*正常|阴性|none|no|normal|n/?a|null"
    r"|(均|暂|目前|指标|结果|体检)*(无|没有|未见|未发现|未查出|未检出)(明显)?(异常|手术|操作)?(指标|结果|项目)?"
)
_SEPARATORS = re.compile(r"[,;、。|\s]+")


@lru_cache(1024)
def family_of(word: str) -> Family | None:
    return next((family for family, pattern in FAMILIES if pattern.search(plain(word))), None)


@lru_cache(1024)
def is_cancelled(word: str) -> bool:
    """手术取消 is a visit without an operation, 预约取消 is no visit."""
    return bool(CANCELLED.search(NO_OPERATION.sub("", plain(word))))


@lru_cache(1024)
def is_kind(word: str) -> bool:
    """Whether the word could stand in a column for the kind of visit."""
    return bool(family_of(word) or is_cancelled(word) or VAGUE.fullmatch(plain(word)))


@lru_cache(4096)
def says_something(text: str) -> bool:
    """Whether a column for findings or operations holds one, rather than "无", "—" or "未见明显异常"."""
    parts = _SEPARATORS.split(unicodedata.normalize("NFKC", text).casefold())
    return not all(_NOTHING.fullmatch(part) for part in parts)
