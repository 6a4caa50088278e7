"""Calls that mostly go as planned: satisfied, dissatisfied, busy, hard of hearing."""

from policy.practice import Case, Line, Person, Why
from scripts_library.practice.parts import asks, ends, free, is_patient, picks_up, turn

SATISFIED = Case(
    "satisfied",
    ("很满意", "Satisfied"),
    ("陈国栋，71 岁，胃肠外科，出院 7 天。", "Chen Guodong, 71, general surgery, discharged 7 days ago."),
    "inpatient",
    Person(("陈国栋", "Chen Guodong"), "male", 71, ("胃肠外科", "General Surgery"), ("林晓东", "Lin"), 7),
    (
        picks_up(),
        asks(),
        is_patient("我就是，五五年三月的。", "Speaking. March 1955."),
        free("well"),
        turn(
            "well",
            "吃得香，睡得着，药也按时吃。",
            "Eating well, sleeping well, taking my pills.",
            {"step:guidance": "knows"},
            Line("那您肯定没事了，放心。", "Then you will certainly recover, don't worry.", Why.PROMISE),
            wrong={"reply:doctor": Why.UNHEARD, "step:thanks": Why.EARLY},
        ),
        turn("knows", "好，记住了。", "Right, I'll remember.", {"step:satisfaction": "glad"}, wrong={"step:condition": Why.UNHEARD, "step:thanks": Why.EARLY}),
        turn(
            "glad",
            "非常满意！护士小周特别有耐心。",
            "Very satisfied! The nurse, young Zhou, was so patient.",
            {"reply:satisfied": "why"},
            Line("好的，满意，记下了。", "Satisfied. Noted.", Why.COLD),
            wrong={"step:information": Why.UNHEARD, "reply:dissatisfied": Why.UNHEARD},
        ),
        turn("why", "她每天都来问我疼不疼，半夜也来。", "She came every day to ask about the pain, at night too.", {"step:information": "ends"}, wrong={"step:satisfaction": Why.UNHEARD, "reply:busy": Why.UNHEARD}),
        ends("好，到时候我去复查。谢谢你们还惦记着。", "Fine, I'll come for the review. Kind of you to think of me."),
    ),
)  # fmt: skip

DISSATISFIED = Case(
    "dissatisfied",
    ("不满意", "Dissatisfied"),
    ("周敏，34 岁，今天来皮肤科治疗。", "Zhou Min, 34, treated in dermatology today."),
    "arrived_paid",
    Person(("周敏", "Zhou Min"), "female", 34, ("皮肤科", "Dermatology"), ("何颖", "He"), 0),
    (
        picks_up(),
        asks(),
        is_patient("是我，九二年六月。", "That's me. June 1992."),
        free("angry", "说吧，我正想找你们呢。", "Go ahead. I wanted to talk to you anyway."),
        turn(
            "angry",
            "人倒没什么，就是气人！等了三个钟头，护士还冲我嚷。",
            "I am all right, but I am furious! Three hours of waiting, and then the nurse shouted at me.",
            {"reply:dissatisfied": "when"},
            Line("医院人多，都这样，您多理解。", "Hospitals are busy; it is like that everywhere.", Why.COLD),
            Line("您放心，百分之百让您满意，那个护士马上开除。", "I guarantee you will be satisfied: that nurse will be dismissed.", Why.PROMISE),
            wrong={"step:guidance": Why.UNHEARD, "step:satisfaction": Why.UNHEARD, "reply:satisfied": Why.UNHEARD},
        ),
        turn("when", "明天上午十点以后都行。你们真会查？", "Any time after ten tomorrow. Will you really look into it?", {},
            Line("我已经记下来，交给负责的同事。明天十点以后一定给您回话，查到哪一步就说到哪一步。", "It is written down and with whoever looks into it. I will call you after ten tomorrow and tell you how far we are.", None, "calm"),
            Line("查不查得出来我可不知道。", "I have no idea whether anything will come of it.", Why.COLD),
            wrong={"step:satisfaction": Why.UNHEARD, "reply:price": Why.UNHEARD},
        ),
        ends("那还差不多。行，谢谢你。", "Well, that is something. Thank you.", code="calm"),
    ),
)  # fmt: skip

BUSY = Case(
    "busy",
    ("正在开车", "Driving"),
    ("吴昊，28 岁，预约口腔科，那天没来。", "Wu Hao, 28, had an appointment in dentistry and did not come."),
    "no_show",
    Person(("吴昊", "Wu Hao"), "male", 28, ("口腔科", "Dentistry"), ("孙博", "Sun"), 1),
    (
        picks_up(zh="喂？我开车呢！", en="Hello? I'm driving!", to="driving"),
        turn(
            "driving",
            "回访中心？我在高架上，现在真不行。",
            "Follow-up centre? I'm on the ring road, not now.",
            {"reply:busy": "later"},
            Line("就两分钟，您开着免提听就行。", "It's only two minutes, just put me on the speaker.", Why.DELAY),
            wrong={"step:who": Why.UNHEARD, "step:convenient": Why.UNHEARD},
        ),
        turn("later", "晚上七点以后吧。", "After seven tonight.", {},
            Line("好，今晚七点以后我再打给您。您专心开车，路上小心。", "After seven tonight, then. Please mind the road; drive safely.", None, ""),
            Line("那您先说一下那天为什么没来？", "Just tell me first why you didn't come?", Why.UNHEARD),
            wrong={"step:condition": Why.UNHEARD, "step:guidance": Why.UNHEARD},
        ),
    ),
)  # fmt: skip

HEARING = Case(
    "hearing",
    ("听不清", "Cannot hear"),
    ("黄秀兰，82 岁，今天来眼科治疗。", "Huang Xiulan, 82, treated in ophthalmology today."),
    "arrived_paid",
    Person(("黄秀兰", "Huang Xiulan"), "female", 82, ("眼科", "Ophthalmology"), ("许静", "Xu"), 0),
    (
        picks_up("what", "喂——？", "Helloo?"),
        turn(
            "what",
            "啥？你说啥？我听不清！",
            "What? What do you say? I can't hear you!",
            {"reply:hearing": "family"},
            Line("听不清就算了，我挂了。", "Never mind then. Goodbye.", Why.COLD),
            wrong={"step:who": Why.UNHEARD, "step:convenient": Why.UNHEARD},
        ),
        turn("family", "还是听不真。我让孙女来听啊——喂，我是她孙女。", "Still not. Let me fetch my granddaughter. – Hello, I am her granddaughter.", {"reply:relative": "helps"}, wrong={"step:condition": Why.EARLY, "step:satisfaction": Why.EARLY, "reply:hearing": Why.UNHEARD}),
        turn("helps", "她就在我旁边，您说，我大声转给她。四四年二月的，没错吧？", "She is right beside me; you talk, I'll repeat it loudly. February 1944, that's right, isn't it?", {"step:convenient": "fine"}, wrong={"step:thanks": Why.EARLY, "reply:busy": Why.UNHEARD}),
        turn("fine", "奶奶说方便，你问吧。", "Grandma says go ahead.", {"step:condition": "ends"}, wrong={"step:thanks": Why.EARLY, "reply:hearing": Why.UNHEARD}),
        ends("她说眼睛亮堂多了，眼药水我帮她滴。", "She says she sees much better; I help her with the drops."),
    ),
)  # fmt: skip

PLAIN = (SATISFIED, DISSATISFIED, BUSY, HEARING)
