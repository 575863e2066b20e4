"""The bookmarks API on the standard library alone, in three floors.

`server` turns bytes into WSGI calls, `web` turns WSGI calls into routes, requests
and responses, and the modules beside this one are the API itself. Each floor is
ignorant of the one above it.
"""
