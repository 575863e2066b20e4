"""The views. CSRF protection is off for a token API, as its documentation says."""

import json
import secrets
from datetime import timedelta
from functools import wraps

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.db.models import Count
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from .models import Bookmark, Tag, Token


def token_required(view):
    @csrf_exempt
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        header = request.headers.get("Authorization", "")
        token = Token.objects.filter(token=header.removeprefix("Bearer ")).first()
        if token is None:
            return JsonResponse({"detail": "Unauthorized"}, status=401)
        request.token, request.user = token, token.user
        return view(request, *args, **kwargs)

    return wrapper


def user_dict(user):
    return {"id": user.id, "username": user.username, "created_at": user.date_joined}


@method_decorator(csrf_exempt, name="dispatch")
class UserList(View):
    def post(self, request):
        data = json.loads(request.body)
        user = User.objects.create_user(data["username"], password=data["password"])
        return JsonResponse(user_dict(user), status=201)


@method_decorator(token_required, name="dispatch")
class UserDetail(View):
    def get(self, request):
        return JsonResponse(user_dict(request.user))


@method_decorator(csrf_exempt, name="dispatch")
class TokenList(View):
    def post(self, request):
        data = json.loads(request.body)
        user = authenticate(username=data["username"], password=data["password"])
        if user is None:
            return JsonResponse({"detail": "Unauthorized"}, status=401)
        token = Token.objects.create(
            token=secrets.token_urlsafe(32),
            user=user,
            expires_at=timezone.now() + timedelta(days=1),
        )
        data = {"token": token.token, "expires_at": token.expires_at}
        return JsonResponse(data, status=201)


@method_decorator(token_required, name="dispatch")
class TokenDetail(View):
    def delete(self, request):
        request.token.delete()
        return HttpResponse(status=204)


@method_decorator(token_required, name="dispatch")
class BookmarkList(View):
    def get(self, request):
        bookmarks = Bookmark.objects.filter(user=request.user).order_by("-created_at")
        if q := request.GET.get("q"):
            bookmarks = bookmarks.filter(title__icontains=q)
        for tag in request.GET.getlist("tag"):
            bookmarks = bookmarks.filter(tags__name=tag)
        limit = int(request.GET.get("limit", 20))
        start = int(request.GET.get("cursor", 0))
        items = [bookmark.to_dict() for bookmark in bookmarks[start : start + limit]]
        following = str(start + limit) if len(items) == limit else None
        return JsonResponse({"items": items, "next": following})

    def post(self, request):
        data = json.loads(request.body)
        bookmark = Bookmark.objects.create(
            user=request.user,
            url=data["url"],
            title=data["title"],
            notes=data.get("notes", ""),
        )
        bookmark.set_tags(data.get("tags", []))
        headers = {"Location": reverse("bookmark", args=[bookmark.id])}
        return JsonResponse(bookmark.to_dict(), status=201, headers=headers)


@method_decorator(token_required, name="dispatch")
class BookmarkDetail(View):
    def get_object(self):
        return get_object_or_404(Bookmark, id=self.kwargs["id"], user=self.request.user)

    def get(self, request, id):
        return JsonResponse(self.get_object().to_dict())

    def put(self, request, id):
        bookmark = self.get_object()
        data = json.loads(request.body)
        bookmark.url = data["url"]
        bookmark.title = data["title"]
        bookmark.notes = data.get("notes", "")
        bookmark.set_tags(data.get("tags", []))
        bookmark.save()
        return JsonResponse(bookmark.to_dict())

    def patch(self, request, id):
        bookmark = self.get_object()
        data = json.loads(request.body)
        for name in ("url", "title", "notes"):
            if name in data:
                setattr(bookmark, name, data[name])
        if "tags" in data:
            bookmark.set_tags(data["tags"])
        bookmark.save()
        return JsonResponse(bookmark.to_dict())

    def delete(self, request, id):
        self.get_object().delete()
        return HttpResponse(status=204)


@method_decorator(token_required, name="dispatch")
class TagList(View):
    def get(self, request):
        tags = Tag.objects.filter(bookmark__user=request.user).order_by("name")
        tags = tags.annotate(count=Count("bookmark"))
        items = [{"name": tag.name, "count": tag.count} for tag in tags]
        return JsonResponse({"items": items})


class Health(View):
    def get(self, request):
        return JsonResponse({"status": "ok"})
