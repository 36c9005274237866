"""The first users of a real installation, and signing in."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from partners.models import User


def create(*arguments: str) -> str:
    out = StringIO()
    call_command("create_user", *arguments, stdout=out)
    return out.getvalue()


def test_the_person_sets_a_password_by_the_link_and_signs_in(plan: Any) -> None:
    role = ["--role", "lead", "--partner", "LSCB"]
    said = create("New.Lead@example.org", "--name", "LSCB deputy", *role)
    path = "/accounts/" + said.split("/accounts/")[1].strip()
    browser = Client()
    form = browser.get(path, follow=True)
    address = form.request["PATH_INFO"]
    password = {"password1": "a-long-new-password", "password2": "a-long-new-password"}
    browser.post(address, password)
    answer = {"login": "new.lead@example.org", "password": "a-long-new-password"}
    assert browser.post("/accounts/login/", answer)["Location"] == "/"
    assert browser.get("/")["Location"] == "/updates/"
    used = Client().get(path, follow=True)
    assert b"password1" not in used.content, "the link works once"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["no-address", "--role", "chair"], "no-address is not an e-mail address"),
        (["CHAIR@demo.example", "--role", "chair"], "already a user with the address"),
        (["a@b.example", "--role", "lead"], "one of these codes: POL, HEA"),
        (["a@b.example", "--role", "lead", "--partner", "XX"], "one of these codes: POL, HEA"),
        (["a@b.example", "--role", "chair", "--partner", "POL"], "Only a partner lead"),
        (["a@b.example", "--role", "king"], "invalid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    plan: Any, arguments: list[str], sentence: str
) -> None:
    before = User.objects.count()
    with pytest.raises(CommandError, match=sentence):
        create(*arguments, "--name", "Somebody")
    with pytest.raises(CommandError, match="Give the person's name"):
        create("blank@demo.example", "--role", "chair", "--name", " ")
    assert User.objects.count() == before


def test_a_wrong_password_says_no_more_than_that(plan: Any) -> None:
    def attempt(email: str) -> str:
        answer = {"login": email, "password": "wrong-password"}
        return Client().post("/accounts/login/", answer).content.decode()

    known, unknown = attempt("chair@demo.example"), attempt("nobody@demo.example")
    assert "The e-mail address or the password is not right" in known
    assert known.replace("chair@", "nobody@").count("not right") == unknown.count("not right")


def test_guessing_is_stopped_after_some_attempts(plan: Any) -> None:
    browser = Client()
    answer = {"login": "yot@demo.example", "password": "wrong-password"}
    pages = [browser.post("/accounts/login/", answer).content.decode() for _ in range(12)]
    assert "too many failed attempts" in pages[-1] or "Too many" in pages[-1]
    right = {**answer, "password": "jtai-demo-2020"}
    assert "_auth_user_id" not in browser.session
    browser.post("/accounts/login/", right)
    assert "_auth_user_id" not in browser.session


def test_nobody_signs_up(plan: Any) -> None:
    answers = {"email": "me@example.org", "password1": "x" * 12, "password2": "x" * 12}
    page = Client().post("/accounts/signup/", answers)
    assert b"invitation" in page.content.lower()
    assert not User.objects.filter(email="me@example.org").exists()


def test_a_forgotten_password_goes_by_mail_to_one_address(plan: Any) -> None:
    Client().post("/accounts/password/reset/", {"email": "chair@demo.example"})
    [message] = mail.outbox
    assert message.to == ["chair@demo.example"]
    assert "/accounts/password/reset/key/" in message.body


def test_a_mail_server_that_does_not_answer_is_said_and_breaks_nothing(
    plan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(mail.EmailMessage, "send", fail)
    page = Client().post("/accounts/password/reset/", {"email": "chair@demo.example"}, follow=True)
    assert page.status_code == 200
    assert "The e-mail could not be sent" in page.content.decode()
