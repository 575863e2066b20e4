"""The second step: tags in tables of their own, with those that bookmarks have."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bookmarks.validators


def split(apps, schema_editor):
    Bookmark = apps.get_model("bookmarks", "Bookmark")
    Tag = apps.get_model("bookmarks", "Tag")
    rows = [
        (pk, owner, text.split(","))
        for pk, owner, text in Bookmark.objects.exclude(tag_text="").values_list(
            "pk", "owner", "tag_text"
        )
    ]
    pairs = {(owner, name) for _, owner, names in rows for name in names}
    Tag.objects.bulk_create(
        [Tag(owner_id=owner, name=name) for owner, name in sorted(pairs)],
        batch_size=1000,
    )
    ids = {
        (owner, name): pk
        for pk, owner, name in Tag.objects.values_list("pk", "owner", "name")
    }
    Carries = Bookmark.tags.through
    Carries.objects.bulk_create(
        [
            Carries(bookmark_id=pk, tag_id=ids[owner, name])
            for pk, owner, names in rows
            for name in names
        ],
        batch_size=1000,
    )


def join(apps, schema_editor):
    Bookmark = apps.get_model("bookmarks", "Bookmark")
    for bookmark in Bookmark.objects.prefetch_related("tags"):
        bookmark.tag_text = ",".join(sorted(tag.name for tag in bookmark.tags.all()))
        bookmark.save(update_fields=["tag_text"])


class Migration(migrations.Migration):
    dependencies = [("bookmarks", "0001_initial")]

    operations = [
        migrations.RenameField("bookmark", "tags", "tag_text"),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=50,
                        validators=[bookmarks.validators.is_tag],
                        verbose_name="tag",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tags",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(
                fields=("owner", "name"), name="unique_tag"
            ),
        ),
        migrations.AddField(
            model_name="bookmark",
            name="tags",
            field=models.ManyToManyField(
                blank=True, related_name="bookmarks", to="bookmarks.tag"
            ),
        ),
        migrations.RunPython(split, join),
        migrations.RemoveField("bookmark", "tag_text"),
    ]
