"""One committee, five general branches and 62 branches, 37 of them directly beneath it."""

from innovation.org.enums import OrganizationType as T

COMMITTEE = ("JN", "江南工业集团有限公司党委", "公司党委")
# (code, name, number of branches beneath)
GENERAL_BRANCHES = [
    ("01", "一分厂党总支", 5),
    ("02", "二分厂党总支", 5),
    ("03", "三分厂党总支", 4),
    ("05", "五分厂党总支", 5),
    ("06", "研究院党总支", 6),
]
WORKSHOPS = ["机加", "装配", "热处理", "检验", "工艺技术", "综合"]
INSTITUTE = ["总体设计", "结构设计", "控制技术", "试验测试", "工艺研究", "情报档案"]
OFFICES = [
    "运营管理部",
    "科技质量部",
    "安全环保部",
    "财务部",
    "人力资源部",
    "党委工作部",
    "保密办公室",
    "纪检监察部",
    "审计法务部",
]
DIRECT = [
    ("采购仓储配送中心", T.DIRECT),
    ("四分厂", T.BRANCH),
    ("六分厂", T.BRANCH),
    ("七分厂", T.BRANCH),
    ("八分厂", T.BRANCH),
    ("工具分厂", T.BRANCH),
    ("表面处理分厂", T.BRANCH),
    ("铸造分厂", T.BRANCH),
    ("锻压分厂", T.BRANCH),
    ("装药分厂", T.BRANCH),
    ("动力分厂", T.DIRECT),
    ("设备维修中心", T.DIRECT),
    ("计量理化中心", T.DIRECT),
    ("质量检测中心", T.DIRECT),
    ("信息化中心", T.DIRECT),
    ("营销服务部", T.DIRECT),
    ("国际业务部", T.DIRECT),
    ("民品事业部", T.DIRECT),
    ("包装制品公司", T.BRANCH),
    ("机电设备公司", T.BRANCH),
    ("物业服务公司", T.BRANCH),
    ("职工医院", T.BRANCH),
    ("培训中心", T.BRANCH),
    ("保卫部", T.BRANCH),
    ("离退休工作部", T.JOINT),
    ("驻外项目", T.TEMPORARY),
    ("技改工程指挥部", T.TEMPORARY),
    ("运输公司", T.JOINT),
]
SUFFIX = {
    T.BRANCH: "党支部",
    T.DIRECT: "直属党支部",
    T.JOINT: "联合党支部",
    T.TEMPORARY: "临时党支部",
}


def branches_under(name: str, count: int) -> list[str]:
    unit = name.removesuffix("党总支")
    parts = INSTITUTE if unit == "研究院" else WORKSHOPS
    return [f"{unit}{part}党支部" for part in parts[:count]]


def direct_branches() -> list[tuple[str, str]]:
    """(name, type) of the offices' branches and the units directly under the committee."""
    offices = [(office, T.BRANCH) for office in OFFICES]
    return [(f"{name}{SUFFIX[kind]}", kind) for name, kind in [*offices, *DIRECT]]
