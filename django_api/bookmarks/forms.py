"""What the operations take: Django forms whose fields do not coerce.

The stock fields are made for HTML, where every value is a text: they turn 5 into "5",
strip white space, and take null, "" and an absent member for the same.
"""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.signing import BadSignature
from django.core.validators import RegexValidator

from . import cursors, validators


class ErrorAt(ValidationError):
    """An error at a place inside a value, such as an item of a list."""

    def __init__(self, message, place):
        super().__init__(message)
        self.place = place


class Text(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        if value is None:
            raise ValidationError(self.error_messages["required"])
        if not isinstance(value, str):
            raise ValidationError("Must be a text.")
        return value


class Tags(forms.Field):
    """A list of tags; cleaned, it is sorted and without repeats."""

    tag = Text(max_length=50, validators=[validators.is_tag])

    def to_python(self, value):
        if not isinstance(value, list):
            raise ValidationError("Must be a list of texts.")
        if len(value) > 20:
            raise ValidationError("Must hold at most 20 tags.")
        errors = []
        for index, name in enumerate(value):
            try:
                self.tag.clean(name)
            except ValidationError as error:
                errors.append(ErrorAt(error.messages[0], index))
        if errors:
            raise ValidationError(errors)
        return sorted(set(value))


class Parameter(Text):
    """A parameter of a query, which holds a list: it may be repeated."""

    def to_python(self, value):
        if len(value) > 1:
            raise ValidationError("Must not be repeated.")
        try:
            value[0].encode()
        except UnicodeEncodeError:
            raise ValidationError("Must be text in UTF-8.") from None
        return super().to_python(value[0])


class StrictForm(forms.Form):
    """A form over the members of an object. Members without a field are errors.

    A member that may be absent, and is, stays out of cleaned_data.
    """

    partial = False  # True: every member may be absent

    def __init__(self, members):
        super().__init__(members)
        for name, field in self.base_fields.items():
            if name not in members and (self.partial or not field.required):
                del self.fields[name]

    def clean(self):
        for name in self.data.keys() - self.base_fields.keys():
            self.add_error(None, ErrorAt("Is not known here.", name))

    def problems(self):
        """Return {path: detail}; a path is a tuple such as ("tags", 3)."""
        problems = {}
        for name, errors in self.errors.as_data().items():
            for error in errors:
                path = [] if name == NON_FIELD_ERRORS else [name]
                if isinstance(error, ErrorAt):
                    path.append(error.place)
                problems.setdefault(tuple(path), error.messages[0])
        return problems


class CredentialsForm(StrictForm):
    username = Text(min_length=3, max_length=30, validators=[validators.is_username])
    password = Text(
        min_length=8, max_length=128, validators=[validators.has_no_controls]
    )


class BookmarkForm(StrictForm):
    defaults = {"notes": "", "tags": []}

    url = Text(max_length=2000, validators=[validators.is_url])
    title = Text(
        max_length=200,
        validators=[validators.has_no_controls, validators.is_not_blank],
    )
    notes = Text(
        max_length=10_000,
        required=False,
        validators=[validators.has_no_controls_but_newline_and_tab],
    )
    tags = Tags(required=False)


class BookmarkPatchForm(BookmarkForm):
    """RFC 7396: what is absent stays, null returns a member to its default."""

    partial = True

    def __init__(self, members):
        nulls = {name for name, value in members.items() if value is None}
        super().__init__(
            members
            | {name: self.defaults[name] for name in nulls & self.defaults.keys()}
        )


class QueryForm(StrictForm):
    """A form over the parameters of a query; without fields it takes none."""

    partial = True


class BookmarkPageForm(QueryForm):
    tag = Tags()
    q = Parameter(max_length=200, validators=[validators.has_no_controls])
    sort = Parameter(
        validators=[
            RegexValidator(
                r"\A-?(created_at|title)\Z",
                "Must be created_at, -created_at, title or -title.",
            )
        ]
    )
    limit = Parameter(
        validators=[
            RegexValidator(r"\A([1-9][0-9]?|100)\Z", "Must be a number from 1 to 100.")
        ]
    )
    cursor = Parameter()

    def clean_limit(self):
        return int(self.cleaned_data["limit"])

    def clean_cursor(self):
        """Return (key, id) of the last bookmark of the page before."""
        try:
            sort, *position = cursors.decode(self.cleaned_data["cursor"])
        except BadSignature:
            raise ValidationError("Must be the `next` of a page.") from None
        if sort != self.cleaned_data.get("sort", "-created_at"):
            raise ValidationError("Must be the `next` of a page in the same order.")
        return position
