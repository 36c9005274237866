from __future__ import annotations

from typing import Any

from django.db import migrations
from django.utils import timezone


def date_them(apps: Any, schema_editor: Any) -> None:
    """Give proposals that were withdrawn before there was a day for it the day that history has."""
    closures = apps.get_model("actions", "Closure")
    told = apps.get_model("actions", "HistoricalClosure")
    for closure in closures.objects.filter(outcome="withdrawn", withdrawn_on=None):
        lines = told.objects.filter(id=closure.pk, outcome="withdrawn").order_by("history_id")
        line = lines.first()
        if line:
            closure.withdrawn_on = timezone.localtime(line.history_date).date()
            closure.save(update_fields=["withdrawn_on"])


class Migration(migrations.Migration):
    dependencies = [("actions", "0007_closure_withdrawn_on_a_day")]

    # The day goes with the column; there is nothing to take back.
    operations = [migrations.RunPython(date_them, migrations.RunPython.noop)]
