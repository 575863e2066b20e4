from django.contrib.auth import authenticate
from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from ..auth import issue
from ..errors import Unauthorized
from ..forms import CredentialsForm
from ..models import rfc3339
from .base import ApiView


class Tokens(ApiView):
    public = True
    body_forms = {"POST": CredentialsForm}

    def post(self, request):
        # Hashes a password for an unknown user too, so that time tells nothing.
        user = authenticate(request, **self.data)
        if user is None:
            raise Unauthorized(
                "Wrong username or password.", headers={"WWW-Authenticate": "Bearer"}
            )
        token, row = issue(user)
        return JsonResponse(
            {"token": token, "expires_at": rfc3339(row.expires_at)},
            status=201,
            headers={"Location": reverse("current-token"), "Cache-Control": "no-store"},
        )


class Current(ApiView):
    def delete(self, request):
        self.token.delete()
        return HttpResponse(status=204)
