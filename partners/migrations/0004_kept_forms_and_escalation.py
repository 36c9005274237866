"""What is typed is kept until it is saved; who is told when a partner stays silent."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jtai_tracker.fields


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0003_history_reasons_as_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalpartner",
            name="escalation_email",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="historicalpartner",
            name="escalation_post",
            field=jtai_tracker.fields.CleanCharField(
                blank=True,
                help_text="Who is told when a round stays unanswered: a post.",
                max_length=200,
            ),
        ),
        migrations.AddField(
            model_name="historicaluser",
            name="early_reminders",
            field=models.BooleanField(
                default=True, help_text="Whether the reminders long before a deadline are wanted."
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="escalation_email",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="partner",
            name="escalation_post",
            field=jtai_tracker.fields.CleanCharField(
                blank=True,
                help_text="Who is told when a round stays unanswered: a post.",
                max_length=200,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="early_reminders",
            field=models.BooleanField(
                default=True, help_text="Whether the reminders long before a deadline are wanted."
            ),
        ),
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(help_text="The address of the form.", max_length=300)),
                (
                    "answers",
                    models.TextField(
                        help_text="As the browser sent them, so that nothing is changed."
                    ),
                ),
                ("kept_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_forms",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-kept_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "path"), name="kept_form_once_a_place")
                ],
            },
        ),
    ]
