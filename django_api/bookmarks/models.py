"""Users with tokens, and their bookmarks with tags.

The database keeps every rule about more than one row; the forms keep those of a value.
"""

from datetime import UTC, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from . import validators

# `username__lower=...` and `title__lower__contains=...` in queries.
models.CharField.register_lookup(Lower)
models.TextField.register_lookup(Lower)


def rfc3339(time):
    """Return 2030-01-02T03:04:05.000000Z (RFC 3339 5.6)."""
    return time.astimezone(UTC).isoformat("T", "microseconds").replace("+00:00", "Z")


class UserManager(DjangoUserManager):
    def get_by_natural_key(self, username):
        """Find a user to sign in, whatever the case; served by unique_username."""
        return self.get(username__lower=username.lower())


class User(AbstractUser):
    username = models.CharField(
        max_length=30,
        unique=True,
        validators=[MinLengthValidator(3), validators.is_username],
    )

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="unique_username")
        ]

    def as_dict(self):
        return {
            "id": self.pk,
            "username": self.username,
            "created_at": rfc3339(self.date_joined),
        }


class Token(models.Model):
    """A caller's proof of having signed in. Only its SHA-256 is stored."""

    digest = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()


class SignInFailures(models.Model):
    """How many wrong passwords there were for what is counted, until a time."""

    counted = models.TextField(primary_key=True)
    failures = models.PositiveIntegerField()
    ends_at = models.DateTimeField()


class Tag(models.Model):
    owner = models.ForeignKey(User, models.CASCADE, related_name="tags", db_index=False)
    name = models.CharField("tag", max_length=50, validators=[validators.is_tag])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="unique_tag"),
        ]

    def __str__(self):
        return self.name


class BookmarkQuerySet(models.QuerySet):
    def tagged(self, owner, names):
        """Keep those that carry all of the names.

        Not filter(tags__name=...) for each: of twenty joins PostgreSQL looks for the
        best order, for seconds.
        """
        carried = self.model.tags.through.objects.filter(
            bookmark=OuterRef("pk"), tag__owner=owner
        )
        for name in names:
            self = self.filter(Exists(carried.filter(tag__name=name)))
        return self

    def containing(self, text):
        """Keep those with the text in a member; only ASCII letters ignore case.

        The columns' collation makes LOWER() leave other letters alone. Django
        escapes what LIKE would take for a wildcard.
        """
        text = text.encode().lower().decode()
        return self.filter(
            Q(url__lower__contains=text)
            | Q(title__lower__contains=text)
            | Q(notes__lower__contains=text)
        )

    def after(self, sort, key, pk):
        """Keep what follows the row with this key and id in the order of `sort`.

        The first condition says no more than the second, but it is the one that a
        database can answer by starting in the middle of an index.
        """
        field, than = sort.removeprefix("-"), "lt" if sort.startswith("-") else "gt"
        return self.filter(
            Q(**{f"{field}__{than}e": key}),
            Q(**{f"{field}__{than}": key}) | Q(**{f"pk__{than}": pk}),
        )

    def in_order(self, sort):
        return self.order_by(sort, "-pk" if sort.startswith("-") else "pk")


class Bookmark(models.Model):
    # Text compares by code point, whatever the database's own language.
    owner = models.ForeignKey(
        User, models.CASCADE, related_name="bookmarks", db_index=False
    )
    url = models.CharField(
        max_length=2000,
        db_collation=settings.CODE_POINT_COLLATION,
        validators=[validators.is_url],
    )
    title = models.CharField(
        max_length=200,
        db_collation=settings.CODE_POINT_COLLATION,
        validators=[validators.has_no_controls, validators.is_not_blank],
    )
    notes = models.TextField(
        max_length=10_000,
        blank=True,
        db_collation=settings.CODE_POINT_COLLATION,
        validators=[validators.has_no_controls_but_newline_and_tab],
    )
    tags = models.ManyToManyField(Tag, related_name="bookmarks", blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(editable=False)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "url"], name="unique_url"),
            models.CheckConstraint(condition=~Q(title=""), name="title_not_empty"),
            models.CheckConstraint(
                condition=Q(updated_at__gte=F("created_at")),
                name="updated_after_created",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "created_at", "id"], name="by_creation"),
            models.Index(fields=["owner", "title", "id"], name="by_title"),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.updated_at = self.created_at
        super().save(*args, **kwargs)

    def change(self, members):
        """Set these members; updated_at moves exactly when one of them is new."""
        old = self.as_dict()
        changed = {name for name in members if members[name] != old[name]}
        if changed:
            columns = changed - {"tags"}
            for name in columns:
                setattr(self, name, members[name])
            self.touch()
            self.save(update_fields=[*columns, "updated_at"])
        if "tags" in changed:
            self.set_tags(members["tags"])

    def touch(self):
        """Move updated_at, also when the clock stands still or jumps back."""
        tick = timedelta(microseconds=1)
        self.updated_at = max(timezone.now(), self.updated_at + tick)

    def tag_names(self):
        return sorted(tag.name for tag in self.tags.all())

    def set_tags(self, names):
        # In one order, so that two transactions that make the same do not deadlock.
        Tag.objects.bulk_create(
            [Tag(owner_id=self.owner_id, name=name) for name in sorted(names)],
            ignore_conflicts=True,
        )
        self.tags.set(Tag.objects.filter(owner_id=self.owner_id, name__in=names))

    def as_dict(self):
        return {
            "id": self.pk,
            "url": self.url,
            "title": self.title,
            "notes": self.notes,
            "tags": self.tag_names(),
            "created_at": rfc3339(self.created_at),
            "updated_at": rfc3339(self.updated_at),
        }
