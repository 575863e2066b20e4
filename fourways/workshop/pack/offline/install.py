"""Install everything from this folder, without a network: python3 install.py

It also runs on a Python that is too old, to say so.
"""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
WHEELS = os.path.join(HERE, "wheels")
BIN = os.path.join(HERE, ".venv", "Scripts" if os.name == "nt" else "bin")
ACTIVATE = ("" if os.name == "nt" else "source ") + os.path.join(BIN, "activate")
OLDEST = (3, 11)


def main() -> int:
    """Make .venv, install into it, and let the doctor look."""
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if sys.version_info < OLDEST:
        sys.exit(
            f"Python 3.11 or later is needed, and this is {here}. Install one from "
            "https://www.python.org/downloads/, and run this with it."
        )
    make_environment()
    offline = ["--no-index", "--find-links", WHEELS]
    wanted = os.path.join(WHEELS, "requirements.txt")
    if not pip([*offline, "--require-hashes", "--requirement", wanted]):
        with open(os.path.join(WHEELS, "machines.txt")) as file:
            machines = "; ".join(file.read().splitlines())
        sys.exit(
            f"\nIt did not install. The wheels in this folder are for: {machines}. "
            f"This is Python {here} on {sys.platform}."
        )
    if not pip([*offline, "--no-build-isolation", "--no-deps", "--editable", HERE]):
        sys.exit("\nThe wheels are installed, but fourways itself is not: see above.")
    print("\nfourways doctor\n", flush=True)
    status = subprocess.call([os.path.join(BIN, "fourways"), "doctor"], cwd=HERE)
    print(f"\nIn every new terminal, first: {ACTIVATE}")
    return status


def make_environment() -> None:
    """Make .venv anew."""
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        sys.exit(
            "This Python cannot make environments. On Debian and Ubuntu: "
            "sudo apt install python3-venv"
        )
    print("Installing into .venv: about a minute.", flush=True)
    folder = os.path.join(HERE, ".venv")
    venv.create(folder, with_pip=True, clear=True, symlinks=os.name != "nt")


def pip(arguments: "list[str]") -> bool:
    """Install; returns whether that worked."""
    python = os.path.join(BIN, "python")
    command = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    return subprocess.call([*command, *arguments]) == 0


if __name__ == "__main__":
    sys.exit(main())
