"""The wording that ships with the product: eight steps, warm and short, for each kind of visit (E13, A27, A32).

No step names a diagnosis or an operation, so every one of them may be said to whoever answers (E8).
Words in braces are filled in; scripts_library.filling knows them all.
"""

from typing import TypedDict


class Step(TypedDict):
    code: str
    title: str
    say: str


COMMON = {
    "zh": {
        "greet": ("问候、自我介绍", "您好，打扰您了。我是{hospital}回访中心的{agent}。"),
        "who": ("谁在接听", "请问是{address}吗？为了不弄错人，麻烦您说一下出生年月，好吗？"),
        "convenient": ("是否方便、说明来意", "{purpose}大概两三分钟，您现在方便吗？"),
        "condition": ("近况", "{condition}"),
        "guidance": ("健康指导", "{guidance}"),
        "satisfaction": ("满意度", "{satisfaction}非常满意、满意、一般、不太满意，还是不满意？您照实说就好。是哪一点让您这样觉得呢？"),
        "information": ("告知", "{information}"),
        "thanks": ("致谢，等对方先挂断", "谢谢您抽时间跟我们说这些。有什么事，随时给我们打电话。您多保重，祝您和家人一切都好，再见。"),
    },
    "en": {
        "greet": ("Greeting, who is calling", "Good day, I hope I am not disturbing you. This is {agent} from the follow-up centre of {hospital}."),
        "who": ("Who is speaking", "Am I speaking with {address}? Just so that we don't mix anybody up, could you tell me the month and year of birth?"),
        "convenient": ("Convenient? Purpose", "{purpose} It takes two or three minutes. Is now a good time?"),
        "condition": ("How things are", "{condition}"),
        "guidance": ("Health advice", "{guidance}"),
        "satisfaction": ("Satisfaction", "{satisfaction} Very satisfied, satisfied, fair, not very satisfied or dissatisfied? Please say just what you think. What makes you say so?"),
        "information": ("What to know", "{information}"),
        "thanks": ("Thanks; they hang up first", "Thank you for taking the time. Call us whenever something troubles you. Take good care of yourself; all the best to you and your family. Goodbye."),
    },
}  # fmt: skip

# purpose, condition, guidance, information for each kind of visit
BY_KIND: dict[str, dict[str, tuple[str, str, str, str]]] = {
    "inpatient": {
        "zh": (
            "您出院{days}天了，医生和护士都惦记着，想听听恢复得怎么样。",
            "这几天身体怎么样？吃饭、睡觉、活动都还好吗？有没有不舒服的地方？药是不是按医生说的在吃？",
            "饮食清淡、量力活动，药不要自己停。如果发热、疼得厉害或者出血，请马上来院，不要等。",
            "复查的时间写在出院医嘱上，来之前可以先预约{doctor}医生的门诊。",
        ),
        "en": (
            "It is {days} days since discharge, and your doctors and nurses would like to know how you are getting on.",
            "How have these days been? Are eating, sleeping and moving about all right? Any discomfort? Do you take the medicine as the doctor said?",
            "Eat lightly, move within your strength and don't stop the medicine by yourself. With fever, strong pain or bleeding please come in at once.",
            "The date of the review stands on the discharge orders; an appointment with Dr {doctor} can be made beforehand.",
        ),
    },
    "inpatient_surgery": {
        "zh": (
            "您出院{days}天了，想听听术后恢复得怎么样。",
            "伤口还疼吗？有没有红肿、渗液？体温正常吗？吃药和换药，是不是都按医生说的在做？",
            "伤口保持干燥，按时换药，先别提重物。如果发热、伤口红肿渗液或者疼痛加重，请马上来院。",
            "换药和复查的时间写在出院医嘱上，来之前可以先预约{doctor}医生的门诊。",
        ),
        "en": (
            "It is {days} days since discharge, and we would like to know how you are recovering after the procedure.",
            "Does the wound still hurt? Any redness or fluid? Is the temperature normal? Are you keeping to the medicine and the dressings?",
            "Keep the wound dry, have the dressing changed on time and lift nothing heavy yet. With fever, redness, fluid or more pain please come in at once.",
            "The dates for dressings and review stand on the discharge orders; an appointment with Dr {doctor} can be made beforehand.",
        ),
    },
    "arrived_paid": {
        "zh": (
            "您这次来{department}看病，我们想问问，治疗之后感觉怎么样。",
            "治疗或用药之后有没有不舒服？有没有什么不清楚、需要我们帮忙的？",
            "药按医生说的吃，多休息、多喝水。如果出现皮疹、气短或者症状加重，请马上来院。",
            "医生交代的复诊时间请记好，要改时间可以打我们的电话。",
        ),
        "en": (
            "You came to {department} for treatment, and we would like to know how you have been since.",
            "Any discomfort after the treatment or medicine? Is anything unclear, is there anything we can help with?",
            "Take the medicine as the doctor said, rest and drink enough. With a rash, short breath or worse symptoms please come in at once.",
            "Please keep the review date the doctor gave you; call us to change it.",
        ),
    },
    "arrived_unpaid": {
        "zh": (
            "您前些天来过{department}，想听听您那次看病顺不顺利。",
            "挂号、候诊、医生的讲解，有没有让您为难的地方？现在身体怎么样？",
            "如果症状还在，建议早点复诊；有拿不准的，我可以帮您问医生。",
            "需要约号或者咨询，可以直接打我们的电话。",
        ),
        "en": (
            "You came to {department} the other day, and we would like to hear how the visit went.",
            "Registration, waiting, the doctor's explanations: did anything make it hard for you? How are you now?",
            "If the complaint is still there, please come again soon. If anything is unclear, I can ask the doctor for you.",
            "For an appointment or a question you can call us directly.",
        ),
    },
    "no_show": {
        "zh": (
            "您预约了{department}，那天没能见到您，想问问是不是遇到什么困难。",
            "是时间不合适、路上不方便，还是身体好些了？现在还有不舒服吗？",
            "如果还有不舒服，还是早点来看看，您自己也放心。",
            "要是愿意，我现在帮您把号改到合适的时间。",
        ),
        "en": (
            "You had an appointment in {department} and we missed you; I would like to ask whether something got in the way.",
            "Was the time not suitable, was the way difficult, or are you better? Is there still any discomfort?",
            "If there is, do come and have it looked at; it will set your mind at rest.",
            "If you like, I can move the appointment to a better time now.",
        ),
    },
    "interrupted": {
        "zh": (
            "您在{department}的治疗还没做完，医生有些放心不下，让我问问您。",
            "是哪里不方便了？这几天身体有什么变化？药还在吃吗？",
            "治疗中途停下来，效果可能打折扣，建议和医生商量后再决定。",
            "我可以帮您和{doctor}医生约个时间，或者请医生给您回电话。",
        ),
        "en": (
            "Your treatment in {department} is not finished, and the doctor is a little concerned and asked me to call.",
            "Did something get in the way? Has anything changed these days? Is the medicine still taken?",
            "Stopping half-way may cost part of the effect; please talk it over with the doctor before you decide.",
            "I can arrange a time with Dr {doctor}, or ask the doctor to call you.",
        ),
    },
    "outpatient_surgery": {
        "zh": (
            "您这次在{department}做了门诊手术，想问问现在感觉怎么样。",
            "伤口疼得厉害吗？有没有出血、发热、头晕？药拿齐了吗？",
            "这几天多休息，伤口别沾水。如果出血不止、发热或者疼得受不了，请马上来急诊。",
            "换药、拆线的时间请按医生写的来。",
        ),
        "en": (
            "You had an outpatient procedure in {department}; we would like to know how you feel now.",
            "Does it hurt much? Any bleeding, fever or dizziness? Do you have all the medicine?",
            "Rest, and keep the wound dry. With bleeding that doesn't stop, fever or strong pain please come to the emergency room at once.",
            "Please come for dressings and stitches on the dates the doctor wrote down.",
        ),
    },
    "checkup": {
        "zh": (
            "您最近在我们这里做了体检，想问问报告拿到了没有。",
            "报告有没有看不明白的地方？平时身体怎么样？",
            "规律作息、适量运动，按报告上的建议来就好。",
            "要约明年的体检或者找医生看报告，都可以打我们的电话。",
        ),
        "en": (
            "You had a health check-up with us recently, and I would like to ask whether the report has reached you.",
            "Is anything in the report unclear? How are you in general?",
            "Regular hours, some exercise, and the advice in the report: that is all it takes.",
            "For next year's check-up, or a doctor to go through the report, just call us.",
        ),
    },
    "checkup_abnormal": {
        "zh": (
            "您的体检报告里有几项需要再看一看，想提醒您，也问问您现在的情况。",
            "报告看过了吗？后来复查过没有？饮食、运动、烟酒这些有没有调整？",
            "少油少盐、每周动一动、少烟酒，这些能帮上忙。有没有要紧，要医生看了才知道，建议尽早复查。",
            "我可以帮您约复查，或者约专科门诊；查完请告诉我们结果。",
        ),
        "en": (
            "A few values in your check-up report should be looked at again; I am calling to remind you and to hear how you are.",
            "Have you read the report? Have you been for a re-check? Any change in food, exercise, smoking or drinking?",
            "Less fat and salt, some exercise every week, little alcohol and tobacco all help. Only a doctor can say what it means, so please come for the re-check soon.",
            "I can arrange the re-check or a specialist visit; please tell us the result afterwards.",
        ),
    },
    "consultation": {
        "zh": (
            "您这两天向我们咨询过，想问问您的问题解决了没有。",
            "还有什么没弄明白的？打算什么时候来看呢？",
            "来之前不用特别准备，带好以前的检查结果就行；要空腹的项目我会提前告诉您。",
            "需要约号我现在就可以帮您登记。",
        ),
        "en": (
            "You asked us something the other day, and I would like to know whether it has been answered.",
            "Is anything still unclear? When would you like to come?",
            "Nothing special is needed beforehand; bring earlier results. If something must be done fasting, I will tell you in time.",
            "I can enter an appointment for you right now.",
        ),
    },
}  # fmt: skip

# What the patient is asked to judge; a visit that never took place cannot be judged.
JUDGED: dict[str, dict[str, str]] = {
    "zh": {
        "": "这次在{department}，您觉得我们做得怎么样？",
        "no_show": "从预约到今天，您觉得我们的服务怎么样？",
        "consultation": "那天接待您的同事，您觉得怎么样？",
        "checkup": "这次体检，您觉得我们做得怎么样？",
        "checkup_abnormal": "这次体检，您觉得我们做得怎么样？",
    },
    "en": {
        "": "How did you find us in {department}?",
        "no_show": "From the booking until today, how did you find our service?",
        "consultation": "How did you find the colleague who answered you?",
        "checkup": "How did you find the check-up?",
        "checkup_abnormal": "How did you find the check-up?",
    },
}

NAMES = {
    "inpatient": ("住院出院随访", "After a stay"),
    "inpatient_surgery": ("住院手术后随访", "After an operation in hospital"),
    "arrived_paid": ("门诊诊疗后回访", "After a treatment"),
    "arrived_unpaid": ("到诊未诊疗回访", "After a visit without treatment"),
    "no_show": ("预约未到回访", "After a missed appointment"),
    "interrupted": ("治疗中断回访", "After a treatment was broken off"),
    "outpatient_surgery": ("门诊手术后回访", "After an outpatient procedure"),
    "checkup": ("体检后回访", "After a check-up"),
    "checkup_abnormal": ("体检异常回访", "After a check-up with something to re-check"),
    "consultation": ("咨询后回访", "After a consultation"),
}

ORDER = ("greet", "who", "convenient", "condition", "guidance", "satisfaction", "information", "thanks")
PARTS = ("purpose", "condition", "guidance", "information")


def steps(kind: str, language: str) -> list[Step]:
    """The steps for one kind of visit in "zh" or "en", with the kind's words in place; an unknown kind gets the inpatients'."""
    words = dict(zip(PARTS, BY_KIND.get(kind, BY_KIND["inpatient"])[language], strict=True))
    judged = JUDGED[language]
    words["satisfaction"] = judged.get(kind, judged[""])
    found: list[Step] = []
    for code in ORDER:
        title, say = COMMON[language][code]
        for part, text in words.items():
            say = say.replace("{" + part + "}", text)
        found.append({"code": code, "title": title, "say": say})
    return found
