"""Draws the largest catalog's cold builds as bars, into docs/performance.svg."""

import statistics

WIDTH, LABEL, BAR, STEP = 760, 190, 400, 30
COLOURS = {"syndicate": "#2f6f4f"}


def bars(rows, measure, unit, top):
    """SVG of one group: (name, value) as bars of one scale."""
    most = max(value for _, value in rows)
    parts = [f'<text x="{LABEL}" y="{top + 14}" class="title">{measure}</text>']
    for index, (name, value) in enumerate(rows):
        y = top + 24 + index * STEP
        width = max(2, round(BAR * value / most))
        parts += [
            f'<text x="{LABEL - 8}" y="{y + 16}" text-anchor="end">{name}</text>',
            f'<rect x="{LABEL}" y="{y + 2}" width="{width}" height="20" rx="2" fill="{COLOURS.get(name.split(",")[0], "#9aa5ad")}"/>',
            f'<text x="{LABEL + width + 8}" y="{y + 16}">{value:,.1f} {unit}</text>' if value < 100 else
            f'<text x="{LABEL + width + 8}" y="{y + 16}">{value:,.0f} {unit}</text>',
        ]
    return parts, top + 24 + len(rows) * STEP + 14


def draw(posts, costs, path):
    """`costs`: the label of a program → what its cold builds cost."""
    cpu = [(label, statistics.median(cost.user for cost in costs)) for label, costs in costs.items()]
    peak = [(label, statistics.median(cost.peak for cost in costs)) for label, costs in costs.items()]
    first, top = bars(cpu, f"Feeds of {posts:,} posts, cold: user CPU", "s", 4)
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
