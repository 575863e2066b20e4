"""Bars as SVG, to be read on a wall, on a light page and on a dark one.

pygal draws; what changes from run to run (its date, ids) and what needs a script is
taken out, so that the same figures make the same file.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

MARKS: Final = (1, 2, 5)
"""What stands on a logarithmic scale, and ten times that, and so on."""
WIDE: Final = 1_000
"""A scale that spans more than so many times has only 1, 10, 100, ..."""
WIDTH: Final = 1200
ROW: Final = 34
MARGIN: Final = 190
# By place: the colours of the light page and of the dark one.
COLOURS: Final = (
    ("#0b5394", "#8cc8ff"),
    ("#c2570c", "#ffb37a"),
    ("#0a6640", "#86dcae"),
    ("#7a1fa2", "#d3a6ff"),
    ("#586174", "#a3adc2"),
)
INK: Final = ("#1b1f2a", "#e7eaf2")
FAINT: Final = ("#9aa3b5", "#5c6578")
VALUES: Final = """.text-overlay text.value
{{ text-anchor: start !important; transform: translateX(8px) }}
"""
DARK: Final = (
    VALUES
    + """@media (prefers-color-scheme: dark) {{
text, .title, .axis text, .axis text.major, .legends .legend text, .series text
{{ fill: {ink} !important }}
.axis .line, .axis .guide.line, .axis .major.guide.line
{{ stroke: {faint} !important }}
{series}
}}"""
)


@dataclass(frozen=True)
class Bars:
    """A group of bars for each label, one bar of each series in it.

    A value is None where there is none. `form` shows a value as text.
    """

    title: str
    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[float | None]]]
    form: Callable[[float], str]
    logarithmic: bool = False


def draw(bars: Bars) -> str:
    """The whole file."""
    import pygal  # type: ignore[import-untyped]

    per_label = len(bars.series) * ROW * 0.8 + ROW * 0.6
    chart = pygal.HorizontalBar(
        style=_style(),
        width=WIDTH,
        height=int(MARGIN + per_label * len(bars.labels)),
        title=bars.title,
        no_prefix=True,
        js=[],
        css=["file://style.css", "file://graph.css", f"inline:{_dark()}"],
        print_values=True,
        print_values_position="top",
        formatter=lambda value: "" if value is None else bars.form(value),
        legend_at_bottom=True,
        legend_at_bottom_columns=min(len(bars.series), 4),
        legend_box_size=22,
        truncate_legend=-1,
        truncate_label=-1,
        show_legend=len(bars.series) > 1,
        logarithmic=bars.logarithmic,
        margin_right=150,
        margin_left=20,
        **_scale(bars),
    )
    # The first label stands at the bottom of horizontal bars.
    chart.x_labels = list(reversed(bars.labels))
    for name, values in bars.series:
        chart.add(name, list(reversed(values)))
    return _clean(chart.render(is_unicode=True))


def _scale(bars: Bars) -> dict[str, Any]:
    """On a logarithmic scale few marks: pygal would write all its numbers."""
    if not bars.logarithmic:
        return {}
    values = [value for _, row in bars.series for value in row if value]
    least, most = min([0.5, *values]), max([2.0, *values])
    firsts = MARKS[:1] if most / least > WIDE else MARKS
    marks = [first * 10.0**power for power in range(-3, 8) for first in firsts]
    shown = [mark for mark in marks if least <= mark <= most]
    return {"range": (least, most), "y_labels": shown}


def _style() -> Any:
    from pygal.style import Style  # type: ignore[import-untyped]

    return Style(
        background="transparent",
        plot_background="transparent",
        foreground=INK[0],
        foreground_strong=INK[0],
        foreground_subtle=FAINT[0],
        guide_stroke_color=FAINT[0],
        major_guide_stroke_color=FAINT[0],
        colors=tuple(light for light, _ in COLOURS),
        opacity=".9",
        font_family="system-ui, sans-serif",
        title_font_size=30,
        label_font_size=22,
        major_label_font_size=22,
        value_font_size=20,
        legend_font_size=24,
    )


def _dark() -> str:
    series = "\n".join(
        f".color-{place}, .color-{place} .rect {{ fill: {dark} !important;"
        f" stroke: {dark} !important }}"
        for place, (_, dark) in enumerate(COLOURS)
    )
    return DARK.format(ink=INK[1], faint=FAINT[1], series=series)


def _clean(svg: str) -> str:
    for pattern in (r"<!--.*?-->", r"<script.*?</script>", r"<desc[^>]*>.*?</desc>"):
        svg = re.sub(pattern, "", svg, flags=re.S)
    return svg.replace("<svg xmlns", '<svg role="img" xmlns', 1) + "\n"
