"""`flask --app flask_api serve`: waitress, where gunicorn cannot run."""

import signal
import sys

import click
import waitress
from flask.cli import ScriptInfo, pass_script_info


@click.command("serve")
@pass_script_info
def serve(info: ScriptInfo) -> None:
    """Serve in production with waitress, on any system; without fork: one process."""
    app = info.load_app()
    host, port = app.config["HOST"], app.config["PORT"]
    try:
        server = waitress.create_server(
            app,
            host=host,
            port=port,
            threads=app.config["THREADS"],
            clear_untrusted_proxy_headers=False,  # throttle.py knows whom to trust
        )
    except (OSError, ValueError) as error:
        sys.exit(f"PORT {port} on HOST {host} cannot be used: {error}")
    # By default SIGTERM ends Python at once; SystemExit lets waitress finish.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    server.run()
