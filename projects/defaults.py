"""What a programme year starts with where a firm has set nothing itself: data, not rules."""

from dataclasses import dataclass, field

from innovation.org.enums import OrganizationType
from projects.enums import DisclosureScope, NoticeKind, ReasonKind, Step


@dataclass(frozen=True)
class Row:
    """A configuration row; `more` holds what its table has beyond code and names."""

    code: str
    name: str
    name_en: str
    more: dict[str, object] = field(default_factory=dict)


COVERAGE_FIELDS = (
    Row("trial_development", "科研试制", "Development and trial production"),
    Row("process_improvement", "工艺改进", "Process improvement"),
    Row("equipment_production", "现役装备生产", "Production of equipment in service"),
    Row("safety", "安全", "Safety"),
    Row("quality", "质量", "Quality"),
    Row("lean_management", "精益管理", "Lean management"),
    Row("deepening_reform", "深化改革", "Deepening reform"),
    Row("party_building", "党的建设", "Party building"),
)


def _category(code: str, letters: str, coverage: str, name: str, name_en: str) -> Row:
    return Row(code, name, name_en, {"number_code": letters, "default_coverage": coverage})


CATEGORIES = (
    _category("rnd_production", "KY", "trial_development", "科研生产", "R&D and production"),
    _category("safety_quality", "AQ", "safety", "安全质量", "Safety and quality"),
    _category("lean_management", "JY", "lean_management", "精益管理", "Lean management"),
    _category("party_building", "DJ", "party_building", "党建", "Party building"),
)

LEVELS = (
    Row("general", "一般", "General"),
    Row(
        "key",
        "重点",
        "Key",
        {
            "finance_countersigns": True,
            "required_fields": [
                "theme",
                "coverage_field",
                "tasks",
                "milestones",
                "savings_target",
                "savings_formula",
                "savings_source",
                "budget",
                "risks",
            ],
        },
    ),
)

THEMES = (
    Row("tech_innovation", "科技创新", "Technological innovation"),
    Row("production_gain", "生产创效", "Production efficiency"),
    Row("management_improvement", "管理提升", "Management improvement"),
)

OUTCOME_FORMS = (
    Row("regulation", "制度", "Regulation"),
    Row("process", "流程", "Process"),
    Row("paper", "论文", "Paper"),
    Row("patent", "专利", "Patent"),
    Row("savings_value", "节创价值", "Savings value"),
    Row("technical_drawing", "技术图纸", "Technical drawing"),
    Row("development_summary", "研制总结", "Development summary"),
    Row("test_report", "试验报告", "Test report"),
)

NOTICE_SETTINGS = (
    Row(
        NoticeKind.PROPOSED.value,
        "拟立项公示",
        "Notice of proposed approval",
        {
            "kind": NoticeKind.PROPOSED.value,
            "working_days": 5,
            "default_scope": DisclosureScope.COMPANY.value,
        },
    ),
)


def _reasons(kind: ReasonKind, *rows: tuple[str, str, str]) -> tuple[Row, ...]:
    """Codes are unique in the year, so each bears its kind."""
    return tuple(
        Row(f"{kind.value}_{code}", name, name_en, {"kind": kind.value})
        for code, name, name_en in rows
    )


REASONS = (
    *_reasons(
        ReasonKind.RETURN,
        ("incomplete", "填报内容不完整", "Incomplete"),
        ("not_measurable", "目标指标不可量化", "The goal cannot be measured"),
        ("measures_vague", "措施不具体", "Measures too vague"),
        ("outcome_form", "成果形式不明确", "Outcome forms unclear"),
        ("merge", "与其他项目相近，需合并", "Close to another project; merge them"),
        ("other", "其他", "Other"),
    ),
    *_reasons(
        ReasonKind.REJECT,
        ("routine_work", "属于日常工作", "Routine work"),
        ("off_centre", "未围绕中心工作", "Does not serve the central tasks"),
        ("duplicate", "与已有项目重复", "Duplicate of another project"),
        ("not_feasible", "实施条件不具备", "Conditions are lacking"),
        ("other", "其他", "Other"),
    ),
    *_reasons(
        ReasonKind.WITHDRAW,
        ("plan_changed", "工作计划调整", "Work plan changed"),
        ("merged", "并入其他项目", "Merged into another project"),
        ("lead_left", "项目负责人变动", "The lead has left"),
        ("by_mistake", "误报", "Filed by mistake"),
        ("other", "其他", "Other"),
    ),
    *_reasons(
        ReasonKind.CONFIDENTIALITY,
        ("secret", "可能涉及国家秘密或工作秘密", "May touch a state or work secret"),
        ("schedule", "涉及敏感任务的数量或进度", "Tells quantity or schedule of sensitive work"),
        (
            "technical",
            "含不宜公开的技术参数或图像",
            "Holds technical data or pictures not for disclosure",
        ),
        ("partner", "含用户或协作单位信息", "Names customers or partners"),
        ("wording", "表述需作技术处理", "Wording must be neutralised"),
        ("other", "其他", "Other"),
    ),
    *_reasons(
        ReasonKind.NOT_DISCLOSED,
        ("internal", "内部敏感事项", "Internal sensitive matter"),
        ("trade_secret", "商业秘密", "Trade secret"),
        ("sensitive_work", "敏感任务", "Sensitive work"),
        ("partner", "与协作单位有约定", "Agreed so with a partner"),
        ("other", "其他", "Other"),
    ),
)

_BRANCH_STEPS = (Step.BRANCH, Step.GENERAL, Step.COUNTERSIGN, Step.INITIAL, Step.DECISION)
_DIRECT_STEPS = (Step.BRANCH, Step.COUNTERSIGN, Step.INITIAL, Step.DECISION)
REVIEW_STEPS: dict[str, tuple[Step, ...]] = {
    OrganizationType.BRANCH: _BRANCH_STEPS,
    OrganizationType.JOINT: _BRANCH_STEPS,
    OrganizationType.TEMPORARY: _BRANCH_STEPS,
    OrganizationType.DIRECT: _DIRECT_STEPS,
    OrganizationType.GENERAL_BRANCH: _DIRECT_STEPS,  # for itself it skips its own step
}

# (code, years after the programme year, month, day)
CALENDAR = (
    ("filing_due", 0, 3, 10),
    ("approval_due", 0, 3, 20),
    ("self_check_q1", 0, 3, 25),
    ("recommendation_due", 0, 5, 31),
    ("self_check_q2", 0, 6, 25),
    ("mid_year_review", 0, 7, 15),
    ("self_check_q3", 0, 9, 25),
    ("acceptance_from", 0, 11, 1),
    ("self_check_q4", 0, 12, 25),
    ("acceptance_due", 0, 12, 31),
    ("summary_due", 1, 1, 31),
)

REQUIREMENTS = (
    "按需立项",
    "完善成果形式",
    "及时公开项目",
    "加强过程管控",
    "及时评比表彰",
    "系统总结评估",
    "完善工作资料",
)

SENSITIVE_WORDS = (
    "绝密",
    "机密",
    "秘密级",
    "涉密",
    "型号",
    "代号",
    "战技指标",
    "射程",
    "口径",
    "装药",
    "引信",
    "列装",
    "军方",
    "军代表",
    "订货数量",
    "交付数量",
    "交付进度",
    "靶场",
    "图号",
    "外贸",
)
