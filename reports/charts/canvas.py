"""An SVG drawing of rectangles, lines and words; its colours are classes of the style sheet."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

SLANT = 30  # degrees
MOST_BESIDE = 150.0
# The colours of static/css/tokens.css, for paper, where there is no style sheet.
COLOURS = {"c1": "#175e8c", "c2": "#8db4cc", "c3": "#d9dee2", "c4": "#e8b465", "c5": "#b3552b"}
PAPER = "".join(f".{name}{{fill:{colour}}}" for name, colour in COLOURS.items()) + (
    ".bar{fill:#7fa9c3}.base{fill:#c0cfd9}.more{fill:#175e8c}.grid{stroke:#d5d9dc}.axis{stroke:#626d77}"
    ".target{stroke:#1a2128;stroke-dasharray:2 3}.l1{stroke:#175e8c;stroke-width:2.5;fill:none}"
    ".l2{stroke:#626d77;stroke-width:1.8;fill:none;stroke-dasharray:5 3}"
    ".l3{stroke:#626d77;stroke-width:1.8;fill:none}.p1{fill:#175e8c}.p2{fill:#fff;stroke:#626d77;stroke-width:1.5}"
    ".p3{fill:#626d77}text{font-family:'Noto Sans SC';font-size:12px;fill:#4a5560}"
    ".value{font-weight:700;fill:#1a2128}.on-dark{fill:#fff;font-weight:700}.h0{fill:#eef1f3}"
    ".h1{fill:#d3e2ec}.h2{fill:#a9c8db}.h3{fill:#6b9fc0}.h4{fill:#2f739f}.small{font-size:11px}"
)


class Canvas:
    def __init__(self, width: int, height: int, label: str) -> None:
        self.width, self.height, self.label = width, height, label
        self.parts: list[str] = []

    def rect(self, x: float, y: float, width: float, height: float, kind: str, url: str = "") -> None:
        size = f'width="{max(width, 0):.1f}" height="{height:.1f}"'
        part = f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" {size}/>'
        # For the mouse alone: the number beside it is the link that is read out and reached by Tab.
        self.parts.append(
            f'<a href="{escape(url)}" tabindex="-1" aria-hidden="true">{part}</a>' if url else part
        )

    def text(
        self, x: float, y: float, words: object, kind: str = "", anchor: str = "", url: str = ""
    ) -> None:
        place = f' text-anchor="{anchor}"' if anchor else ""
        named = f' class="{kind}"' if kind else ""
        self._add(f'<text x="{x:.1f}" y="{y:.1f}"{named}{place}>{escape(str(words))}</text>', url)

    def slanted(self, x: float, y: float, words: object) -> None:
        """The head of a column that is narrower than its words."""
        turn = f'transform="rotate(-{SLANT} {x:.1f} {y:.1f})"'
        self._add(f'<text x="{x:.1f}" y="{y:.1f}" class="small" {turn}>{escape(str(words))}</text>', "")

    def line(self, points: Iterable[tuple[float, float]], kind: str) -> None:
        steps = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polyline class="{kind}" fill="none" points="{steps}"/>')

    def dot(self, x: float, y: float, kind: str) -> None:
        self.parts.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>')

    def _add(self, part: str, url: str) -> None:
        self.parts.append(f'<a href="{escape(url)}">{part}</a>' if url else part)

    def html(self) -> SafeString:
        """For the page: the numbers are links, so that the drawing is a group and not one picture."""
        inside = "".join(self.parts)
        return mark_safe(  # noqa: S308 (every part is escaped above)
            f'<svg class="chart report-chart" viewBox="0 0 {self.width} {self.height}" role="group"'
            f' aria-label="{escape(self.label)}">{inside}</svg>'
        )

    def paper(self) -> str:
        """For the PDF: with its own colours."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}"'
            f' width="{self.width}" height="{self.height}"><style>{PAPER}</style>{"".join(self.parts)}</svg>'
        )


def beside(names: Iterable[object], least: float) -> float:
    """Where bars begin whose names stand on their left: as far as those need, within bounds."""
    return min(max([least, *(12 + room_for(str(name)) for name in names)]), MOST_BESIDE)


def room_for(words: str) -> float:
    """About how wide 12 px words are: Chinese signs are square, letters half as wide."""
    return sum(12.0 if ord(sign) > 0x2E7F else 6.6 for sign in words)
