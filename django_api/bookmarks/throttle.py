"""Wrong passwords are counted; after too many, none is heard for a while.

django-axes does this and more, Django itself does not. As a backend of authentication
it guards every way to sign in that the API and the admin use; neither of them uses
aauthenticate(). All processes share the counts in the database: for a username at an
address, and for all of an address and all of a username. A count ends a window of time
after its first failure.
"""

from datetime import timedelta
from math import ceil

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .errors import TooManySignIns
from .models import SignInFailures


class ThrottledBackend(ModelBackend):
    def authenticate(self, request, username=None, password=None, **kwargs):
        limits = limits_for(username or "", address_of(request))
        check(limits)
        user = super().authenticate(request, username, password, **kwargs)
        if user is None:
            count_failure(limits)
        return user


def address_of(request):
    """Return where the request comes from, behind TRUSTED_PROXIES proxies.

    Each of them adds, on the right, the address that it was called from. What stands
    further left, a client may have written (RFC 7239 8.1).
    """
    if request is None:  # authenticate() in a shell
        return ""
    proxies = settings.TRUSTED_PROXIES
    addresses = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < proxies <= len(addresses) and addresses != [""]:
        return addresses[-proxies].strip()
    return request.META["REMOTE_ADDR"]


def limits_for(username, address):
    """Return what is counted, and how many failures each count may reach."""
    name, limit = username.lower(), settings.SIGN_IN_FAILURES
    # No username has a star in it. All count in this order: of two transactions one
    # may wait for the other, but never each for the other.
    return {
        f"* from {address}": 3 * limit,
        f"{name} from *": 3 * limit,
        f"{name} from {address}": limit,
    }


def current(now):
    """Return the filter of counts whose window is not over.

    One that ends later than any that begins now is of a clock that jumped back.
    """
    return {"ends_at__gt": now, "ends_at__lte": now + window()}


def window():
    return timedelta(seconds=settings.SIGN_IN_WINDOW_SECONDS)


def check(limits):
    """Raise 429, before a hash is spent, when a limit is reached."""
    now = timezone.now()
    counts = SignInFailures.objects.filter(counted__in=limits, **current(now))
    ends = [each.ends_at for each in counts if each.failures >= limits[each.counted]]
    if ends:
        seconds = ceil((max(ends) - now).total_seconds())
        raise TooManySignIns(
            "Too many wrong passwords. Retry-After says for how long to wait.",
            headers={"Retry-After": str(seconds)},
        )


def count_failure(limits):
    now = timezone.now()
    expired = SignInFailures.objects.exclude(**current(now))
    # What somebody counts in just now is left for the next time: two that wait for each
    # other would end in an error.
    free = expired.select_for_update(skip_locked=True)
    with transaction.atomic():
        SignInFailures.objects.filter(pk__in=free).delete()
    with transaction.atomic():
        for counted in limits:
            SignInFailures.objects.update_or_create(
                counted=counted,
                defaults={"failures": F("failures") + 1},
                create_defaults={"failures": 1, "ends_at": now + window()},
            )
