"""`fourways site`: everything to read, as one folder of pages."""

from pathlib import Path
from typing import Annotated

import typer

from fourways.compare.command import mistakes
from fourways.terminal import Mistake, NoColor, console


def site(
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder to write.")
    ] = Path("site"),
    no_color: NoColor = False,
) -> None:
    """Build the site: the difference to read and to show, from recorded evidence.

    One folder that works as files, without a server and without a network. A folder
    that was built before is replaced; any other that is not empty is left alone.
    """
    from fourways.evidence.recorded import EvidenceError
    from fourways.site.build import OutputError, build
    from fourways.site.material import MaterialError, load

    try:
        with mistakes():
            count = build(load(), out)
    except (EvidenceError, MaterialError, OutputError) as error:
        raise Mistake(error) from None
    console().print(f"{count} pages in {out}/", soft_wrap=True)
    console().print(f"Open {(out / 'index.html').absolute().as_uri()}", soft_wrap=True)
