"""Calls in which the patient wants something that the caller cannot simply give: a price, a promise, proof."""

from policy.practice import Case, Line, Person, Why
from scripts_library.practice.parts import asks, ends, free, is_patient, picks_up, turn

FRAUD = Case(
    "fraud",
    ("以为是骗子", "Thinks it is fraud"),
    ("郑海涛，58 岁，心内科，出院 7 天。", "Zheng Haitao, 58, cardiology, discharged 7 days ago."),
    "inpatient",
    Person(("郑海涛", "Zheng Haitao"), "male", 58, ("心内科", "Cardiology"), ("罗建", "Luo"), 7),
    (
        picks_up("fraud"),
        turn(
            "fraud",
            "医院？我看你是骗子吧！你怎么有我电话？",
            "The hospital? A swindler, more likely! How did you get my number?",
            {"reply:fraud": "proof"},
            Line("您不信就算了，爱接不接。", "Believe it or not, as you like.", Why.COLD),
            Line("您把身份证号报一下，我就能证明给您看。", "Read me your identity card number, then I can prove it.", Why.SECRETS),
            wrong={"step:who": Why.UNHEARD, "step:convenient": Why.UNHEARD},
        ),
        turn("proof", "总机……行吧。那你先说说我是什么病住的院？", "The switchboard… all right. Then tell me what I was in hospital for?", {"step:who": "patient"},
            Line("您是诊断为冠心病住院的。", "You were diagnosed with an acute heart attack.", Why.DISCLOSURE),
            wrong={"step:convenient": Why.EARLY, "step:condition": Why.EARLY},
        ),
        turn("patient", "六八年九月。这回信你了，说吧。", "September 1968. All right, I believe you. Go on.", {"step:convenient": "free"}, wrong={"step:satisfaction": Why.EARLY, "reply:fraud": Why.UNHEARD}),
        free("ends", "方便，你问。", "Yes, ask."),
        ends("胸口不闷了，走路也不喘。刚才不好意思啊。", "No tightness any more, and I can walk. Sorry about before."),
    ),
)  # fmt: skip

PRICE = Case(
    "price",
    ("问价格", "Asks a price"),
    ("高洁，45 岁，昨天在微信上咨询过胃镜。", "Gao Jie, 45, asked about a gastroscopy yesterday."),
    "consultation",
    Person(("高洁", "Gao Jie"), "female", 45, ("消化内科", "Gastroenterology"), ("唐宁", "Tang"), 1),
    (
        picks_up(),
        asks("me", "哦，你好，我昨天问过的。", "Oh hello, I asked something yesterday."),
        turn("me", "高洁，八一年一月。", "Gao Jie, January 1981.", {"step:convenient": "price"}, wrong={"step:guidance": Why.EARLY, "step:satisfaction": Why.EARLY}),
        turn(
            "price",
            "方便。我就问一句：做个无痛胃镜到底多少钱？",
            "Yes. Just one thing: what does a gastroscopy with sedation cost?",
            {"reply:price": "when"},
            Line("电话里不报价，来了再谈费用。", "We do not tell prices by telephone; come and we will see.", Why.PRICE),
            Line("价格不重要，身体要紧。", "The price does not matter, your health does.", Why.PRICE),
            wrong={"step:guidance": Why.UNHEARD, "step:condition": Why.UNHEARD},
        ),
        turn("when", "那我下午三点等你电话。来之前要准备什么？", "Then I'll wait for your call at three. Must I prepare anything?", {"step:guidance": "book"},
            Line("再拖下去就晚了，您今天就来。", "It will be too late if you wait; come today.", Why.FEAR),
            wrong={"step:thanks": Why.UNHEARD, "reply:price": Why.UNHEARD},
        ),
        turn("book", "行。要约的话找你就行？", "Good. And can I book with you?", {"step:information": "ends"}, wrong={"step:condition": Why.UNHEARD, "reply:busy": Why.UNHEARD}),
        ends("好，那先这样，等你的价格。", "Fine. I'll wait for the price."),
    ),
)  # fmt: skip

PROMISE = Case(
    "promise",
    ("要打保证", "Asks for a promise"),
    ("宋丽，39 岁，康复科，疗程做了一半没再来。", "Song Li, 39, rehabilitation, stopped half-way through."),
    "interrupted",
    Person(("宋丽", "Song Li"), "female", 39, ("康复科", "Rehabilitation"), ("马腾", "Ma"), 2),
    (
        picks_up(),
        asks(),
        is_patient("是我，八七年四月。", "It's me. April 1987."),
        free("doubts", "嗯，你说。", "Yes, go on."),
        turn(
            "doubts",
            "花了钱也没见好。你给我打个包票，做完一定能好，我就去！",
            "All that money and no better. Guarantee me that it will be cured at the end, and I'll come!",
            {"reply:promise": "doctor"},
            Line("包好，做完的人都好了。", "You will definitely recover, everybody did.", Why.PROMISE),
            Line("再不治就晚了，以后会瘫的。", "Soon it will be too late and you will be crippled.", Why.FEAR),
            wrong={"step:guidance": Why.UNHEARD, "step:satisfaction": Why.UNHEARD},
        ),
        turn("doctor", "……那也行，我当面问问马医生。", "…All right, I'll ask Dr Ma in person.", {"step:information": "ends"}, wrong={"reply:promise": Why.UNHEARD, "step:satisfaction": Why.UNHEARD}),
        ends("那就周四上午，麻烦你帮我约上。", "Thursday morning then; please book it for me."),
    ),
)  # fmt: skip

ASKING = (FRAUD, PRICE, PROMISE)
