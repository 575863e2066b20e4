r"""The contract's rules for single values, for the API's forms and for the models.

`\A` and `\Z`, because `$` would also match before a last newline.
"""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

# RFC 3986: scheme "://" [userinfo "@"] host [":" port] path ["?" query] ["#" fragment]
_ESCAPED = "%[0-9A-Fa-f]{2}"
_NAME = r"[A-Za-z0-9._~!$&'()*+,;=-]"
_PATH = r"[A-Za-z0-9._~!$&'()*+,;=:@/-]"
_QUERY = r"[A-Za-z0-9._~!$&'()*+,;=:@/?-]"

is_url = RegexValidator(
    r"\A[Hh][Tt][Tt][Pp][Ss]?://"
    rf"(({_NAME}|:|{_ESCAPED})*@)?"
    rf"(\[[0-9A-Fa-f:.]+\]|({_NAME}|{_ESCAPED})+)(:[0-9]*)?"
    rf"(/({_PATH}|{_ESCAPED})*)?(\?({_QUERY}|{_ESCAPED})*)?(#({_QUERY}|{_ESCAPED})*)?\Z",
    "Must be an absolute http or https URL with a host, in ASCII without spaces.",
)
is_tag = RegexValidator(
    r"\A[a-z0-9][a-z0-9-]*\Z",
    "Must be of a to z, 0 to 9 and -, and not begin with -.",
)
is_username = RegexValidator(
    r"\A[A-Za-z][A-Za-z0-9_-]*\Z",
    "Must be of letters, digits, _ and -, and begin with a letter.",
)
has_no_controls = RegexValidator(
    r"[\x00-\x1f\x7f-\x9f]", "Must not hold control characters.", inverse_match=True
)
has_no_controls_but_newline_and_tab = RegexValidator(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f]",
    "Must not hold control characters other than newline and tab.",
    inverse_match=True,
)


def is_not_blank(value):
    if value.isspace():
        raise ValidationError("Must not be only white space.")
