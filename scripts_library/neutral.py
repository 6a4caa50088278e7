"""What is said while nobody cleared is on the line: no department, no doctor, no complaint of his (E8).

A department's name may tell the illness, and so may the advice for its patients.
"""

# The longer phrases first.
PHRASES: dict[str, tuple[tuple[str, str], ...]] = {
    "zh": (("{doctor}医生", "主管医生"), ("{doctor}", "主管医生"), ("{department}", "我们医院")),
    "en": (("Dr {doctor}", "your doctor"), ("{doctor}", "your doctor"), ("{department}", "our hospital")),
}
STEPS: dict[str, dict[str, str]] = {
    "zh": {
        "convenient": "我们只是例行问候，大概一两分钟，您现在方便吗？",
        "condition": "这几天休息、吃饭都还好吗？本人什么时间方便接电话？",
        "guidance": "请好好休息。身体上有什么不舒服，请本人随时联系医生，或者打我们的电话。",
        "information": "有要告诉本人的事，我们会直接和本人说。",
    },
    "en": {
        "convenient": "We only want to ask how things are; it takes a minute or two. Is now a good time?",
        "condition": "Are rest and meals all right these days? When could I reach the patient in person?",
        "guidance": "Please rest well. With any discomfort the patient may ring the doctor or us.",
        "information": "Whatever there is to tell, we will tell the patient in person.",
    },
}


def neutral(code: str, say: str, language: str) -> str:
    """The words of one step or reply as anybody may hear them."""
    if code in STEPS[language]:
        return STEPS[language][code]
    for phrase, instead in PHRASES[language]:
        say = say.replace(phrase, instead)
    return say
