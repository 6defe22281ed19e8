"""Small SVG plots: bars on a logarithmic scale, and lines over sizes. No library draws fewer lines for these."""

from __future__ import annotations

from html import escape
from math import log10

WIDTH, LEFT, ROW = 760, 230, 26
OURS, OTHERS, FLOOR = "#1f6feb", "#9aa4b2", "#c9d1d9"
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" '
    'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>'
    '<text x="12" y="20" font-size="14" font-weight="bold">{title}</text>'
)


def bars(title: str, items: list[tuple[str, float]], unit: str) -> str:
    """One bar an item; those whose label begins with `reportgen` stand out."""
    low = min(value for _, value in items) / 2
    span = log10(max(value for _, value in items) * 1.4 / low)
    height = 40 + ROW * len(items)
    pieces = [_HEAD.format(w=WIDTH, h=height, title=escape(title))]
    for at, (label, value) in enumerate(items):
        y = 34 + at * ROW
        width = log10(value / low) / span * (WIDTH - LEFT - 90)
        colour = OURS if label.startswith("reportgen") else FLOOR if "floor" in label else OTHERS
        pieces.append(
            f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>'
            f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{ROW - 8}" fill="{colour}"/>'
            f'<text x="{LEFT + width + 6:.1f}" y="{y + 14}">{value:,.3g} {escape(unit)}</text>'
        )
    return "".join(pieces) + "</svg>\n"


def lines(
    title: str, series: dict[str, list[tuple[float, float]]], x_unit: str, y_unit: str
) -> str:
    """Lines over both logarithmic scales."""
    height, bottom, top, right = 360, 310, 40, WIDTH - 170
    xs = [x for points in series.values() for x, _ in points]
    ys = [y for points in series.values() for _, y in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys) / 1.5, max(ys) * 1.5

    def place(x: float, y: float) -> tuple[float, float]:
        across = log10(x / x0) / max(log10(x1 / x0), 1e-9)
        up = log10(y / y0) / log10(y1 / y0)
        return 70 + across * (right - 70), bottom - up * (bottom - top)

    pieces = [_HEAD.format(w=WIDTH, h=height, title=escape(title))]
    pieces.append(f'<path d="M70 {top}V{bottom}H{right}" fill="none" stroke="#57606a"/>')
    for x in sorted(set(xs)):
        at, _ = place(x, y0)
        pieces.append(f'<text x="{at:.0f}" y="{bottom + 18}" text-anchor="middle">{x:,.0f}</text>')
    pieces.append(f'<text x="{right}" y="{bottom + 38}" text-anchor="end">{escape(x_unit)}</text>')
    for name, points in series.items():
        colour = OURS if name.startswith("reportgen") else OTHERS
        spots = [place(x, y) for x, y in points]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
        pieces.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for (x, y), (_, value) in zip(spots, points, strict=True):
            pieces.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
                f'<text x="{x + 5:.1f}" y="{y - 6:.1f}" font-size="10">{value:,.3g}</text>'
            )
        x, y = spots[-1]
        pieces.append(f'<text x="{x + 40:.1f}" y="{y + 4:.1f}">{escape(name)}</text>')
    pieces.append(f'<text x="70" y="{top - 6}" font-size="11">{escape(y_unit)}</text>')
    return "".join(pieces) + "</svg>\n"
