from django.db import IntegrityError
from django.http import JsonResponse
from django.urls import reverse

from ..conditional import respond
from ..errors import Conflict
from ..forms import CredentialsForm
from ..models import User
from .base import ApiView


class Users(ApiView):
    public = True
    body_forms = {"POST": CredentialsForm}

    def post(self, request):
        # No transaction around it: hashing takes long, and a write lock must not wait.
        try:
            user = User.objects.create_user(**self.data)
        except IntegrityError:
            raise Conflict("This username is taken.") from None
        return JsonResponse(
            user.as_dict(), status=201, headers={"Location": reverse("me")}
        )


class Me(ApiView):
    def get(self, request):
        return respond(request, self.caller.as_dict())
