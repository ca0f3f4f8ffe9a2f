"""Forms as the pages have them: filters, a filing, a comment, a login."""

from typing import Any

from django import forms

from innovation.core.forms_layout import Fold, LaidOutForm, Pair, Section

CATEGORIES = [("", "全部类别"), ("rnd", "科研生产"), ("safety", "安全质量"), ("lean", "精益管理")]
STATUSES = [("", "全部状态"), ("active", "实施中"), ("publicised", "拟立项公示")]
LEVELS = [("general", "一般项目"), ("key", "重点项目")]


class FilterForm(forms.Form):
    q = forms.CharField(label="搜索", required=False)
    year = forms.ChoiceField(label="年度", choices=[("2019", "2019"), ("2018", "2018")])
    organization = forms.ChoiceField(label="申报单位", choices=[("", "全部单位")], required=False)
    category = forms.ChoiceField(label="项目类别", choices=CATEGORIES, required=False)
    status = forms.ChoiceField(label="状态", choices=STATUSES, required=False)


class FilingForm(LaidOutForm, forms.Form):
    title = forms.CharField(label="项目名称", help_text="写清做什么、改善什么，不超过 60 字。")
    category = forms.ChoiceField(label="项目类别", choices=CATEGORIES[1:])
    level = forms.ChoiceField(label="项目级别", choices=LEVELS, widget=forms.RadioSelect)
    lead = forms.ChoiceField(label="项目负责人", choices=[("", "请选择"), ("1", "陈志远")])
    finish = forms.DateField(label="计划完成日期", widget=forms.DateInput(attrs={"type": "date"}))
    problem = forms.CharField(label="存在问题", widget=forms.Textarea(attrs={"rows": 3}))
    indicator = forms.CharField(label="量化指标")
    baseline = forms.CharField(label="现状值")
    target = forms.CharField(label="目标值")
    measures = forms.CharField(label="主要措施", widget=forms.Textarea(attrs={"rows": 3}))
    summary = forms.CharField(
        label="申报书公开摘要",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="公示中只刊登这一段文字，请勿写入任何涉密或内部敏感内容。",
    )
    forms_expected = forms.MultipleChoiceField(
        label="预期成果形式",
        choices=[("1", "制度"), ("2", "流程"), ("3", "论文"), ("4", "专利"), ("5", "节创价值")],
        widget=forms.CheckboxSelectMultiple,
    )
    theme = forms.ChoiceField(
        label="申报主题", choices=[("", "请选择"), ("1", "生产创效")], required=False
    )
    budget = forms.CharField(label="经费预算（元）", required=False)
    sure = forms.BooleanField(label="本项目内容不涉及国家秘密、工作秘密和商业秘密")
    scan = forms.FileField(label="签字扫描件", required=False)

    def layout(self) -> list[Any]:
        return [
            Section(
                "basics",
                "基本信息",
                "title",
                Pair("category", "level"),
                Pair("lead", "finish"),
            ),
            Section(
                "content",
                "项目内容",
                "problem",
                Pair("indicator", "baseline", "target"),
                "measures",
                "forms_expected",
            ),
            Section("public", "公开与保密", "summary", "sure", hint="公示时全体职工可见"),
            Fold("more", "补充内容", Pair("theme", "budget"), hint="重点项目必填，一般项目可不填"),
        ]


class CommentForm(forms.Form):
    reason = forms.ChoiceField(
        label="退回原因",
        choices=[("", "请选择"), ("goal", "目标不可量化"), ("dup", "与已有项目重复")],
    )
    comment = forms.CharField(label="意见", widget=forms.Textarea(attrs={"rows": 4}))


class LoginForm(forms.Form):
    username = forms.CharField(label="用户名")
    password = forms.CharField(label="密码", widget=forms.PasswordInput)


class MilestoneForm(forms.Form):
    name = forms.CharField(label="节点名称", widget=forms.TextInput({"class": "form-control"}))
    quarter = forms.ChoiceField(
        label="季度",
        choices=[("1", "第一季度"), ("2", "第二季度")],
        widget=forms.Select(attrs={"class": "form-select"}),
    )


MilestoneRows = forms.formset_factory(MilestoneForm, extra=2, can_delete=True)
