"""What every operation has in common, before its own method runs."""

from urllib.parse import parse_qs

from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from ..auth import authenticate
from ..bodies import read_json
from ..errors import Invalid, MethodNotAllowed
from ..forms import QueryForm


# CSRF forges requests that a browser signs by itself, with a cookie. The API's token
# stands in a header that no browser adds, and its views never look at the session.
@method_decorator(csrf_exempt, name="dispatch")
class ApiView(View):
    """View gives HEAD, OPTIONS and the choice of the method; this adds the checks.

    In the contract's order: 405, 401, 415, 413, 400, 422. After them `self.caller`
    is the user, `self.token` the row of the token, `self.query` and `self.data` the
    cleaned parameters and members.
    """

    public = False
    body_forms = {}  # by method
    query_forms = {}  # by method; without an entry no parameter is known

    def dispatch(self, request, *args, **kwargs):
        method = "GET" if request.method == "HEAD" else request.method
        if method not in self._allowed_methods():
            return self.http_method_not_allowed(request)
        if method != "OPTIONS":
            if not self.public:
                self.token = authenticate(request)
                self.caller = self.token.user
            self.validate(request, method)
        response = super().dispatch(request, *args, **kwargs)
        if not self.public:
            # RFC 9111 5.2.2: for the caller alone, and to be asked for each time.
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def validate(self, request, method):
        """Check body and query; one 422 reports what is wrong with either."""
        errors = []
        if form_class := self.body_forms.get(method):
            members = read_json(request)
            if isinstance(members, dict):
                form = form_class(members)
                errors += [
                    {"pointer": pointer(path), "detail": detail}
                    for path, detail in form.problems().items()
                ]
                self.data = form.cleaned_data
            else:
                errors.append({"pointer": "", "detail": "Must be an object."})
        form = self.query_forms.get(method, QueryForm)(parameters(request))
        invalid = {name: detail for (name, *_), detail in form.problems().items()}
        errors += [{"parameter": name, "detail": invalid[name]} for name in invalid]
        self.query = form.cleaned_data
        if errors:
            raise Invalid("The request has invalid parts.", errors=errors)

    def options(self, request, *args, **kwargs):
        response = super().options(request, *args, **kwargs)
        response.status_code = 204
        return response

    def http_method_not_allowed(self, request, *args, **kwargs):
        allowed = ", ".join(self._allowed_methods())
        raise MethodNotAllowed(
            f"This address takes {allowed}.", headers={"Allow": allowed}
        )


def parameters(request):
    """Return {name: values}. What is not UTF-8 becomes surrogates, which forms refuse.

    In request.GET it would be U+FFFD, and looked for as that.
    """
    sent = request.META["QUERY_STRING"].encode("latin-1")
    text = sent.decode(errors="surrogateescape")
    query = parse_qs(text, keep_blank_values=True, errors="surrogateescape")
    # A name is shown in the error that refuses it.
    return {name.encode(errors="replace").decode(): query[name] for name in query}


def pointer(path):
    """Return the JSON Pointer of a path (RFC 6901 3)."""
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return "".join("/" + part for part in parts)
