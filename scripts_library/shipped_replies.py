"""What to answer when something else comes than the script expects: warm, short, without a promise (A24, A32, E8).

Ten situations, in the order of their keys. Said to whoever answers, so no illness is named.
"""

from scripts_library.shipped import Step

REPLIES: dict[str, dict[str, tuple[str, str]]] = {
    "satisfied": {
        "zh": ("满意", "听您这么说真高兴，您的话我一定转告{department}的医生和护士，他们会很受鼓舞。您觉得哪一点做得最好？"),
        "en": ("Satisfied", "I am so glad to hear that, and I will pass it on to the doctors and nurses of {department}. What did you like best?"),
    },
    "dissatisfied": {
        "zh": ("不满意", "真对不起，让您受委屈了。您慢慢说，我都记下来，交给负责的同事去查。查清楚以后我们会给您回话，您什么时间方便接电话？"),
        "en": ("Dissatisfied", "I am truly sorry about that. Please take your time; I will write it all down and hand it to whoever must look into it. We will call you back about it: when would suit you?"),
    },
    "busy": {
        "zh": ("正忙", "不好意思，打扰您了。您先忙，您看今天晚一点还是明天什么时间方便？我到时候再打给您。"),
        "en": ("Busy", "I am sorry to have disturbed you. Please go on; would later today or some time tomorrow be better? I will call again then."),
    },
    "fraud": {
        "zh": ("您是谁？是不是骗子", "您多问一句是对的。我是{hospital}回访中心的{agent}。我们不推销、不收钱，也不会问银行卡和验证码。您可以先挂断，打医院总机核实，请总机转回访中心。"),
        "en": ("Who are you, is this fraud?", "You are right to ask. This is {agent} from the follow-up centre of {hospital}. We sell nothing, take no money and never ask for a bank card or a code. You may hang up, ring the hospital's switchboard and ask for the follow-up centre."),
    },
    "doctor": {
        "zh": ("想找医生", "您的情况我先记下来，马上转告医生。您现在最不舒服的是什么？如果难受得厉害，请别等电话，直接来急诊或者拨打120。"),
        "en": ("Wants a doctor", "Let me write it down and pass it to the doctor straight away. What troubles you most just now? If it is bad, please don't wait for a call: come to the emergency room or ring 120."),
    },
    "deceased": {
        "zh": ("患者已去世", "实在对不起，打扰您了，请您节哀。以后我们不会再为这件事打电话。有什么手续或者别的事要医院帮忙，请告诉我，我帮您去问。"),
        "en": ("Has died", "I am very sorry; please accept our sympathy. We will not call about this again. If there are papers or anything else the hospital can help with, please tell me, and I will ask for you."),
    },
    "relative": {
        "zh": ("家属接听", "您好，我是{hospital}回访中心的{agent}。请问您怎么称呼，和患者是什么关系？我只是问候一下近况，具体的病情还是由医生和本人说。本人什么时间方便接电话？"),
        "en": ("A relative answers", "Good day, this is {agent} from the follow-up centre of {hospital}. May I ask your name, and how you are related? I only want to ask how things are; anything medical stays between patient and doctor. When could I reach the patient?"),
    },
    "hearing": {
        "zh": ("听不清", "是我说得太快了，我慢一点、大声一点再说一遍。要是还听不清，您看请家人来听，还是我换个时间再打？"),
        "en": ("Cannot hear", "I spoke too fast; let me say it again, slowly and louder. If it is still hard to hear, shall somebody in the family listen, or shall I call at another time?"),
    },
    "price": {
        "zh": ("问价格", "这个价格我查一下再告诉您，免得说错。医院的收费在大厅和网上都是公开的；手边查不到的，我问清楚了给您回电话，您什么时间方便？"),
        "en": ("Asks a price", "Let me look it up so that I tell you the right one. All our charges are public, in the hall and on the web. What I cannot find now I will ask about and call you back: when would suit you?"),
    },
    "promise": {
        "zh": ("要我们打保证", "您的心情我明白，谁都盼着快点好。每个人恢复得不一样，这话要由医生看过您才能说，我不能替他说。我可以帮您约医生，当面问清楚，您看好吗？"),
        "en": ("Asks for a promise", "I understand; everybody hopes to be well soon. But everybody recovers differently: only a doctor who has seen you can say, and I must not say it in his place. Shall I arrange an appointment, so that you can ask in person?"),
    },
}  # fmt: skip


def replies(language: str) -> list[Step]:
    return [
        {"code": code, "title": words[language][0], "say": words[language][1]}
        for code, words in REPLIES.items()
    ]
