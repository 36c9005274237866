"""A partner lead's month: rounds, evidence, corrections, new owners and reminders."""

from __future__ import annotations

import uuid

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import jtai_tracker.fields


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0002_history_reasons_as_text"),
        ("partners", "0004_kept_forms_and_escalation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", jtai_tracker.fields.CleanCharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("link", "Link"),
                            ("pdf", "PDF"),
                            ("docx", "Word document"),
                            ("xlsx", "Excel workbook"),
                            ("csv", "CSV table"),
                            ("png", "PNG picture"),
                            ("jpg", "JPEG picture"),
                        ],
                        max_length=10,
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=1000)),
                ("file", models.FileField(blank=True, max_length=200, upload_to="")),
                ("size", models.PositiveIntegerField(default=0, help_text="In bytes.")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("added_at", models.DateTimeField()),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("withdrawn_reason", jtai_tracker.fields.CleanTextField(blank=True)),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["added_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalEvidence",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("title", jtai_tracker.fields.CleanCharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("link", "Link"),
                            ("pdf", "PDF"),
                            ("docx", "Word document"),
                            ("xlsx", "Excel workbook"),
                            ("csv", "CSV table"),
                            ("png", "PNG picture"),
                            ("jpg", "JPEG picture"),
                        ],
                        max_length=10,
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=1000)),
                ("file", models.TextField(blank=True, max_length=200)),
                ("size", models.PositiveIntegerField(default=0, help_text="In bytes.")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("added_at", models.DateTimeField()),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("withdrawn_reason", jtai_tracker.fields.CleanTextField(blank=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical evidence",
                "verbose_name_plural": "historical evidence",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOwnerChange",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("changed_on", models.DateField()),
                ("reason", jtai_tracker.fields.CleanTextField()),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical owner change",
                "verbose_name_plural": "historical owner changes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProgressUpdate_milestones",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalProgressUpdate_milestones",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="OwnerChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changed_on", models.DateField()),
                ("reason", jtai_tracker.fields.CleanTextField()),
            ],
            options={
                "ordering": ["changed_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recipient", models.EmailField(max_length=254)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("opened", "The round opens"),
                            ("five_days", "Five working days left"),
                            ("one_day", "One working day left"),
                            ("day_after", "The day after"),
                            ("escalated", "To the escalation contact"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("waiting", "Will be tried again"),
                            ("failed", "Not sent"),
                            ("unknown", "Unknown: ask whether it arrived"),
                        ],
                        default="sending",
                        max_length=10,
                    ),
                ),
                ("message_id", models.CharField(max_length=200)),
                ("claimed_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(blank=True, null=True)),
                ("problem", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["-claimed_at", "recipient"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="datechange",
            name="date_change_decided_by_whom_and_when",
        ),
        migrations.AddField(
            model_name="datechange",
            name="past_reason",
            field=jtai_tracker.fields.CleanTextField(
                blank=True, help_text="Why the date asked for lay in the past already."
            ),
        ),
        migrations.AddField(
            model_name="historicaldatechange",
            name="past_reason",
            field=jtai_tracker.fields.CleanTextField(
                blank=True, help_text="Why the date asked for lay in the past already."
            ),
        ),
        migrations.AddField(
            model_name="historicalmeasure",
            name="withdrawn_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalmilestone",
            name="withdrawn_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="check_before",
            field=models.PositiveSmallIntegerField(
                default=12, help_text="Working days before the meeting."
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="due_before",
            field=models.PositiveSmallIntegerField(
                default=16, help_text="Working days before the meeting."
            ),
        ),
        migrations.AddField(
            model_name="historicalplan",
            name="opens_before",
            field=models.PositiveSmallIntegerField(
                default=40, help_text="Working days before the meeting."
            ),
        ),
        migrations.AddField(
            model_name="historicalprogressupdate",
            name="confirms",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="No change: the update whose answers still hold.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="actions.progressupdate",
            ),
        ),
        migrations.AddField(
            model_name="historicalprogressupdate",
            name="correction_reason",
            field=jtai_tracker.fields.CleanTextField(blank=True, max_length=5000),
        ),
        migrations.AddField(
            model_name="historicalprogressupdate",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="actions.progressupdate",
            ),
        ),
        migrations.AddField(
            model_name="historicalprogressupdate",
            name="figures",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="By a measure's key, as typed: its qualifier and value. Readings once filed.",
            ),
        ),
        migrations.AddField(
            model_name="historicalprogressupdate",
            name="form_key",
            field=models.UUIDField(
                blank=True,
                db_index=True,
                help_text="The page it was typed on: once a page.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="historicalprogressupdate",
            name="withdrawn_reason",
            field=jtai_tracker.fields.CleanTextField(blank=True, max_length=5000),
        ),
        migrations.AddField(
            model_name="historicalreading",
            name="update",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="The update that reported it, if one did.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="actions.progressupdate",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="withdrawn_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="milestone",
            name="withdrawn_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="plan",
            name="check_before",
            field=models.PositiveSmallIntegerField(
                default=12, help_text="Working days before the meeting."
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="due_before",
            field=models.PositiveSmallIntegerField(
                default=16, help_text="Working days before the meeting."
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="opens_before",
            field=models.PositiveSmallIntegerField(
                default=40, help_text="Working days before the meeting."
            ),
        ),
        migrations.AddField(
            model_name="progressupdate",
            name="confirms",
            field=models.ForeignKey(
                blank=True,
                help_text="No change: the update whose answers still hold.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmed_in",
                to="actions.progressupdate",
            ),
        ),
        migrations.AddField(
            model_name="progressupdate",
            name="correction_reason",
            field=jtai_tracker.fields.CleanTextField(blank=True, max_length=5000),
        ),
        migrations.AddField(
            model_name="progressupdate",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_in",
                to="actions.progressupdate",
            ),
        ),
        migrations.AddField(
            model_name="progressupdate",
            name="figures",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="By a measure's key, as typed: its qualifier and value. Readings once filed.",
            ),
        ),
        migrations.AddField(
            model_name="progressupdate",
            name="form_key",
            field=models.UUIDField(
                blank=True,
                help_text="The page it was typed on: once a page.",
                null=True,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="progressupdate",
            name="milestones",
            field=models.ManyToManyField(
                blank=True,
                help_text="Those that it says are done.",
                related_name="reported_in",
                to="actions.milestone",
            ),
        ),
        migrations.AddField(
            model_name="progressupdate",
            name="withdrawn_reason",
            field=jtai_tracker.fields.CleanTextField(blank=True, max_length=5000),
        ),
        migrations.AddField(
            model_name="reading",
            name="update",
            field=models.ForeignKey(
                blank=True,
                help_text="The update that reported it, if one did.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="readings",
                to="actions.progressupdate",
            ),
        ),
        migrations.AlterField(
            model_name="datechange",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("asked", "Asked for"),
                    ("agreed", "Agreed"),
                    ("declined", "Declined"),
                    ("withdrawn", "Withdrawn by the partner"),
                ],
                default="asked",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="historicaldatechange",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("asked", "Asked for"),
                    ("agreed", "Agreed"),
                    ("declined", "Declined"),
                    ("withdrawn", "Withdrawn by the partner"),
                ],
                default="asked",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="historicalprogressupdate",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("withdrawn", "Withdrawn"),
                    ("corrected", "Corrected by a later version"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="progressupdate",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("withdrawn", "Withdrawn"),
                    ("corrected", "Corrected by a later version"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="datechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("body", None),
                        ("decided_by", None),
                        ("decided_on", None),
                        ("outcome__in", ["asked", "withdrawn"]),
                    ),
                    models.Q(
                        ("body__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                        ("outcome__in", ["agreed", "declined"]),
                    ),
                    _connector="OR",
                ),
                name="date_change_decided_by_whom_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="datechange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "asked")),
                fields=("action",),
                name="date_change_one_request_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_before__gt", models.F("due_before")),
                    ("due_before__gte", models.F("check_before")),
                    ("check_before__gte", 6),
                ),
                name="plan_cycle_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "withdrawn"), ("withdrawn_reason", ""), _connector="XOR"
                ),
                name="update_withdrawn_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects", None),
                    models.Q(("correction_reason", ""), _negated=True),
                    _connector="XOR",
                ),
                name="update_corrects_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportingperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_on__lt", models.F("cut_off")),
                    ("cut_off__lte", models.F("check_by")),
                    ("check_by__lte", models.F("publish_by")),
                ),
                name="period_dates_in_order",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="update",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proofs",
                to="actions.progressupdate",
            ),
        ),
        migrations.AddField(
            model_name="historicalevidence",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalevidence",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalevidence",
            name="update",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="actions.progressupdate",
            ),
        ),
        migrations.AddField(
            model_name="historicalownerchange",
            name="action",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="actions.action",
            ),
        ),
        migrations.AddField(
            model_name="historicalownerchange",
            name="became",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="partners.partner",
            ),
        ),
        migrations.AddField(
            model_name="historicalownerchange",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalownerchange",
            name="was",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="partners.partner",
            ),
        ),
        migrations.AddField(
            model_name="historicalprogressupdate_milestones",
            name="history",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                to="actions.historicalprogressupdate",
            ),
        ),
        migrations.AddField(
            model_name="historicalprogressupdate_milestones",
            name="milestone",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="actions.milestone",
            ),
        ),
        migrations.AddField(
            model_name="historicalprogressupdate_milestones",
            name="progressupdate",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="actions.progressupdate",
            ),
        ),
        migrations.AddField(
            model_name="ownerchange",
            name="action",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="owner_changes",
                to="actions.action",
            ),
        ),
        migrations.AddField(
            model_name="ownerchange",
            name="became",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions_taken",
                to="partners.partner",
            ),
        ),
        migrations.AddField(
            model_name="ownerchange",
            name="was",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions_given",
                to="partners.partner",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="escalations",
                to="partners.partner",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to="actions.reportingperiod",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="user",
            field=models.ForeignKey(
                blank=True,
                help_text="None for an escalation contact, who may have no account.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("file", ""),
                        ("kind", "link"),
                        ("sha256", ""),
                        ("size", 0),
                        models.Q(("link", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "link"), _negated=True),
                        ("link", ""),
                        ("size__gt", 0),
                        models.Q(("file", ""), _negated=True),
                        models.Q(("sha256", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="evidence_link_or_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_on", None), ("withdrawn_reason", "")),
                    models.Q(
                        ("withdrawn_on__isnull", False),
                        models.Q(("withdrawn_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="evidence_withdrawn_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownerchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("was", models.F("became")), _negated=True),
                name="owner_change_to_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("recipient", "period", "stage"), name="reminder_once_a_stage"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sent"), ("sent_at", None), _connector="XOR"),
                    models.Q(("state", "waiting"), ("next_try_at", None), _connector="XOR"),
                ),
                name="reminder_state_with_its_time",
            ),
        ),
    ]
