"""The third step: tokens end. Those that there are end a day after they were made."""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import F


def expire(apps, schema_editor):
    Token = apps.get_model("bookmarks", "Token")
    Token.objects.update(expires_at=F("created_at") + timedelta(days=1))


class Migration(migrations.Migration):
    dependencies = [("bookmarks", "0002_tags")]

    operations = [
        migrations.AddField("token", "expires_at", models.DateTimeField(null=True)),
        migrations.RunPython(expire, migrations.RunPython.noop),
        migrations.AlterField("token", "expires_at", models.DateTimeField()),
    ]
