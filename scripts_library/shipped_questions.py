"""The questionnaires that ship with the product: what patients are asked after surgery, birth, a stay, a check-up.

Rules: A6 condition, medication, habits, effect, emotion, knowledge; A8 adverse reaction, help, by person;
E6 emotional support; E11 ward survey; E16 satisfaction by domain; E17 re-check and lifestyle. Codes of
questions are stable: red flags name them, and one code means the same in all questionnaires.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from policy.questionnaire_checks import Typed, build
from scripts_library import shipped

Options = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Shipped:
    code: str
    name_zh: str
    name_en: str
    questions: tuple[Typed, ...]
    whom: Mapping[str, Any] = field(default_factory=dict)
    override: str = ""  # why the checker's marks do not matter

    def content(self) -> dict[str, Any]:
        return build(self.questions, shipped.ORDER).as_json()


def must(typed: Typed) -> Typed:
    return typed._replace(required=True)


def level(code: str, zh: str, en: str, **more: Any) -> Typed:
    ready = {"step": "satisfaction", "subject": code.removeprefix("satisfaction_"), "domain": "satisfaction"}
    return Typed(code, "level", zh, en, **(ready | more))


def one(code: str, zh: str, en: str, options: Options, **more: Any) -> Typed:
    return Typed(code, "one", zh, en, options=options, **more)


GOODNESS: Options = (("good", "好", "good"), ("fair", "一般", "fair"), ("poor", "差", "poor"))
TAKEN: Options = (
    ("as_ordered", "按医嘱", "as ordered"),
    ("sometimes_missed", "有时漏服", "sometimes missed"),
    ("stopped", "自己停了", "stopped by themselves"),
    ("none_ordered", "没有开药", "none ordered"),
)
BLEEDING: Options = (
    ("none", "没有", "none"),
    ("little", "少量", "a little"),
    ("more", "比前几天多", "more than before"),
    ("heavy", "很多，或有血块", "heavy, or clots"),
)
WOUND: Options = (
    ("dry", "干燥", "dry"),
    ("red", "红肿", "red or swollen"),
    ("oozing", "渗液", "oozing"),
    ("open", "裂开", "open"),
)

PAIN = must(
    Typed(
        "pain",
        "scale",
        "现在疼不疼？0 分不疼，10 分最疼，您觉得是几分？",
        "Is there any pain now? Nought is none, ten the worst: how much would you say?",
        domain="condition",
    )
)
PAIN_WHERE = Typed(
    "pain_where",
    "text",
    "是哪里疼？从什么时候开始的？",
    "Where does it hurt, and since when?",
    show_if="pain >= 4",
    required_if="pain >= 7",
)
TEMPERATURE = Typed(
    "temperature",
    "number",
    "量过体温吗？最高多少度？",
    "Was the temperature taken? What was the highest?",
    unit="℃",
    low="34.0",
    high="43.0",
    decimals="1",
)
MEDICATION = must(
    one("medication", "药是怎么吃的？", "How is the medicine taken?", TAKEN, domain="medication")
)
MEDICATION_WHY = Typed(
    "medication_why",
    "text",
    "是什么原因呢？",
    "What is the reason?",
    show_if='medication in ("stopped", "sometimes_missed")',
    required_if='medication == "stopped"',
)
MOOD = Typed(
    "mood",
    "scale",
    "这几天心情怎么样？0 分很好，10 分很低落、很紧张。",
    "How has the mood been? Nought is fine, ten very low or anxious.",
    domain="emotion",
)
DISTRESS = Typed(
    "distress",
    "yesno",
    "这样的心情，是不是已经让您吃不下、睡不好，或者什么都不想做？",
    "Does it keep you from eating, sleeping or doing anything at all?",
    show_if="mood >= 5",
)
SELF_HARM = Typed(
    "self_harm",
    "yesno",
    "难受的时候，有没有想过伤害自己？您可以放心告诉我。",
    "When it is hard: have you thought of hurting yourself? You can tell me.",
    show_if="distress == true or mood >= 8",
)


def wound(zh: str, en: str) -> Typed:
    return must(one("wound", zh, en, WOUND))


def bleeding(zh: str, en: str) -> Typed:
    return must(one("bleeding", zh, en, BLEEDING))


SURGERY = Shipped(
    "surgery", "术后恢复", "After surgery",
    (
        PAIN,
        PAIN_WHERE,
        wound("伤口现在是什么样子？", "How does the wound look now?"),
        bleeding("有没有出血？", "Is there any bleeding?"),
        TEMPERATURE,
        MEDICATION,
        MEDICATION_WHY,
    ),
    {"kinds": ["inpatient_surgery", "outpatient_surgery"]},
)  # fmt: skip

MOTHERS = Shipped(
    "mothers", "产后恢复", "Mothers",
    (
        bleeding("恶露多不多？", "How much is the bleeding?"),
        wound("伤口（侧切或剖宫产）怎么样？", "How is the wound, of the stitches or the section?"),
        TEMPERATURE,
        must(one("breast_feeding", "喂奶还顺利吗？", "How is breast feeding going?", (
            ("going_well", "顺利", "well"),
            ("sore", "胀痛或皲裂", "sore or cracked"),
            ("too_little", "奶不够", "too little milk"),
            ("not_feeding", "没有母乳喂养", "not breast feeding"),
        ))),
        must(MOOD),
        DISTRESS,
        SELF_HARM,
    ),
    {"kinds": ["inpatient", "inpatient_surgery"], "sex": "female", "min_age": 14, "max_age": 55},
)  # fmt: skip

INPATIENT = Shipped(
    "inpatient", "出院后近况", "After a stay",
    (
        PAIN,
        PAIN_WHERE,
        one("appetite", "吃饭怎么样？", "How is the appetite?", GOODNESS, domain="habits"),
        one("sleep", "睡得怎么样？", "How is the sleep?", GOODNESS, domain="habits"),
        MEDICATION,
        MEDICATION_WHY,
        must(Typed("discomfort", "yesno", "还有别的不舒服吗？", "Does anything else trouble you?")),
        Typed("discomfort_what", "text", "是怎样的不舒服？", "What is it like?", show_if="discomfort == true", required_if="discomfort == true"),
    ),
    {"kinds": ["inpatient"]},
)  # fmt: skip

HEALTH = Shipped(
    "health-assessment", "健康评估", "Health assessment",
    (
        must(one("condition", "和出院的时候比，身体怎么样了？", "Compared with discharge, how are things?", (
            ("better", "好转", "better"), ("same", "差不多", "the same"), ("worse", "不如当时", "worse"),
        ), section_zh="身体", section_en="Health", domain="condition")),
        MEDICATION._replace(section_zh="身体", section_en="Health"),
        MEDICATION_WHY._replace(section_zh="身体", section_en="Health"),
        Typed("habits", "several", "这段时间在注意哪些？", "What is being looked after?", options=(
            ("diet", "饮食", "diet"), ("sleep_hours", "作息", "regular hours"), ("exercise", "活动锻炼", "exercise"),
            ("no_smoking", "不抽烟", "no smoking"), ("no_alcohol", "不喝酒", "no alcohol"), ("nothing", "没有特别注意", "nothing in particular"),
        ), section_zh="生活", section_en="Life", domain="habits"),
        Typed("effect", "frequency", "这个病影响到平时的生活、工作吗？", "Does the illness get in the way of life and work?", section_zh="生活", section_en="Life", domain="effect"),
        MOOD._replace(section_zh="心情与了解", section_en="Mood and knowledge"),
        DISTRESS._replace(section_zh="心情与了解", section_en="Mood and knowledge"),
        SELF_HARM._replace(section_zh="心情与了解", section_en="Mood and knowledge"),
        one("knowledge", "出院时讲的注意事项，都清楚吗？", "Is it clear what to mind after discharge?", (
            ("clear", "清楚", "clear"), ("partly", "记得一部分", "in part"), ("unclear", "不太清楚", "not clear"),
        ), section_zh="心情与了解", section_en="Mood and knowledge", domain="knowledge"),
    ),
    {"purposes": ["discharge_nursing"]},
    override="健康评估规定六个部分，题目都很短。",
)  # fmt: skip

GUIDANCE = Shipped(
    "guidance-given", "已做的健康指导", "Guidance given",
    (
        must(Typed("guidance", "several", "这次讲解了哪些内容？（由回访人员勾选）", "What was explained in this call? (for the agent to tick)", step="guidance", domain="guidance", options=(
            ("condition", "病情解释", "the condition"), ("diet", "饮食", "diet"), ("activity", "活动与休息", "activity and rest"),
            ("medicine", "用药", "medicine"), ("review", "复查随访", "review"), ("comfort", "心理疏导", "emotional support"), ("nothing", "不需要", "nothing needed"),
        ))),
        Typed("understood", "yesno", "对方能说出要点吗？", "Can they say the main points back?", step="guidance", show_if='answered(guidance) and not guidance has "nothing"', domain="knowledge"),
        Typed("comfort_how", "text", "疏导了什么，对方反应如何？", "What helped, and how was it taken?", step="guidance", show_if='guidance has "comfort"'),
    ),
    {"purposes": ["discharge_nursing"]},
)  # fmt: skip

CHECKUP = Shipped(
    "checkup-followup", "体检异常追访", "Check-up follow-up",
    (
        must(Typed("recheck_done", "yesno", "上次异常的项目，复查过了吗？", "Has the abnormal result been checked again?", section_zh="复查", section_en="Re-check")),
        Typed("recheck_date", "date", "是哪一天复查的？", "On which day?", show_if="recheck_done == true", section_zh="复查", section_en="Re-check"),
        one("recheck_result", "结果怎么样？", "What came out?", (
            ("normal", "正常了", "normal"), ("better", "有好转", "better"), ("same", "仍然异常", "still abnormal"), ("not_known", "还没拿到", "not known yet"),
        ), show_if="recheck_done == true", section_zh="复查", section_en="Re-check"),
        one("recheck_why_not", "是什么原因还没复查呢？", "What has kept you from it?", (
            ("no_time", "没时间", "no time"), ("feels_well", "没有不舒服", "feels well"), ("forgot", "忘了", "forgot"),
            ("cost", "费用", "cost"), ("elsewhere", "准备去别处", "elsewhere"), ("other", "其他", "other"),
        ), show_if="recheck_done == false", section_zh="复查", section_en="Re-check"),
        must(Typed("specialist_visit", "yesno", "为这个去看过专科医生吗？", "Has a specialist been seen about it?", section_zh="复查", section_en="Re-check")),
        Typed("lifestyle", "several", "生活上做了哪些调整？", "What has changed in daily life?", domain="lifestyle", section_zh="生活方式", section_en="Lifestyle", options=(
            ("diet", "饮食清淡", "diet"), ("exercise", "增加运动", "more exercise"), ("weight", "控制体重", "weight"),
            ("smoking", "戒烟或少抽", "smoking less"), ("alcohol", "戒酒或少喝", "drinking less"), ("sleep", "规律作息", "regular sleep"), ("none", "还没有", "nothing yet"),
        )),
        Typed("symptoms", "several", "最近有没有这些不舒服？", "Has any of this troubled you lately?", section_zh="生活方式", section_en="Lifestyle", options=(
            ("none", "没有", "none"), ("chest_pain", "胸口闷痛", "chest pain"), ("breathless", "气短", "short of breath"),
            ("dizzy", "头晕", "dizzy"), ("fainted", "晕倒过", "fainted"), ("other", "其他", "something else"),
        )),
    ),
    {"kinds": ["checkup_abnormal"]},
)  # fmt: skip

DOMAINS = Shipped(
    "satisfaction-domains", "出院满意度（分项）", "Satisfaction by domain",
    (
        level("satisfaction_ethics", "医护人员的医德医风，您满意吗？", "The conduct of doctors and nurses?"),
        level("satisfaction_attitude", "服务态度呢？", "Their manner?"),
        level("satisfaction_nursing", "护理操作技术呢？", "Their skill in nursing?"),
        level("satisfaction_education", "健康知识讲得怎么样？", "What they explained about health?"),
        level("satisfaction_cost", "收费和费用说明呢？", "The cost, and how it was explained?"),
        level("satisfaction_environment", "病区环境呢？", "The surroundings on the ward?"),
    ),
    {"purposes": ["discharge_satisfaction"]},
    override="满意度规定六个方面，每题一句话。",
)  # fmt: skip

PERSONS = Shipped(
    "satisfaction-persons", "到诊消费当晚回访", "Treated: the same evening",
    (
        must(Typed("adverse_reaction", "yesno", "回去以后有没有什么不适反应？", "Has there been any reaction since?")),
        Typed("adverse_reaction_what", "text", "是怎样的反应？", "What is it like?", show_if="adverse_reaction == true", required_if="adverse_reaction == true"),
        must(Typed("help_needed", "yesno", "有没有什么需要我们帮忙的？", "Is there anything we can help with?")),
        Typed("help_needed_what", "text", "需要帮您做什么？", "What can we do?", show_if="help_needed == true", required_if="help_needed == true"),
        level("satisfaction_consultant", "对接待您的咨询人员满意吗？", "Satisfied with the consultant?", asks_reason=True),
        level("satisfaction_doctor", "对医生呢？", "With the doctor?", asks_reason=True),
        level("satisfaction_nurse", "对护士呢？", "With the nurses?", asks_reason=True),
    ),
    {"kinds": ["arrived_paid"]},
)  # fmt: skip

WARD = Shipped(
    "ward-survey", "病区满意度调查", "Ward survey",
    (
        level("ward_clean", "病区干净吗？您满意吗？", "Is the ward clean? Are you satisfied?", subject="environment", domain="ward"),
        level("ward_nurses", "对病区护士满意吗？", "Satisfied with the nurses of the ward?", subject="nurse", domain="ward"),
        level("ward_doctors", "对病区医生满意吗？", "Satisfied with the doctors of the ward?", subject="doctor", domain="ward"),
        level("ward_administration", "对病区管理（陪护、探视、办手续）满意吗？", "Satisfied with visits, carers and paperwork on the ward?", subject="", domain="ward"),
        Typed("ward_improve", "text", "您觉得病区哪里最需要改进？", "What should the ward improve first?", step="satisfaction"),
    ),
    {"kinds": ["inpatient", "inpatient_surgery"]},
)  # fmt: skip

EVERY = (SURGERY, MOTHERS, INPATIENT, HEALTH, GUIDANCE, CHECKUP, DOMAINS, PERSONS, WARD)
