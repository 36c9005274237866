from __future__ import annotations

import copy
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.template import Context, Template

from jtai_tracker.account_forms import ForgottenPasswordForm
from jtai_tracker.forms import (
    Button,
    CheckboxChoices,
    CountedTextarea,
    DateField,
    GovForm,
    Group,
    RadioChoices,
    ShownBefore,
    ShownFor,
)

HOSTILE = "\"'><script>alert(1)</script>"
PAGE = "{% load crispy_forms_tags tracker %}{% error_summary form %}{% crispy form %}"


class Markup(HTMLParser):
    """What a test asks of a page: its tags with their attributes, and its ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    @property
    def ids(self) -> list[str]:
        return [str(attrs["id"]) for _, attrs in self.tags if "id" in attrs]

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.tags if t == tag and wanted.items() <= a.items()]


def drawn(form: forms.Form) -> str:
    return Template(PAGE).render(Context({"form": form}))


class UpdateForm(GovForm):
    buttons = (Button("Continue"), Button("Save as draft", name="draft", kind="secondary"))

    as_at = DateField(noun="the date of the position", label="What day?")
    narrative = forms.CharField(
        widget=CountedTextarea(5),
        label="What happened",
        help_text="Say",
        error_messages={"required": "Enter what happened"},
    )
    delivery_rating = forms.ChoiceField(
        choices=[("on_track", "On track"), ("at_risk", "At risk")],
        widget=RadioChoices(hints={"at_risk": "May miss its date"}),
        help_text="By the dates in the plan",
        error_messages={"required": "Choose how the action is going"},
    )
    cause = forms.ChoiceField(choices=[("", "Choose one"), ("staff", "Staffing")])
    waiting_on = forms.MultipleChoiceField(
        choices=[("p", "Police"), ("h", "Health")], widget=CheckboxChoices(hints={"h": "All"})
    )
    title = forms.CharField()
    contact = forms.EmailField()
    link = forms.URLField(assume_scheme="https")
    count = forms.IntegerField()
    secret = forms.CharField(widget=forms.PasswordInput)
    notes = forms.CharField(widget=forms.Textarea)
    short = forms.CharField(widget=CountedTextarea(100, unit="characters"))
    document = forms.FileField()
    checked = forms.BooleanField()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def layout(self) -> list[Any]:
        shown = ShownFor("delivery_rating", ["at_risk", "off_track"], "cause", "notes")
        rest = ["title", "contact", "count", "secret", "short", "checked"]
        evidence = Group("Evidence", "link", "document", hint="A link is better")
        return ["as_at", "narrative", "delivery_rating", shown, "waiting_on", *rest, evidence]


@pytest.fixture
def refused() -> Markup:
    return Markup(drawn(UpdateForm({})))


class OneFieldForm(GovForm):
    answer = forms.CharField()


def one_field(field: forms.Field, data: dict[str, str] | None = None, **kwargs: Any) -> GovForm:
    form = OneFieldForm(data, **kwargs)
    form.fields["answer"] = copy.deepcopy(field)
    return form


CHOICES = [(HOSTILE, HOSTILE)]
HOSTILE_WORDING: dict[str, Any] = {"label": HOSTILE, "help_text": HOSTILE}
KINDS = {
    "text": forms.CharField(**HOSTILE_WORDING),
    "number": forms.IntegerField(**HOSTILE_WORDING),
    "email": forms.EmailField(**HOSTILE_WORDING),
    "url": forms.URLField(assume_scheme="https", **HOSTILE_WORDING),
    "password": forms.CharField(widget=forms.PasswordInput(render_value=True), **HOSTILE_WORDING),
    "textarea": forms.CharField(widget=forms.Textarea, **HOSTILE_WORDING),
    "counted": forms.CharField(widget=CountedTextarea(9), **HOSTILE_WORDING),
    "select": forms.ChoiceField(choices=CHOICES, **HOSTILE_WORDING),
    "radios": forms.ChoiceField(
        choices=CHOICES, widget=RadioChoices(hints={HOSTILE: HOSTILE}), **HOSTILE_WORDING
    ),
    "checkboxes": forms.MultipleChoiceField(
        choices=CHOICES, widget=CheckboxChoices(hints={HOSTILE: HOSTILE}), **HOSTILE_WORDING
    ),
    "checkbox": forms.BooleanField(**HOSTILE_WORDING),
    "date": DateField(noun=HOSTILE, **HOSTILE_WORDING),
    "file": forms.FileField(**HOSTILE_WORDING),
    "hidden": forms.CharField(widget=forms.HiddenInput, **HOSTILE_WORDING),
}


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_words_never_become_markup(kind: str) -> None:
    typed = {name: HOSTILE for name in ("answer", "answer_0", "answer_1", "answer_2")}
    asked = one_field(KINDS[kind], initial={"answer": HOSTILE if kind != "date" else None})
    answered = one_field(KINDS[kind], typed)
    answered.add_error("answer", HOSTILE)
    answered.add_error(None, HOSTILE)
    for form in (asked, answered):
        html = drawn(form)
        assert "&lt;script&gt;" in html
        assert "<script" not in html
        assert not Markup(html).all("script")


def test_hostile_words_in_a_layout_never_become_markup() -> None:
    class Hostile(OneFieldForm):
        buttons = (Button(HOSTILE, name=HOSTILE, value=HOSTILE),)
        cancel_url = HOSTILE

        def layout(self) -> list[Any]:
            return [Group(HOSTILE, ShownFor("answer", [HOSTILE], "answer"), hint=HOSTILE)]

    html = drawn(Hostile())
    assert html.count("&lt;script&gt;") == 7
    assert "<script" not in html


def test_a_question_asked_of_a_past_date_is_in_the_page_with_its_condition() -> None:
    class Asked(GovForm):
        day = DateField(noun="the day", label="Day")
        why = forms.CharField(label="Why?", help_text="Only when the day has passed")

        def layout(self) -> list[Any]:
            return ["day", ShownBefore("day", date(2020, 9, 1), "why")]

    page = Markup(drawn(Asked()))
    assert page.all("div", **{"data-shown-before": "day=2020-09-01"})
    assert [box for box in page.all("input", name="why") if "hidden" not in box]
    assert "id_why_helptext" in page.ids


def test_a_legend_is_not_run_as_a_template() -> None:
    class Sly(OneFieldForm):
        def layout(self) -> list[Any]:
            return [Group("{{ form.helper }}{% load nothing %}", "answer")]

    assert "{{ form.helper }}{% load nothing %}" in drawn(Sly())


def test_each_error_links_to_an_input_that_is_there(refused: Markup) -> None:
    links = [str(a["href"])[1:] for a in refused.all("a")]
    inputs = {a["id"] for tag, a in refused.tags if tag in ("input", "select", "textarea")}
    assert len(links) == len(UpdateForm.base_fields) - 1  # the hidden one cannot be reached
    assert set(links) <= inputs


def test_the_error_summary_is_headed_and_names_what_is_wrong() -> None:
    html = drawn(UpdateForm({}))
    assert "There is a problem" in html
    assert html.count("Choose how the action is going") == 2
    assert "There is a problem" not in drawn(UpdateForm())


def test_errors_are_listed_in_the_order_of_the_page() -> None:
    class Reordered(UpdateForm):
        def layout(self) -> list[Any]:
            return [Group("More", "title", "count"), "contact"]

    links = [str(a["href"]) for a in Markup(drawn(Reordered({}))).all("a")]
    assert links[:4] == ["#id_title", "#id_count", "#id_contact", "#id_as_at_0"]


def test_an_error_of_the_whole_form_links_to_its_first_input() -> None:
    form = one_field(forms.CharField(), {"answer": "x"})
    form.add_error(None, "The e-mail address or the password is wrong")
    assert [a["href"] for a in Markup(drawn(form)).all("a")] == ["#id_answer"]


@pytest.mark.parametrize("data", [None, {}])
def test_ids_are_unique_and_what_describes_a_field_exists(data: dict[str, str] | None) -> None:
    page = Markup(drawn(UpdateForm(data)))
    assert len(page.ids) == len(set(page.ids))
    described = [
        str(a["aria-describedby"]).split() for _, a in page.tags if "aria-describedby" in a
    ]
    assert {each for ids in described for each in ids} <= set(page.ids)
    assert [a["for"] for a in page.all("label") if a["for"] not in page.ids] == []


def test_the_hint_and_the_error_describe_the_group_of_choices(refused: Markup) -> None:
    wanted = "id_delivery_rating_helptext id_delivery_rating_error"
    assert len(refused.all("fieldset", **{"aria-describedby": wanted})) == 1


def test_each_choice_is_described_by_its_own_hint() -> None:
    html = drawn(UpdateForm())
    (at_risk,) = Markup(html).all("input", value="at_risk")
    assert at_risk["aria-describedby"] == "id_delivery_rating_1_hint"
    assert 'id="id_delivery_rating_1_hint" class="govuk-hint govuk-radios__hint">May miss' in html


def test_the_words_are_counted_from_the_start_and_without_javascript() -> None:
    html = drawn(UpdateForm())
    (box,) = Markup(html).all("textarea", name="narrative")
    assert box["aria-describedby"] == "id_narrative_helptext id_narrative-info"
    assert "You can enter up to 5 words" in html
    assert "You can enter up to 100 characters" in html


def test_the_main_button_has_no_name_and_the_others_say_what_they_do() -> None:
    first, second = Markup(drawn(UpdateForm())).all("button", type="submit")
    assert "name" not in first
    assert (second["name"], second["value"]) == ("draft", "1")


def test_questions_that_depend_on_an_answer_say_on_which() -> None:
    (block,) = Markup(drawn(UpdateForm())).all("div", **{"class": "app-shown-for"})
    assert block["data-shown-for"] == "delivery_rating=at_risk off_track"
    (block,) = Markup(drawn(UpdateForm(prefix="p"))).all("div", **{"class": "app-shown-for"})
    assert block["data-shown-for"] == "p-delivery_rating=at_risk off_track"


def test_the_server_and_not_the_browser_checks_the_answers() -> None:
    page = Markup(drawn(UpdateForm()))
    (form,) = page.all("form")
    assert "novalidate" in form
    assert form["enctype"] == "multipart/form-data"
    assert [attrs for _, attrs in page.tags if "required" in attrs] == []


def test_a_form_that_only_asks_is_sent_by_get() -> None:
    class FilterForm(OneFieldForm):
        method = "get"

    (form,) = Markup(drawn(FilterForm())).all("form")
    assert form["method"] == "get"


def test_sign_in_forms_speak_our_words() -> None:
    html = drawn(ForgottenPasswordForm({"email": "nobody"}))
    assert "E-mail address" in html
    assert html.count("Enter an e-mail address like name@example.gov.uk") == 2
    assert "placeholder" not in html
