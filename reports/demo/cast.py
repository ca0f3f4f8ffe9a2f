"""Who logs in: the fixed accounts, and a secretary for every branch that has none of them."""

from dataclasses import dataclass

from innovation.org.enums import Role

PASSWORD = "demo-2019"  # noqa: S105 - the demonstration's own, printed at start
COMMITTEE = "公司党委"
OWN_BRANCH = "运营管理部党支部"
DIRECT_BRANCH = "采购仓储配送中心直属党支部"
GENERAL = "五分厂党总支"
BELOW = "五分厂机加党支部"


@dataclass(frozen=True)
class Account:
    """`home` is the branch of the person's own membership; empty = no member.

    `unit` is where somebody works who is no member.
    """

    username: str
    title: str
    home: str = ""
    roles: tuple[tuple[str, str], ...] = ()  # (role, organisation name; "" for system posts)
    unit: str = ""


def _staff(username: str, title: str, home: str, role: str) -> Account:
    return Account(username, title, home, ((role, COMMITTEE),))


ACCOUNTS = (
    Account("secretary", "运营书记", OWN_BRANCH, ((Role.BRANCH_SECRETARY, OWN_BRANCH),)),
    Account(
        "secretary2",
        "采购书记",
        DIRECT_BRANCH,
        ((Role.BRANCH_SECRETARY, DIRECT_BRANCH),),
    ),
    Account("secretary3", "机加书记", BELOW, ((Role.BRANCH_SECRETARY, BELOW),)),
    Account("clerk", "机加管理员", BELOW, ((Role.BRANCH_CLERK, BELOW),)),
    Account("lead", "机加负责人", BELOW),
    Account(
        "general",
        "五分厂书记",
        "五分厂装配党支部",
        ((Role.GENERAL_REVIEWER, GENERAL), (Role.BRANCH_SECRETARY, GENERAL)),
    ),
    _staff("committee", "党委工作部", "党委工作部党支部", Role.COMMITTEE_STAFF),
    _staff("inspector", "检查组", "人力资源部党支部", Role.INSPECTOR),
    _staff("finance", "财务核定", "财务部党支部", Role.FINANCE_VERIFIER),
    _staff("secrecy", "保密审查", "保密办公室党支部", Role.CONFIDENTIALITY_REVIEWER),
    _staff("discipline", "纪检", "纪检监察部党支部", Role.DISCIPLINE_OFFICER),
    *(
        _staff(f"judge{n}", f"评委{n}", home, Role.JUDGE)
        for n, home in enumerate(
            (
                "科技质量部党支部",
                "安全环保部党支部",
                "研究院总体设计党支部",
                "四分厂党支部",
                "动力分厂直属党支部",
                "信息化中心直属党支部",
                "一分厂机加党支部",
            ),
            start=1,
        )
    ),
    _staff("reader", "审计查阅", "审计法务部党支部", Role.READER),
    Account("admin", "系统管理员", roles=((Role.SYSTEM_ADMIN, ""),)),
    Account("secadmin", "安全管理员", roles=((Role.SECURITY_ADMIN, ""),)),
    Account("logaudit", "安全审计员", roles=((Role.SECURITY_AUDITOR, ""),)),
    Account("employee", "运营职工", unit=OWN_BRANCH),
)
