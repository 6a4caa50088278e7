"""Calls in which something is wrong with the patient: he wants a doctor, he bleeds, he is afraid."""

from policy.practice import END, Case, Line, Person, Why
from scripts_library.practice.parts import asks, ends, free, is_patient, picks_up, turn

DOCTOR = Case(
    "doctor",
    ("要找医生", "Wants a doctor"),
    ("何平，52 岁，骨科手术，出院 7 天。", "He Ping, 52, orthopaedic surgery, discharged 7 days ago."),
    "inpatient_surgery",
    Person(("何平", "He Ping"), "male", 52, ("骨科", "Orthopaedics"), ("方毅", "Fang"), 7),
    (
        picks_up(),
        asks(),
        is_patient("我是，七四年十一月。", "Speaking. November 1974."),
        free("red"),
        turn(
            "red",
            "刀口这两天有点红。跟你说没用，我要跟方医生说。",
            "The wound has been red these two days. It's no use telling you, I want Dr Fang.",
            {"reply:doctor": "no_fever"},
            Line("红一点很正常，肯定没事。", "A bit of red is normal, no risk at all.", Why.PROMISE),
            Line("感染了后果很严重，要锯腿的！", "An infection has terrible consequences: you could lose the leg!", Why.FEAR),
            Line("您下周复查的时候再跟他说吧。", "Tell him next week, at the review.", Why.DELAY),
            wrong={"step:satisfaction": Why.UNHEARD},
        ),
        turn("no_fever", "不发烧，就是红，碰着有点疼。那我等医生电话？", "No fever; just red, and it hurts when touched. So I wait for the doctor's call?", {"step:guidance": "ends"}, wrong={"step:satisfaction": Why.UNHEARD, "step:thanks": Why.EARLY}),
        ends("行，要是发烧我就直接过去。", "Right. If there is fever, I'll come straight in."),
    ),
)  # fmt: skip

BLEEDING = Case(
    "bleeding",
    ("出血不止", "Bleeding"),
    ("蔡琳，31 岁，今天做了门诊手术。", "Cai Lin, 31, outpatient procedure today."),
    "outpatient_surgery",
    Person(("蔡琳", "Cai Lin"), "female", 31, ("妇科", "Gynaecology"), ("邓颖", "Deng"), 0),
    (
        picks_up("hurry", "喂，是医院吗？太好了！", "Hello, is that the hospital? Thank goodness!"),
        turn(
            "hurry",
            "我是蔡琳，九五年八月的。纱布都湿透了，血还在流！",
            "It's Cai Lin, August 1995. The dressing is soaked and it's still bleeding!",
            {"reply:doctor": "goes", "step:guidance": "goes"},
            Line("流一点血正常的，明天再看看。", "A little blood is normal; see how it is tomorrow.", Why.DELAY),
            Line("您别慌，绝对没事。", "Don't worry, it's completely safe.", Why.PROMISE),
            wrong={"step:convenient": Why.DELAY, "step:satisfaction": Why.UNHEARD},
        ),
        turn("goes", "有点头晕。我老公在，我们这就去急诊？", "I'm a bit dizzy. My husband is here; shall we go to the emergency room now?", {},
            Line("对，现在就去，头晕别自己开车，走不动就拨打120。我马上通知医生，再给您打过来。", "Yes, now; don't drive when dizzy, and ring 120 if you can't walk. I am telling the doctor at once and will call you back.", None, END),
            Line("先做完满意度再去吧，很快的。", "Just the satisfaction question first, it's quick.", Why.DELAY),
            wrong={"step:information": Why.DELAY, "step:thanks": Why.DELAY},
        ),
    ),
)  # fmt: skip

AFRAID = Case(
    "afraid",
    ("体检异常，害怕", "An abnormal check-up, and afraid"),
    ("潘勇，49 岁，体检有几项要复查。", "Pan Yong, 49, some values to be checked again."),
    "checkup_abnormal",
    Person(("潘勇", "Pan Yong"), "male", 49, ("体检中心", "Check-up Centre"), ("白露", "Bai"), 7),
    (
        picks_up(),
        asks(zh="体检那个？我正睡不着呢。", en="About the check-up? I can't sleep for it."),
        is_patient("潘勇，七七年五月。", "Pan Yong, May 1977."),
        turn(
            "free",
            "报告上说有个阴影，你老实告诉我，是不是那个病？",
            "The report says there is a shadow. Be honest with me: is it that illness?",
            {"step:guidance": "recheck", "reply:promise": "recheck"},
            Line("不是癌，您放心。", "It is not cancer, don't worry.", Why.DISCLOSURE),
            Line("有可能，再拖下去就来不及了。", "It may be; soon it will be too late.", Why.FEAR),
            Line("没事，肯定没事，保证没事。", "There is no risk, I guarantee it.", Why.PROMISE),
            wrong={"step:satisfaction": Why.UNHEARD},
        ),
        turn("recheck", "那我去哪儿复查？排得上吗？", "Where do I go for the re-check, and can I get in?", {"step:information": "ends"}, wrong={"step:condition": Why.UNHEARD, "reply:busy": Why.UNHEARD}),
        ends("行，周三上午。说开了，心里踏实点。", "Good, Wednesday morning. I feel calmer now that we have talked."),
    ),
)  # fmt: skip

UNWELL = (DOCTOR, BLEEDING, AFRAID)
