"""Project texts by category: what such firms file, in their words, filled in from lists."""

from dataclasses import dataclass
from random import Random

CATEGORIES = ("rnd_production", "safety_quality", "lean_management", "party_building")
SHARES = {2018: (46, 19, 47, 6), 2019: (60, 25, 62, 8)}

OBJECTS = {
    "rnd_production": [
        "壳体深孔加工",
        "薄壁件车削",
        "复合材料缠绕",
        "精密齿轮磨削",
        "引信部件装配",
        "尾翼焊接",
        "高强钢热处理",
        "异形件数控铣削",
        "弹簧疲劳筛选",
        "药型罩旋压",
        "模具型腔加工",
        "线束压接",
        "密封圈装配",
        "燃爆件压装",
        "壳体内腔清理",
        "自动供弹机构调试",
        "钛合金切削",
        "铝合金压铸",
        "电子部件灌封",
        "光学组件胶合",
    ],
    "safety_quality": [
        "危险工序",
        "压药工房",
        "热处理淬火",
        "起重吊装",
        "酸洗线",
        "喷漆作业",
        "有限空间",
        "焊接烟尘",
        "装配扭矩",
        "首件检验",
        "外购件入厂复验",
        "无损检测",
        "螺纹尺寸",
        "表面镀层",
        "计量器具",
    ],
    "lean_management": [
        "备件库存",
        "刀具寿命",
        "生产计划排程",
        "车间物流配送",
        "能源计量",
        "在制品周转",
        "办公流程",
        "采购比价",
        "合同评审",
        "设备点检",
        "工装管理",
        "包装材料",
        "班组看板",
        "差旅报销",
        "数据报表",
        "废旧物资",
        "运输线路",
        "培训组织",
        "档案查询",
        "质保资料",
    ],
    "party_building": [
        "党员责任区",
        "党员先锋岗",
        "主题党日",
        "支部学习",
        "党员联系职工",
        "青年骨干培养",
        "谈心谈话",
        "党建与生产融合",
    ],
}
ACTIONS = {
    "rnd_production": ["工艺优化", "效率提升", "自动化改造", "合格率提升", "工装改进", "攻关"],
    "safety_quality": ["风险隔离", "防错改进", "本质安全改造", "质量一致性提升", "在线监测"],
    "lean_management": ["降本", "周期压缩", "流程优化", "可视化管理", "标准化", "信息化"],
    "party_building": ["机制建设", "作用发挥", "品牌创建", "实效提升"],
}
INDICATORS: dict[str, list[tuple[str, str, float, float]]] = {
    "rnd_production": [("一次交验合格率", "%", 92, 97), ("单件工时", "分钟", 48, 35)],
    "safety_quality": [("隐患整改率", "%", 85, 100), ("不合格品率", "%", 2.4, 1.0)],
    "lean_management": [("平均周期", "天", 12, 8), ("库存金额", "万元", 320, 250)],
    "party_building": [("党员参与率", "%", 86, 100), ("职工满意度", "%", 88, 95)],
}
THEMES = {
    "rnd_production": "tech_innovation",
    "safety_quality": "production_gain",
    "lean_management": "management_improvement",
    "party_building": "management_improvement",
}
OUTCOMES = {
    "rnd_production": ["process", "technical_drawing", "test_report", "savings_value"],
    "safety_quality": ["regulation", "process", "test_report"],
    "lean_management": ["process", "regulation", "savings_value"],
    "party_building": ["regulation", "development_summary"],
}


@dataclass(frozen=True)
class Topic:
    """One project's texts."""

    category: str
    name: str
    problem: str
    goal: str
    indicator: tuple[str, str, str, str]
    measures: str
    summary: str
    outcomes: tuple[str, ...]


# The three projects that the article names: (branch, topic, milestones)
NAMED_2019 = {
    "采购仓储配送中心直属党支部": (
        "lean_management",
        "拓展供应渠道,降低采购成本,减少供应风险",
        ("钢材渠道拓展", "刀具集中采购", "辅料替代", "物流费用压降"),
    ),
    "五分厂党总支": (
        "safety_quality",
        "危险工序人机隔离操作",
        tuple(f"第{n}道危险工序隔离改造" for n in "一二三四五六七八"),
    ),
    "运营管理部党支部": ("lean_management", "设备TPM管理改善", ("停机损失摸底", "自主保全推行")),
}


def topic(random: Random, category: str, taken: set[str]) -> Topic:
    """A topic whose name is not in `taken`, which it joins."""
    while True:
        thing, action = random.choice(OBJECTS[category]), random.choice(ACTIONS[category])
        name = f"{thing}{action}"
        if name in taken:
            name = f"{random.choice(('新线', '老线', '小批', '多品种'))}{name}"
        if name not in taken:
            taken.add(name)
            return written(random, category, name)


def written(random: Random, category: str, name: str) -> Topic:
    label, unit, before, after = random.choice(INDICATORS[category])
    count = random.randint(2, 5)
    return Topic(
        category=category,
        name=name,
        problem=f"目前{label}为{before}{unit},制约本单位年度目标完成,职工反映集中,需要专项改进。",
        goal=f"年底前将{label}由{before}{unit}改善到{after}{unit},并固化为标准做法。",
        indicator=(label, unit, str(before), str(after)),
        measures="一是现状调查,摸清原因;二是制定方案,分工到人;三是试点验证,每月小结;四是固化推广。",
        summary=f"围绕“{name}”组织党员攻关,目标是把{label}由{before}{unit}改善到{after}{unit}。",
        outcomes=tuple(sorted(random.sample(OUTCOMES[category], min(count, 2)))),
    )
