"""The red flags that the product comes with: the hospital edits them (A25)."""

from policy.alerts import Level
from policy.flags import RedFlag, RedFlags

_ZH = "谢谢您告诉我，{why}要让医生马上知道。我现在就报给{{doctor}}，{{by}}前我们给您回电话。{until}"
_EN = "Thank you for telling me; a doctor must know of {why} at once. I am reporting it to {{doctor}} now, and we call you back before {{by}}. {until}"


def _flag(
    code: str,
    level: Level,
    when: str,
    zh: tuple[str, str, str],
    en: tuple[str, str, str],
    *,
    whole: bool = False,
) -> RedFlag:
    """Of each language: the name, what a doctor must know of, and what to do until he calls; `whole`: the last
    is all there is to say."""
    say_zh = zh[2] if whole else _ZH.format(why=zh[1], until=zh[2])
    say_en = en[2] if whole else _EN.format(why=en[1], until=en[2])
    return RedFlag(code, zh[0], en[0], when, level, say_zh, say_en)


DEFAULT_FLAGS = RedFlags(
    (
        _flag(
            "pain", Level.URGENT, "pain >= 7",
            ("疼痛明显", "这种疼", "这期间要是更疼、发烧或呕吐，请直接来急诊。"),
            ("severe pain", "pain like this", "If it gets worse before then, or with fever or vomiting, please come straight to the emergency department."),
        ),
        _flag(
            "heavy_bleeding", Level.URGENT, 'bleeding == "heavy"',
            ("大量出血", "出血多", "请先躺下，身边留个人；要是还在出血或头晕，马上拨打 120。"),
            ("heavy bleeding", "heavy bleeding", "Please lie down and keep somebody with you; if it goes on, or you feel faint, call an ambulance at once."),
        ),
        _flag(
            "more_bleeding", Level.SOON, 'bleeding == "more"',
            ("出血增多", "出血增多", "这期间要是量再多或头晕，请直接来急诊。"),
            ("more bleeding than before", "more bleeding", "If it increases before then, or you feel faint, please come straight to the emergency department."),
        ),
        _flag(
            "open_wound", Level.URGENT, 'wound == "open"',
            ("伤口裂开", "伤口裂开", "请先用干净的纱布盖住，不要沾水，不要自己上药。"),
            ("wound has opened", "an open wound", "Please cover it with clean gauze, keep it dry and put nothing on it."),
        ),
        _flag(
            "wound", Level.SOON, 'wound in ("red", "oozing")',
            ("伤口红肿或渗液", "伤口这样", "这期间请保持干燥，不要挤，不要自己上药。"),
            ("wound red or oozing", "a wound like this", "Until then please keep it dry, and do not press it or put anything on it."),
        ),
        _flag(
            "fever", Level.SOON, "temperature > 38.5",
            ("发热 38.5 ℃ 以上", "发烧", "这期间多喝水，先不要自己加药；烧得更高或发冷发抖，请直接来急诊。"),
            ("fever above 38.5 °C", "a fever", "Until then please drink plenty and take no further medicine; if it rises or you shiver, come straight to the emergency department."),
        ),
        _flag(
            "self_harm", Level.URGENT, "self_harm == true",
            ("有伤害自己的想法", "", "谢谢您愿意告诉我。您现在身边有人吗？请不要一个人待着。我现在就请{doctor}给您打电话，{by}前一定打到；要是等不及，请马上拨打 120 或来急诊，我们都在。"),
            ("thoughts of self-harm", "", "Thank you for telling me. Is somebody with you now? Please do not stay alone. I am asking {doctor} to call you, before {by} for certain; if you cannot wait, call an ambulance or come to us at once."),
            whole=True,
        ),
        _flag(
            "distress", Level.SOON, "distress == true or mood >= 8",
            ("情绪很差", "您这样难受", "这期间请让家里人陪着您，想说话随时打给我们。"),
            ("great distress", "how you feel", "Until then please have somebody of your family with you; you can call us at any time."),
        ),
        _flag(
            "danger_signs", Level.URGENT, 'symptoms has "chest_pain" or symptoms has "breathless" or symptoms has "fainted"',
            ("胸痛、气促或晕倒", "这种情况", "请先坐下休息，不要一个人；要是正在发作，马上拨打 120。"),
            ("chest pain, breathlessness or fainting", "this", "Please sit down and do not stay alone; if it is happening now, call an ambulance at once."),
        ),
        _flag(
            "adverse_reaction", Level.SOON, "adverse_reaction == true",
            ("治疗后不良反应", "这种反应", "这期间先不要自己加药或停药；要是加重，请直接来急诊。"),
            ("adverse reaction", "such a reaction", "Until then please neither add nor stop medicine yourself; if it gets worse, come straight to the emergency department."),
        ),
        _flag(
            "medication_stopped", Level.TODAY, 'medication == "stopped"',
            ("自行停药", "停药的事", "药先放好，怎么吃听医生的。"),
            ("stopped the medicine", "the medicine being stopped", "Please keep the medicine; the doctor will say how to go on."),
        ),
    )
)  # fmt: skip
