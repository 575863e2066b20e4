"""Floor 2: what a small framework gives, as a WSGI application.

It turns a WSGI environ (PEP 3333) into a `Request`, finds the handler for it,
and turns the handler's `Response`, or whatever it raises, into status, headers
and body. It knows nothing of bookmarks, users or databases.
"""
