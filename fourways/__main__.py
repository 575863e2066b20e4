"""`python -m fourways`: the same as the `fourways` command."""

from fourways.cli import app

if __name__ == "__main__":
    app(prog_name="python -m fourways")
