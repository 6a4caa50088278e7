"""Invented names, some with characters that not every system can write."""

import random

SURNAMES = "陈林黄张李王吴刘蔡杨许郑谢郭洪曾廖赖徐叶周苏庄江吕何罗高潘简朱钟游詹胡施沈余卢梁赵颜柯翁魏孙戴范方宋邓杜傅侯曹薛丁卓马阮董唐温蓝石蒋田康邹白涂尤巫韩龚严解仇单"
GIVEN = "国栋雅婷建华丽萍志强春梅文静俊杰秀英海燕桂兰玉珍家豪晓东思琪子涵宇轩欣怡浩然梦瑶天佑佳慧明哲雪莹永康淑芬振邦美玲少峰月娥宏伟倩如晨曦清源若兰立群"
RARE = ("䶮", "𠮷", "㛃", "喆", "犇")


def full_name(dice: random.Random) -> str:
    given = "".join(dice.choice(GIVEN) for _ in range(dice.choice((1, 2, 2, 2))))
    if dice.random() < 0.01:
        given = dice.choice(RARE)
    return dice.choice(SURNAMES) + given


def phone_number(dice: random.Random) -> str:
    """With a prefix that no carrier was allotted."""
    return dice.choice(("1630", "1635", "1638", "1793", "1795")) + f"{dice.randrange(10**7):07d}"
