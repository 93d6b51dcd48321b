"""Draws the largest catalog's cold builds as bars, into docs/performance.svg."""

import statistics

WIDTH, LABEL, BAR, STEP = 720, 150, 380, 30
COLOURS = {"syndicate": "#2f6f4f"}


def bars(rows, measure, unit, top):
    """SVG of one group: (name, value) as bars of one scale."""
    most = max(value for _, value in rows)
    parts = [f'<text x="0" y="{top + 14}" class="title">{measure}</text>']
    for index, (name, value) in enumerate(rows):
        y = top + 24 + index * STEP
        width = max(2, round(BAR * value / most))
        parts += [
            f'<text x="{LABEL - 8}" y="{y + 16}" text-anchor="end">{name}</text>',
            f'<rect x="{LABEL}" y="{y + 2}" width="{width}" height="20" rx="2" fill="{COLOURS.get(name, "#9aa5ad")}"/>',
            f'<text x="{LABEL + width + 8}" y="{y + 16}">{value:,.1f} {unit}</text>' if value < 100 else
            f'<text x="{LABEL + width + 8}" y="{y + 16}">{value:,.0f} {unit}</text>',
        ]
    return parts, top + 24 + len(rows) * STEP + 14


def draw(posts, results, path):
    """`results`: program → step → costs, as the runner keeps them."""
    cold = {
        name: steps["cold"] for name, steps in results.items() if steps.get("cold") and not name.startswith("cp")}
    cpu = [(name, statistics.median(c["user"] for c in costs)) for name, costs in cold.items()]
    peak = [(name, statistics.median(c["peak"] for c in costs)) for name, costs in cold.items()]
    first, top = bars(cpu, f"{posts:,} posts, all feeds: user CPU", "s", 0)
    second, height = bars(peak, "peak memory", "MB", top)
    text = "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>User CPU and peak memory of a cold build of {posts:,} posts</title>",
        '<style>text { font: 14px sans-serif; fill: #24292f } .title { font-weight: bold }</style>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *first, *second, "</svg>",
    ])
    with open(path, "w", encoding="utf-8") as file:
        file.write(text + "\n")
