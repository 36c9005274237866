"""Why something changed may take more than a line."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_cache_table")]

    operations = [
        migrations.AlterField(
            model_name="historicalmembership",
            name="history_change_reason",
            field=models.TextField(null=True),
        ),
        migrations.AlterField(
            model_name="historicalpartner",
            name="history_change_reason",
            field=models.TextField(null=True),
        ),
        migrations.AlterField(
            model_name="historicaluser",
            name="history_change_reason",
            field=models.TextField(null=True),
        ),
    ]
