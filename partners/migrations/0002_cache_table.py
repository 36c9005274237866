"""The table that counts failed sign-ins: made by migrate, so that no second command is needed."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]

    operations = [
        # Going back leaves the table: it holds nothing but counts that expire.
        migrations.RunPython(create, migrations.RunPython.noop),
    ]
