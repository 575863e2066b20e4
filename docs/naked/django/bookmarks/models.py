"""The tables. Users are Django's own."""

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone


class Token(models.Model):
    token = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    expires_at = models.DateTimeField()


class Tag(models.Model):
    name = models.CharField(max_length=50, unique=True)

    def __str__(self):
        return self.name


class Bookmark(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    url = models.URLField(max_length=2000)
    title = models.CharField(max_length=200)
    notes = models.TextField(blank=True, default="")
    tags = models.ManyToManyField(Tag)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.title

    def set_tags(self, names):
        self.tags.set([Tag.objects.get_or_create(name=name)[0] for name in names])

    def to_dict(self):
        return {
            "id": self.id,
            "url": self.url,
            "title": self.title,
            "notes": self.notes,
            "tags": [tag.name for tag in self.tags.all()],
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        }
