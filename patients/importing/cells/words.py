"""Sex, age, yes and no, money, first or return visit: one spelling out of many (E2, E12)."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from enum import StrEnum, auto
from functools import lru_cache
from typing import NamedTuple

from patients.importing.cells.texts import NOT_SAID, require_value, shown
from patients.importing.errors import CellError, Fault
from patients.importing.wire import Cell
from policy.visit_words import is_cancelled, plain


class Sex(StrEnum):
    MALE = auto()
    FEMALE = auto()


class Age(NamedTuple):
    years: int = 0
    months: int = 0
    days: int = 0


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


OLDEST = 130
CENT = Decimal("0.01")
MOST_MONEY = Decimal(10) ** 10

MALE = _words("男 男性 男孩 男婴 先生 m male man boy 1 01 男1 1男 1-男 1.男 男性(1)")
FEMALE = _words("女 女性 女孩 女婴 女士 f female woman girl 2 02 女2 2女 2-女 2.女 女性(2)")
SEX_NOT_SAID = _words("0 9 未知 未知的性别 未说明 未说明的性别 不详 不明 其他 保密 unknown u other")

YES = _words("是 对 有 已 y yes true t 1 √ ✓ ✔ ☑ on 需要 同意 阳性")
NO = _words("否 不 不是 无 没有 未 n no false f 0 × ✗ ✘ x ☐ off 不需要 不同意 阴性")
PAID = _words(
    "已消费 消费 已缴费 已交费 已付费 已付款 已收费 已结算 已结账 已成交 成交 缴费成功 已缴 已交"
    " 已付 已收 部分缴费 部分交费 部分付费 部分收费 部分退费 paid"
)
UNPAID = _words(
    "未消费 未缴费 未交费 未付费 未付款 未收费 未结算 未结账 未成交 欠费 待缴费 已退费 退费"
    " 未缴 未交 未付 未收 unpaid"
)
CAME = _words(
    "已到 到诊 已到诊 已就诊 就诊 已报到 已签到 已来院 已到院 已接诊 接诊中 就诊中 已诊 诊毕 已诊毕"
    " 就诊完成 就诊结束 已完成 完成 arrived completed"
)
STAYED_AWAY = _words("未到 未到诊 未就诊 未报到 未来院 未到院 爽约 失约 缺诊 过号未到 noshow no-show")
PENDING = _words(
    "已预约 预约 预约成功 待就诊 待到诊 候诊 候诊中 正常 有效 已取号 取号 未取号 已挂号 挂号 挂号成功 "
    " 已登记 已支付 已缴费 未退号 未退费 未取消 未作废 booked valid normal"
)
NO_CALLS = _words("拒访 拒绝 拒绝回访 勿扰 请勿打扰 免打扰 不回访 免回访 不接受回访 请勿致电")
AGREES = _words("愿意 接受 同意回访 愿意回访 接受回访")
REFUSES = _words("不愿意 不接受 不愿 拒绝随访 不同意回访 不愿意回访")
SECRET = _words("保密 需保密 不知情 对患者保密 未告知 不告知")
KNOWS = _words("不保密 知情 已知情 已告知 无需保密")
STILL_IN = _words("在院 在院中 在院患者 未出院 未离院 住院中 住院 至今 尚未出院")
FIRST = _words("初诊 初 首诊 首次 新 新患者 新病人 初次 first new 初诊患者") | YES
RETURN = _words("复诊 复 再诊 再次 老 旧 老患者 老病人 复查 return followup follow-up 复诊患者") | NO
DEAF = re.compile(r"聋|差|弱|下降|减退|障碍|不好|不佳|重听|耳背|听不清|助听|poor|deaf|hard")
HEARS = re.compile(r"正常|良好|^好$|可$|未见异常|normal|good")

BARE_AGE = re.compile(r"(\d{1,3})(?:\.\d+)?")
AGE = re.compile(
    r"(?:(?P<y>\d{1,3})(?:\.\d+)?(?:周?岁|年|y|yr|years?|yearsold)半?)?"
    r"(?:零?(?P<m>\d{1,2})(?:个?月龄?|m|mo|months?)半?)?(?:零?(?P<w>\d{1,2})(?:周龄?|w|weeks?))?"
    r"(?:零?(?P<d>\d{1,3})(?:天|日龄?|d|days?))?(?:(?P<h>\d{1,3})(?:个?小?时|h|hours?)(?:\d{1,2}(?:分钟?|min))?)?"
)


@lru_cache(4096)
def _said(text: str) -> str:
    """The word as it is compared, '' when nothing was said."""
    return plain(text)


def _word(cell: Cell) -> str:
    require_value(cell)
    return _said(shown(cell))


def read_sex(cell: Cell) -> tuple[Sex | None, bool]:
    """The sex, and whether the cell says in words that it is not known."""
    word = _word(cell)
    if word in MALE:
        return Sex.MALE, False
    if word in FEMALE:
        return Sex.FEMALE, False
    if not word or word in SEX_NOT_SAID or word in NOT_SAID:
        return None, bool(word)
    raise CellError(Fault.SEX_UNREADABLE)


def read_age(cell: Cell) -> Age | None:
    """3岁, 5月, 12天, 71Y, 3岁5月, 20小时; a number alone is years."""
    return _age(_word(cell))


def is_bare_number(cell: Cell) -> bool:
    return BARE_AGE.fullmatch(_word(cell)) is not None


@lru_cache(4096)
def _age(word: str) -> Age | None:
    if not word or (word in NOT_SAID and word != "0"):
        return None
    if bare := BARE_AGE.fullmatch(word):
        word = f"{bare[1]}岁"
    found = AGE.fullmatch(word)
    if not found or not any(found.groups()):
        raise CellError(Fault.AGE_UNREADABLE)
    years, months, weeks, days = (int(found[unit] or 0) for unit in "ymwd")
    if years > OLDEST:
        raise CellError(Fault.AGE_UNREADABLE)
    return Age(years + months // 12, months % 12, weeks * 7 + days)


def read_yes_no(cell: Cell, *, yes: frozenset[str] = YES, no: frozenset[str] = NO) -> bool | None:
    word = _word(cell)
    if word in yes or word in YES:
        return True
    if word in no or word in NO:
        return False
    if not word or word in NOT_SAID:
        return None
    raise CellError(Fault.YES_NO_UNREADABLE)


def says_yes(cell: Cell) -> bool:
    return _word(cell) in YES


def read_paid(cell: Cell) -> bool | Decimal | None:
    """Yes or no, or the amount where that stands in its place."""
    try:
        return read_yes_no(cell, yes=PAID, no=UNPAID)
    except CellError:
        try:
            return read_amount(cell)
        except CellError:
            raise CellError(Fault.YES_NO_UNREADABLE) from None


def is_still_in(cell: Cell) -> bool:
    """What stands for a discharge that has not been."""
    return isinstance(cell, str) and _word(cell) in STILL_IN


def read_arrived(cell: Cell) -> bool | None:
    return None if _word(cell) in PENDING else read_yes_no(cell, yes=CAME, no=STAYED_AWAY)


def read_status(cell: Cell) -> tuple[bool | None, bool]:
    """Whether the patient came, and whether the word is known; a bare 1 may be a code for anything."""
    word = _word(cell)
    if word in CAME or word in STAYED_AWAY:
        return word in CAME, True
    return None, not word or word in PENDING or word in NOT_SAID


def says_cancelled(cell: Cell) -> bool:
    return is_cancelled(_word(cell))


def read_do_not_call(cell: Cell) -> bool | None:
    return read_yes_no(cell, yes=NO_CALLS)


def read_no_consent(cell: Cell) -> bool | None:
    """The same where the column asks whether the patient agrees to be called."""
    agrees = read_yes_no(cell, yes=AGREES, no=NO_CALLS | REFUSES)
    return None if agrees is None else not agrees


def read_do_not_disclose(cell: Cell) -> bool | None:
    return read_yes_no(cell, yes=SECRET, no=KNOWS)


def read_first(cell: Cell) -> bool | None:
    word = _word(cell)
    if word in FIRST:
        return True
    if word in RETURN:
        return False
    if not word or word in NOT_SAID:
        return None
    raise CellError(Fault.FIRST_UNREADABLE)


def read_hard_of_hearing(cell: Cell) -> tuple[bool | None, bool]:
    """Whether the patient hears badly, and whether the cell could be read."""
    word = _word(cell)
    if not word or word in NOT_SAID - {"无", "没有", "0"}:
        return None, True
    if word in YES or DEAF.search(word):
        return True, True
    if word in NO or HEARS.search(word):
        return False, True
    return None, False


def read_amount(cell: Cell) -> Decimal | None:
    """1,234.50 元, ¥1234.5; to the cent."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _money(str(cell))
    word = _word(cell)
    if not word or word in NOT_SAID - {"0"}:
        return None
    return _money(re.sub(r"^(?:¥|rmb|cny|人民币)|元$|(?<=\d),(?=\d{3})", "", word))


def _money(text: str) -> Decimal:
    if not re.fullmatch(r"[-+]?\d{1,12}(\.\d+)?", text):
        raise CellError(Fault.AMOUNT_UNREADABLE)
    try:
        amount = Decimal(text).quantize(CENT)
    except InvalidOperation as error:
        raise CellError(Fault.AMOUNT_UNREADABLE) from error
    if abs(amount) >= MOST_MONEY:
        raise CellError(Fault.AMOUNT_UNREADABLE)
    return amount
