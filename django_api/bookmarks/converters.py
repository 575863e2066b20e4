from django.urls.converters import IntConverter


class IdConverter(IntConverter):
    """An id in a path: one way to write each, and none that no database can hold.

    Django's own <int:> takes leading zeros, and numbers of any size.
    """

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value):
        if int(value) > 2**63 - 1:
            raise ValueError  # no match, so 404
        return int(value)
