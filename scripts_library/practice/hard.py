"""Calls that nobody likes to make: a death, a relative who must not be told."""

from policy.practice import END, Case, Line, Person, Why
from scripts_library.practice.parts import asks, ends, picks_up, turn

DECEASED = Case(
    "deceased",
    ("患者已去世", "The patient has died"),
    ("冯德明，79 岁，呼吸科，出院 7 天。", "Feng Deming, 79, respiratory medicine, discharged 7 days ago."),
    "inpatient",
    Person(("冯德明", "Feng Deming"), "male", 79, ("呼吸科", "Respiratory Medicine"), ("姚远", "Yao"), 7),
    (
        picks_up(),
        asks("gone", "嗯……有什么事？", "Yes… what is it?"),
        turn(
            "gone",
            "我是他老伴。他……前天走了。",
            "I am his wife. He… passed away the day before yesterday.",
            {"reply:deceased": "papers"},
            Line("哦，那麻烦您替他评一下满意度。", "Oh. Could you rate the service in his place, then?", Why.COLD),
            Line("怎么会？早点来院就不会这样了。", "How? If only he had come in earlier.", Why.COLD),
            wrong={"step:convenient": Why.UNHEARD, "reply:relative": Why.UNHEARD, "step:satisfaction": Why.COLD},
        ),
        turn("papers", "谢谢你。还有一张证明没开下来，也不知道找谁。", "Thank you. One certificate is still missing, and I don't know whom to ask.", {},
            Line("您别跑了，我来问，明天上午给您回话。请您多保重。", "You need not run about: I will ask, and call you tomorrow morning. Please take care of yourself.", None, END),
            Line("这个不归我们管，您打别的电话问问。", "That is not our business; try another number.", Why.COLD),
            wrong={"step:thanks": Why.COLD, "step:information": Why.UNHEARD},
        ),
    ),
)  # fmt: skip

RELATIVE = Case(
    "relative",
    ("家属追问病情", "A relative asks for the diagnosis"),
    ("梁志强，63 岁，普外科，出院 7 天。病情对家属保密。", "Liang Zhiqiang, 63, general surgery, discharged 7 days ago. The family must not be told the diagnosis."),
    "inpatient",
    Person(("梁志强", "Liang Zhiqiang"), "male", 63, ("普外科", "General Surgery"), ("蒋雪", "Jiang"), 7),
    (
        picks_up(),
        asks("daughter", "医院？找我爸的吧，什么事？", "The hospital? It's for my father, I suppose. What is it?"),
        turn(
            "daughter",
            "我是他女儿，他出去遛弯了。医生，我爸到底得了什么病？",
            "I'm his daughter, he is out for a walk. Doctor, what is it that he really has?",
            {"reply:relative": "begs"},
            Line("他得的是胃癌，您多开导开导他。", "He has stomach cancer; do comfort him.", Why.DISCLOSURE),
            wrong={"step:convenient": Why.EARLY, "step:condition": Why.EARLY},
        ),
        turn(
            "begs",
            "你就悄悄告诉我一句，是不是恶性的？我不跟他说。",
            "Just whisper it to me: is it a bad one? I won't tell him.",
            {},
            Line("我明白您担心他。病情只能由医生和他本人来说；他复查那天您一起来，可以当面问。", "I understand that you worry. It is for the doctor and your father to say; come along to the review, and you can both ask.", None, "home"),
            Line("不是恶性的，您别问了。", "It is not malignant; now don't ask.", Why.DISCLOSURE),
            Line("您放心，肯定没事。", "Don't worry, he will certainly recover.", Why.PROMISE),
            wrong={"reply:doctor": Why.UNHEARD, "step:guidance": Why.EARLY},
        ),
        turn("home", "唉，好吧。他晚上七点在家。", "Ah, well. He is at home at seven in the evening.", {"reply:busy": "ends"},
            Line("好，那今晚七点我再打给他本人。", "Good, then I will call him himself at seven.", None, "ends"),
            wrong={"step:satisfaction": Why.UNHEARD, "step:condition": Why.EARLY},
        ),
        ends("行，我跟他说一声。", "Right, I'll tell him.", Line("顺便告诉他该化疗了。", "And tell him that chemotherapy is due.", Why.DISCLOSURE)),
    ),
)  # fmt: skip

HARD = (DECEASED, RELATIVE)
