"""How a Chinese name sounds, for sorting and for finding by pinyin or initials.

A surname is read as a surname (单 shan, 曾 zeng), the rest in all its readings: whoever types
either finds the person; the first reading is the one to sort by.
"""

from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, pinyin

LENGTH = 200  # of the column
MOST_READINGS = 6
COMPOUND = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "澹台": ("tan", "tai"),
    "单于": ("chan", "yu"), "宿迟": ("su", "chi"),
}  # fmt: skip
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "朴": "piao", "区": "ou", "任": "ren",
    "华": "hua", "盖": "ge", "乐": "yue", "缪": "miao", "翟": "zhai", "纪": "ji", "车": "che", "尉": "yu",
    "宓": "mi", "冼": "xian", "洗": "xian", "逄": "pang", "覃": "qin", "繁": "po", "召": "shao", "秘": "bi",
    "员": "yun", "黑": "he", "折": "she", "哈": "ha", "郗": "xi", "晟": "cheng", "种": "chong", "能": "nai",
    "薄": "bo", "佴": "nai", "撒": "sa", "应": "ying", "柏": "bai", "卜": "bu", "石": "shi", "沈": "shen",
    "葛": "ge", "臧": "zang", "褚": "chu", "佘": "she", "佟": "tong", "过": "guo", "於": "yu", "燕": "yan",
    "宁": "ning", "谌": "chen", "阚": "kan", "祭": "zhai", "贾": "jia", "俞": "yu", "隗": "wei", "乜": "nie",
    "訾": "zi", "钭": "tou", "洪": "hong", "尹": "yin", "谢": "xie", "盛": "sheng", "强": "qiang",
}  # fmt: skip


@lru_cache(20_000)
def name_key(name: str) -> str:
    """ "陈国栋" → "chenguodong cgd", followed by the other readings."""
    syllables = _syllables(name.strip())
    if not syllables:
        return ""
    words: dict[str, None] = {}
    for reading in islice(product(*syllables), MOST_READINGS):
        words["".join(reading)] = None
        words["".join(syllable[0] for syllable in reading)] = None
    return _cut(list(words))


def _syllables(name: str) -> list[tuple[str, ...]]:
    head: list[tuple[str, ...]] = []
    if name[:2] in COMPOUND:
        head = [(syllable,) for syllable in COMPOUND[name[:2]]]
    elif name[:1] in SURNAMES:
        head = [(SURNAMES[name[0]],)]
    return head + [_readings(sign) for sign in name[len(head) :] if sign.isalnum()]


@lru_cache(10_000)
def _readings(sign: str) -> tuple[str, ...]:
    if sign.isascii():
        return (sign.lower(),)
    found = pinyin(sign, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(found[0])) if found and found[0] else (sign,)


def _cut(words: list[str]) -> str:
    key = ""
    for word in words:
        longer = f"{key} {word}" if key else word[:LENGTH]
        if len(longer) > LENGTH:
            break
        key = longer
    return key
