"""The day on which a request for a new due date was withdrawn, so that a day before can be shown."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("actions", "0003_rounds_evidence_reminders")]

    operations = [
        migrations.AddField(
            model_name="datechange",
            name="withdrawn_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicaldatechange",
            name="withdrawn_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="datechange",
            constraint=models.CheckConstraint(
                condition=Q(("outcome", "withdrawn"), ("withdrawn_on", None), _connector=Q.XOR),
                name="date_change_withdrawn_on_a_day",
            ),
        ),
    ]
