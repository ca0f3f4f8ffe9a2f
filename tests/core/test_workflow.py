from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from innovation.core import registries
from innovation.core.errors import DomainError
from innovation.core.workflow import Status, Transition, Workflow, table


@pytest.fixture
def letter():
    """draft → sent ⇄ returned; only the postman sends, only the system archives."""
    flow = Workflow(
        "letter",
        table(
            [
                Status("draft", "Draft", "writer"),
                Status("sent", "Sent", "postman", branch_label="Gone", public_label="On its way"),
                Status("archived", "Archived", ""),
            ]
        ),
        table(
            [
                Transition("send", "Send", ("draft",), "sent", "letter.send", ("stamped",)),
                Transition(
                    "return",
                    "Return",
                    ("sent", "archived"),
                    "draft",
                    {"sent": "letter.return", "archived": "letter.dig"},
                    needs_comment=True,
                ),
                Transition("archive", "Archive", ("sent",), "archived", ""),
            ]
        ),
    )

    @flow.guard("stamped")
    def stamped(obj, user):
        if not obj.stamp:
            raise DomainError("A stamp is missing.", code="stamp")

    return flow


def check(flow, name, user="postman", status="draft", stamp=True):
    asked = []

    def by_permission(person, permission, obj):
        asked.append(permission)
        if person != "postman":
            raise DomainError("Not yours.", code="forbidden")

    obj = SimpleNamespace(status=status, stamp=stamp)
    try:
        return flow.check(name, obj, user, by_permission=by_permission), asked
    except DomainError as error:
        return error.code, asked


def test_a_step_of_the_table_is_taken_by_whom_it_names(letter):
    transition, asked = check(letter, "send")
    assert (transition.target, asked) == ("sent", ["letter.send"])


def test_without_the_right_neither_state_nor_guard_is_told(letter):
    assert check(letter, "send", user="neighbour", stamp=False)[0] == "forbidden"


def test_from_another_state_it_is_refused_with_both_names(letter):
    assert check(letter, "send", status="sent")[0] == "wrong_state"
    with pytest.raises(DomainError) as refusal:
        letter.check("send", SimpleNamespace(status="sent"), None, by_permission=lambda *a: None)
    assert "Send" in str(refusal.value)
    assert "Sent" in str(refusal.value)


def test_a_guard_has_the_last_word(letter):
    assert check(letter, "send", stamp=False)[0] == "stamp"


def test_the_right_may_differ_from_state_to_state(letter):
    assert check(letter, "return", status="sent")[1] == ["letter.return"]
    assert check(letter, "return", status="archived")[1] == ["letter.dig"]


def test_the_system_is_asked_for_no_right(letter):
    transition, asked = check(letter, "archive", user=None, status="sent")
    assert (transition.target, asked) == ("archived", [])


def test_each_reader_has_a_word_for_the_state(letter):
    sent, draft = letter.statuses["sent"], letter.statuses["draft"]
    readers = ("staff", "branch", "public")
    assert [sent.label_for(r) for r in readers] == ["Sent", "Gone", "On its way"]
    assert [draft.label_for(r) for r in readers] == ["Draft", "Draft", "Draft"]


def test_what_leaves_a_state(letter):
    assert [t.name for t in letter.leaving("sent")] == ["return", "archive"]
    assert [t.name for t in letter.leaving("draft")] == ["send"]
    assert [t.asks for t in letter.leaving("sent")] == [True, False]


def test_a_row_or_guard_of_the_same_name_is_refused(letter):
    with pytest.raises(RuntimeError, match="twice"):
        table([Status("draft", "Draft", ""), Status("draft", "Draft", "")])
    with pytest.raises(RuntimeError, match="already"):
        letter.guard("stamped")(lambda obj, user: None)


def test_the_diagram_draws_every_arrow(letter):
    lines = [line.strip() for line in letter.mermaid().splitlines()]
    assert lines[0] == "stateDiagram-v2"
    assert "draft --> sent: send" in lines
    assert "archived --> draft: return" in lines


# --- every workflow of the program -----------------------------------------------------------


def faults_of(flow):
    states = set(flow.statuses)
    for transition in flow.transitions.values():
        for state in {*transition.sources, transition.target} - states:
            yield f"{flow.name}.{transition.name}: no state {state}"
        for guard in set(transition.guards) - set(flow.guards):
            yield f"{flow.name}.{transition.name}: no guard {guard}"
    first = next(iter(flow.statuses))
    for state in states - {first} - {t.target for t in flow.transitions.values()}:
        yield f"{flow.name}: nothing leads to {state}"


def test_every_table_is_whole(letter):
    assert [fault for flow in registries.WORKFLOWS for fault in faults_of(flow)] == []
    letter.transitions["send"] = Transition("send", "Send", ("lost",), "x", "", ("unknown",))
    assert len(list(faults_of(letter))) == 4


def test_the_programs_workflows_are_registered():
    assert {"project", "notice"} <= set(registries.WORKFLOWS.names())


def test_the_reference_page_holds_every_state_and_is_checked_against_the_code(tmp_path):
    file = tmp_path / "workflow.md"
    call_command("workflow_diagram", output=file, verbosity=0)
    page = file.read_text()
    for flow in registries.WORKFLOWS:
        assert f"## {flow.name}" in page
        assert all(f"| `{key}` |" in page for key in (*flow.statuses, *flow.transitions))
    call_command("workflow_diagram", "--check", output=file)
    file.write_text(page.replace("draft --> submitted", "draft --> approved"))
    with pytest.raises(CommandError, match="differs from the code"):
        call_command("workflow_diagram", "--check", output=file)


def test_the_check_names_a_page_that_is_missing(tmp_path):
    with pytest.raises(CommandError, match="workflow_diagram"):
        call_command("workflow_diagram", "--check", output=tmp_path / "none.md")


# --- the registries --------------------------------------------------------------------------


def test_a_name_is_registered_once():
    registry = registries.Registry("letter")
    registry.add("a", 1)
    with pytest.raises(RuntimeError, match="letter a is registered already"):
        registry.add("a", 2)
    with pytest.raises(RuntimeError, match="letter b is not registered"):
        registry["b"]
    assert ("a" in registry, "b" in registry, list(registry)) == (True, False, [1])


def test_sections_of_a_page_stand_in_their_order(monkeypatch):
    own = registries.Registry("page section")
    monkeypatch.setattr(registries, "PAGE_SECTIONS", own)
    for name, position in (("last", 200), ("first", 10), ("elsewhere", 1)):
        page = "other" if name == "elsewhere" else "project"
        registries.page_section(
            registries.PageSection(page, name, "x.html", lambda request, obj: {}, position)
        )
    assert [s.name for s in registries.sections_of("project")] == ["first", "last"]
