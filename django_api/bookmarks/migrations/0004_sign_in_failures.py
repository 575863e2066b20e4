"""The fourth step: wrong passwords are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookmarks", "0003_token_expiry")]

    operations = [
        migrations.CreateModel(
            "SignInFailures",
            [
                ("counted", models.TextField(primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField()),
                ("ends_at", models.DateTimeField()),
            ],
        ),
    ]
