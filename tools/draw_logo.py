"""Draw the book's sign, and with it the pictures of the book that other places show: in `_static`, each time the same.

A beam carries the data and the prior, each as large as it is precise, and is balanced at their weighted average.
"""

from math import pi, sqrt
from pathlib import Path

import vl_convert

from mlmcore import partial_pool
from mlmcore.figures.style import COLOURS

STATIC = Path(__file__).resolve().parent.parent / "_static"
N, SIGMA, TAU = 2, 1.0, 1.0
MU, GAMMA = 0.0, 1.0
SIZE = 32  # of the sign, which is a square
LEFT, LENGTH, HEIGHT = 5.0, 20.5, 17.0  # the beam's
AREA = 40.0  # of the prior's mark


def place(value):
    """Return where on the beam a value stands."""
    return LEFT + LENGTH * (value - MU) / (GAMMA - MU)


def sign():
    """Return the drawing: the beam, the prior and the data on it, and the support under their weighted average."""
    prior, data = AREA / TAU**2, AREA * N / SIGMA**2
    half, radius = sqrt(prior / 2), sqrt(data / pi)
    x = place(partial_pool(GAMMA, N, MU, sigma=SIGMA, tau=TAU).mean)
    mu, gamma = place(MU), place(GAMMA)
    return f"""\
  <path d="M1 {HEIGHT:g}h30" stroke="{COLOURS["muted"]}" stroke-width="1.6" stroke-linecap="round"/>
  <path d="m{mu:.2f} {HEIGHT - 0.8:.2f} {half:.2f}-{half:.2f}-{half:.2f}-{half:.2f}-{half:.2f} {half:.2f}z" \
fill="{COLOURS["prior"]}"/>
  <circle cx="{gamma:.2f}" cy="{HEIGHT - 0.8 - radius:.2f}" r="{radius:.2f}" fill="{COLOURS["data"]}"/>
  <path d="m{x:.2f} {HEIGHT + 0.8:.2f} 6 10.2h-12z" fill="{COLOURS["posterior"]}"/>
"""


def svg(content, width=SIZE, height=SIZE):
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    return f"{head}\n{content}</svg>\n"


def favicon():
    """Return the sign on white, for the tabs of browsers, light or dark."""
    return svg(f'  <rect width="{SIZE}" height="{SIZE}" rx="6" fill="#ffffff"/>\n{sign()}')


def card():
    """Return the picture that goes with a link to the book: the sign, what its parts mean, and the title."""
    words = (
        (436, 172, "end", 38, COLOURS["prior"], "the other groups"),
        (784, 172, "start", 38, COLOURS["data"], "its own data"),
        (633, 372, "middle", 38, COLOURS["posterior"], "a group\N{RIGHT SINGLE QUOTATION MARK}s estimate"),
        (600, 490, "middle", 68, COLOURS["ink"], "Drawn at random,"),
        (600, 572, "middle", 68, COLOURS["ink"], "estimated as an average"),
    )
    content = '<rect width="1200" height="630" fill="#ffffff"/>\n'
    content += f'<g transform="translate(446 40) scale(10)">\n{sign()}</g>\n'
    for x, y, anchor, size, colour, text in words:
        content += f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-family="Liberation Sans" font-size="{size}" '
        content += f'fill="{colour}">{text}</text>\n'
    return svg(content, 1200, 630)


def draw():
    """Return the name and the content of every file."""
    return {
        "logo.svg": svg(sign()).encode(),
        "favicon.svg": favicon().encode(),
        "card.png": vl_convert.svg_to_png(card()),
    }


if __name__ == "__main__":
    for name, content in draw().items():
        (STATIC / name).write_bytes(content)
