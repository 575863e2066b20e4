"""A page for each concern: question, text, code in columns, evidence, requirements."""

from collections.abc import Iterator

from fourways.site.evidence import Evidence
from fourways.site.material import Material
from fourways.site.pages import Page
from fourways.site.results import rows


def concern_pages(
    material: Material, cells: dict[str, list[Evidence]]
) -> Iterator[Page]:
    """The pages, in the order of the concerns; `cells` are all cells by concern."""
    found = material.concerns
    for at, concern in enumerate(found):
        yield Page(
            path=f"concerns/{concern.name}.html",
            title=concern.title,
            section="concerns",
            template="concern.html",
            content={
                "concern": concern,
                "all": found,
                "number": at + 1,
                "before": found[at - 1] if at else None,
                "after": found[at + 1] if at + 1 < len(found) else None,
                "cells": cells[concern.name],
                "rows": rows(
                    material.contract.of_concern(concern.name), material.suite
                ),
            },
        )
