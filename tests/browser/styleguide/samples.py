"""Content as it will really be: long branch names, long titles, real amounts."""

from datetime import date
from typing import Any

UNITS = [
    "运营管理部党支部",
    "采购仓储配送中心直属党支部",
    "五分厂党总支机加党支部",
    "质量安全部党支部",
]
TITLES = [
    "拓展供应渠道,降低采购成本,减少供应风险",
    "危险工序人机隔离操作",
    "设备TPM管理改善",
    "总装线物料配送节拍优化与在制品压降",
    "某型壳体深孔加工刀具寿命提升",
]
STATES = [
    ("实施中", "progress", "报送二季度进展"),
    ("拟立项公示", "info", "公示期至 03-22"),
    ("退回修改", "warn", "补充量化指标"),
    ("已完成", "good", ""),
    ("工作部初审", "progress", "等待党委工作部"),
    ("不予立项", "bad", ""),
    ("草稿", "neutral", "继续填写"),
]
CATEGORIES = ["科研生产", "安全质量", "精益管理", "党建"]


def projects(count: int) -> list[dict[str, Any]]:
    return [_project(number) for number in range(1, count + 1)]


def _project(number: int) -> dict[str, Any]:
    state, tone, step = STATES[number % len(STATES)]
    return {
        "number": f"2019-KY-{number:03d}" if tone in ("progress", "good") else "—",
        "title": TITLES[number % len(TITLES)],
        "unit": UNITS[number % len(UNITS)],
        "category": CATEGORIES[number % 4],
        "state": state,
        "tone": tone,
        "savings": f"{(number * 37) % 120 + 0.5:,.2f}",
        "updated": f"2019-03-{number % 28 + 1:02d}",
        "next": step,
        "late": number % 9 == 0,
    }


def frame(path: str) -> dict[str, Any]:
    """What the context processor gives to every page."""
    return {
        "nav": [_entry(path, *line) for line in NAV],
        "committee_name": "江南工业集团有限公司党委",
        "user_label": "陈志远",
        "role_labels": ["支部书记 · 运营管理部党支部", "支部管理员 · 运营管理部党支部"],
        "todo_count": 7,
        "here": "home" if path == "/" else "notices",
    }


def _entry(path: str, *line: Any) -> dict[str, Any]:
    entry = dict(zip(("label", "url", "icon", "group", "badge"), line, strict=True))
    return entry | {"active": path.startswith(entry["url"])}


NAV = [
    ("工作台", "/workbench/", "house", "", 7),
    ("项目", "/projects/", "journal-text", "项目管理", 0),
    ("立项审定", "/batch/", "check2-square", "项目管理", 12),
    ("公示管理", "/publication/", "megaphone", "项目管理", 0),
    ("保密审查", "/review/", "shield-check", "项目管理", 3),
    ("党组织", "/organizations/", "diagram-3", "基础数据", 0),
    ("党员", "/members/", "people", "基础数据", 0),
    ("年度设置", "/settings/", "sliders", "基础数据", 0),
    ("审计日志", "/audit/", "clock-history", "基础数据", 0),
]

STEPS = [
    {"name": "申报", "state": "done", "who": "陈志远", "when": "03-05"},
    {"name": "支部审核", "state": "skipped", "note": "书记本人申报"},
    {"name": "党总支审核", "state": "done", "who": "李建国", "when": "03-07"},
    {"name": "会签", "state": "done", "who": "财务部", "when": "03-08"},
    {"name": "工作部初审", "state": "current", "who": "党委工作部", "when": "03-15 到期"},
    {"name": "党委审定", "state": "next"},
    {"name": "拟立项公示", "state": "next", "note": "5 个工作日"},
    {"name": "立项", "state": "next"},
]

TIMELINE = [
    {
        "sentence": "财务部会签同意",
        "when": "2019-03-08 16:20",
        "datetime": "2019-03-08T16:20+08:00",
        "who": "周敏",
        "role": "业务会签人",
        "comment": "节创价值按采购价差计算，以年度合同平均价为基准，口径同意。",
        "tone": "good",
    },
    {
        "sentence": "党总支审核通过，报党委工作部",
        "when": "2019-03-07 09:41",
        "who": "李建国",
        "role": "党总支审核人",
        "tone": "good",
    },
    {
        "sentence": "重新申报（第 2 版）",
        "when": "2019-03-05 14:03",
        "who": "陈志远",
        "role": "支部书记",
        "icon": "send",
        "files": [{"name": "党员大会记录.pdf", "url": "#", "size": "312 KB", "kind": "pdf"}],
    },
    {
        "sentence": "退回修改：目标不可量化",
        "when": "2019-03-02 10:15",
        "who": "李建国",
        "role": "党总支审核人",
        "comment": "“降低采购成本”请写明金额或比例，并说明基准。",
        "tone": "warn",
        "icon": "reply",
    },
    {"sentence": "申报（第 1 版）", "when": "2019-02-28 17:52", "who": "陈志远", "icon": "send"},
]

FILES = [
    {
        "name": "供应商比价表（2018年度）.xlsx",
        "url": "#",
        "size": "86 KB",
        "kind": "spreadsheet",
        "who": "刘洋",
        "when": "03-05 13:58",
        "remove_url": "/projects/1/return/",
    },
    {
        "name": "立项申报书签字扫描件.pdf",
        "url": "#",
        "size": "1.2 MB",
        "kind": "pdf",
        "who": "陈志远",
    },
]

ACTIONS = [
    {"label": "退回修改", "url": "/projects/1/return/", "icon": "reply", "dialog": True},
    {"label": "不予立项", "url": "/projects/1/return/", "tone": "danger", "dialog": True},
    {
        "label": "撤回",
        "url": "#",
        "disabled": True,
        "reason": "仅申报人所在支部可在初审前撤回。",
    },
]

FACTS = [
    ("申报单位", "采购仓储配送中心直属党支部"),
    ("项目负责人", "陈志远"),
    ("项目类别", "精益管理"),
    ("项目级别", "重点"),
    ("计划完成", "2019-11-30"),
    ("预期节创价值", "60.00 万元"),
    ("牵头部门", "采购仓储配送中心"),
    ("公开范围", "全公司"),
]
TEXTS = [
    (
        "存在问题",
        "单一来源物资占比 38%，议价空间小；原材料价格波动时缺少替代渠道，供应中断风险高。",
    ),
    ("目标", "年采购成本降低 60 万元以上；单一来源物资占比由 38% 降至 20% 以下。"),
    ("主要措施", "开发合格供应商 12 家；\n对 26 种物资实施比质比价；\n建立安全库存与预警。"),
]
NAMES = ["陈志远", "刘洋", "李建国", "周敏", "王海涛", "张丽华", "赵国强", "孙晓梅", "龚䶮"]
MEMBERS = [
    {"value": n, "label": name, "sub": f"0{n:04d}", "checked": n % 3 == 0, "flag": n % 4 == 1}
    for n, name in enumerate(NAMES, 1)
]
MISSING = [
    {"label": "项目负责人", "anchor": "id_lead"},
    {"label": "目标值", "anchor": "id_target"},
    {"label": "申报书公开摘要", "anchor": "id_summary"},
    {"label": "保密自审", "anchor": "id_sure"},
]
TODOS = [
    {
        "title": "退回修改",
        "items": [
            {
                "title": "设备TPM管理改善：目标不可量化，请修改后重报",
                "sub": "运营管理部党支部 · 李建国 03-02 退回",
                "url": "#",
                "due": date(2019, 3, 6),
                "due_label": "逾期 2 天",
                "overdue": True,
                "icon": "reply",
            }
        ],
    },
    {
        "title": "待审核",
        "items": [
            {
                "title": "拓展供应渠道,降低采购成本,减少供应风险",
                "sub": "采购仓储配送中心直属党支部 · 重点 · 第 2 版",
                "url": "#",
                "due_label": "3 天后到期",
                "icon": "clipboard-check",
            },
            {
                "title": "危险工序人机隔离操作",
                "sub": "五分厂党总支 · 重点",
                "url": "#",
                "due_label": "5 天后到期",
                "icon": "clipboard-check",
            },
        ],
    },
    {
        "title": "保密自审待确认",
        "items": [{"title": "2019年拟立项项目公示（第一批）", "url": "#", "icon": "shield-check"}],
    },
]
FIGURES = [
    {"label": "立项项目", "value": 155, "unit": "项", "url": "#", "as_of": "2019-09-30"},
    {"label": "党支部覆盖率", "value": "100.0%", "url": "#", "numerator": 62, "denominator": 62},
    {"label": "党员参与率", "value": "100.0%", "url": "#", "numerator": 1087, "denominator": 1087},
    {"label": "核定节创价值", "value": "1,236.00", "unit": "万元", "url": "#", "note": "2018 年度"},
]
CATEGORY_FIGURES = [
    {"label": "科研生产", "value": 60, "unit": "项", "url": "#", "note": "38.7%"},
    {"label": "安全质量", "value": 25, "unit": "项", "url": "#", "note": "16.1%"},
    {"label": "精益管理", "value": 62, "unit": "项", "url": "#", "note": "40.0%"},
    {"label": "党建", "value": 8, "unit": "项", "url": "#", "note": "5.2%"},
]
NOTICES = [
    {
        "title": "关于2019年党员创新工程拟立项项目（第一批）的公示",
        "url": "/notices/kdmwqzxbta/",
        "kind": "拟立项公示",
        "unit": "公司党委",
        "when": "2019-03-15 至 2019-03-21",
        "state_label": "公示中",
        "state_tone": "progress",
        "summary": "62 个党组织申报的 148 个项目拟予立项，其中重点项目 31 个。",
    },
    {
        "title": "关于2018年党员创新工程“七一”表彰推荐项目的公示",
        "url": "/notices/kdmwqzxbta/",
        "kind": "评优公示",
        "unit": "公司党委",
        "when": "2019-06-10 至 2019-06-14",
        "state_label": "已结束",
        "state_tone": "neutral",
        "summary": "公示期内未收到异议。",
    },
    {
        "title": "危险工序人机隔离操作：8 项工序改造投入使用",
        "url": "/notices/kdmwqzxbta/",
        "kind": "成果公开",
        "unit": "五分厂党总支",
        "when": "2019-09-02 公布",
    },
]
RETURN = {
    "title": "退回修改",
    "lead": "拓展供应渠道,降低采购成本,减少供应风险 将退回申报单位，由其修改后重新申报。",
    "submit_label": "退回",
    "cancel_url": "/projects/1/",
    "crumbs": [("项目", "/projects/"), ("拓展供应渠道", "/projects/1/")],
}
CONFLICT = [
    {"label": "目标值", "mine": "60 万元", "theirs": "80 万元", "changed": True},
    {"label": "主要措施", "mine": "开发合格供应商 12 家", "theirs": "开发合格供应商 12 家"},
]
JOBS = [
    {"label": "生成公示（155 个项目）", "state": "running", "done": 62, "total": 155},
    {"label": "导出项目清单", "state": "pending"},
    {
        "label": "导出项目清单",
        "state": "ready",
        "message": "155 行，2 个工作表。",
        "result_url": "#",
    },
    {
        "label": "导出项目清单",
        "state": "failed",
        "message": "磁盘空间不足，请联系系统管理员后重试。",
    },
]
SECTIONS = [
    {"anchor": "overview", "label": "概况"},
    {"anchor": "team", "label": "团队", "count": 9},
    {"anchor": "files", "label": "附件", "count": 2},
    {"anchor": "history", "label": "办理过程", "count": 5},
]
PAGES: dict[str, dict[str, Any]] = {
    "detail": {
        "steps": STEPS,
        "entries": TIMELINE,
        "files": FILES,
        "actions": ACTIONS,
        "facts": FACTS,
        "texts": TEXTS,
        "members": MEMBERS,
        "sections": SECTIONS,
    },
    "workbench": {"groups": TODOS, "figures": FIGURES},
    "batch": {"rows": projects(8)},
    "pieces": {"conflict": CONFLICT, "jobs": JOBS},
    "home": {"figures": FIGURES, "categories": CATEGORY_FIGURES, "notices": NOTICES},
    "notices": {"notices": NOTICES * 3},
    "notice": {"rows": projects(12)},
}


def half_filled() -> dict[str, str]:
    """A filing sent too early: most fields empty."""
    return {"title": "设备TPM管理改善", "category": "lean", "level": "general", "finish": "3月底"}
