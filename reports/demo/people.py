"""Generated names: no person of the real firm stands here."""

from collections.abc import Iterator
from random import Random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏"
    "薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武"
)
FIRST = "建志国文海立永明春秋晓少宏伟俊思雨佳梦子浩天启承泽景振兴远恒嘉欣怡静敏慧丽淑玉秀桂兰凤小"
SECOND = (
    "华强军平辉峰涛勇杰斌鹏飞宇凯超亮刚毅诚信义和安宁康泰丰盛荣昌杨林森波清洁琳婷娜燕红梅芳霞云"
)
RARE = ("喆", "堃", "珺", "昇", "玥", "燊", "祎", "旻", "垚", "犇")


def names(random: Random, count: int) -> Iterator[str]:
    """Distinct names; some with characters that only a large font holds."""
    seen: set[str] = set()
    while len(seen) < count:
        name = _one(random, rare=len(seen) % 97 == 96)
        if name not in seen:
            seen.add(name)
            yield name


def _one(random: Random, *, rare: bool) -> str:
    surname = random.choice(SURNAMES)
    if rare:
        return surname + random.choice(FIRST) + random.choice(RARE)
    if random.random() < 0.18:
        return surname + random.choice(SECOND)
    return surname + random.choice(FIRST) + random.choice(SECOND)
