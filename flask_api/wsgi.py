"""The application as WSGI servers import it: `flask_api.wsgi:app`."""

from . import create_app

app = create_app()
