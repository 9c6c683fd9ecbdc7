"""A figure as vector graphics: the same bytes wherever it is drawn, in the colours and the font of its page."""

import re
from io import StringIO
from xml.etree import ElementTree as ET

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.text import Text

from .style import FONT_SIZE, GROUND, NARROW, STYLE, VARIABLES, WIDTH

MIME = "image/svg+xml"
SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
RC = {"svg.fonttype": "none", "svg.hashsalt": "book", "path.simplify": False}
NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
HALO = f";paint-order:stroke;stroke:{VARIABLES[GROUND]};stroke-width:3;stroke-linejoin:round"
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
COLOUR = re.compile(r"#[0-9a-f]{6}")
LOWERED = str.maketrans("ⱼᵢₐₗ", "jial")
SYMBOL = re.compile(r"(\w\u0302?)([ⱼᵢₐₗ]+)")


def canvas(height=4.2, rows=1, **subplots):
    """Make axes in the book's style.

    Parameters
    ----------
    height : float
        In inches; the width is the page's.
    rows : int
        Panels, one under another.
    **subplots
        Passed on to `matplotlib.pyplot.subplots`.

    Returns
    -------
    matplotlib Axes, or an array of them if rows > 1
    """
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(rows, figsize=(WIDTH, height), FigureClass=Picture, **subplots)
        figure.get_layout_engine().set(w_pad=0.02, h_pad=0.06)
        return axes


class Picture(Figure):
    """A figure that a notebook shows as one SVG: drawn as wide as the page's column, and again for a phone."""

    def draw(self, renderer):
        for text in self.findobj(Text):
            text.set_parse_math(False)  # a label is drawn as it is given, dollars and all
        super().draw(renderer)

    def _ipython_display_(self):
        from IPython.display import display

        display({MIME: svg(self), "text/plain": repr(self)}, raw=True)


def svg(figure):
    """Return the figure as SVG; among its definitions is its drawing for narrow screens, which the book takes out."""
    _, height = figure.get_size_inches()
    figure.set_size_inches(NARROW, height)
    narrow = _drawn(figure, "n")
    figure.set_size_inches(WIDTH, height)
    wide = _drawn(figure, "w")
    ET.SubElement(wide, "defs").append(narrow)
    ET.register_namespace("", SVG[1:-1])
    ET.indent(wide, space="")
    return SYMBOL.sub(_with_index, ET.tostring(wide, encoding="unicode"))


def _drawn(figure, prefix):
    """Return the figure, at the size that it has, as an element: without names that nothing refers to."""
    text = StringIO()
    with plt.rc_context(STYLE | RC):
        figure.savefig(text, format="svg", metadata=NO_METADATA)
    root = ET.fromstring(text.getvalue())
    root.remove(root.find(f"{SVG}defs"))  # rules for every line of the page
    root.attrib = {
        "viewBox": root.get("viewBox"),
        "font-family": "Arial, Helvetica, sans-serif",
        "font-size": f"{FONT_SIZE:g}",
        "stroke-linejoin": "round",
    }
    used = dict.fromkeys(re.findall(r'(?:url\(#|href="#)(\w+)', text.getvalue()))
    names = {name: f"{prefix}{k}" for k, name in enumerate(used)}
    for element in root.iter():
        element.attrib = _attributes(element, names)
    _unwrap(root)
    return root


def _attributes(element, names):
    """Return what is needed of an element's attributes, coordinates rounded to what the eye can see."""
    kept = {}
    for name, value in element.attrib.items():
        if name == "id":
            kept |= {"id": names[value]} if value in names else {"style": HALO} if value == "halo" else {}
        elif name == LINK:
            kept["href"] = "#" + names[value[1:]]
        elif name == "clip-path":
            kept[name] = f"url(#{names[value[5:-1]]})"
        elif name == "style":
            kept |= {"style": style} if (style := _style(value)) else {}
        elif not value.startswith("rotate(-0 "):
            kept[name] = " ".join(NUMBER.sub(_rounded, value).split())
    return kept


def _style(value):
    """Return a style without what is inherited, its colours as variables of the page."""
    rules = dict(rule.split(": ", 1) for rule in value.split("; "))
    rules.pop("font-family", None)
    if rules.get("font-size") == f"{FONT_SIZE:g}px":
        del rules["font-size"]
    return ";".join(f"{name}:{COLOUR.sub(_variable, NUMBER.sub(_rounded, rule))}" for name, rule in rules.items())


def _variable(colour):
    return VARIABLES.get(colour[0], colour[0])


def _rounded(number):
    # 1e-6 is the last digit that matplotlib writes: what differs there on another machine must not tip a half
    return f"{float(number[0]) + 3e-6:z.2f}".rstrip("0").rstrip(".")


def _with_index(symbol):
    """Return a letter with its index lowered: fonts have it in no place, or none."""
    lowered = symbol[2].translate(LOWERED)
    return (
        f'<tspan font-style="italic">{symbol[1]}</tspan><tspan font-style="italic" font-size="75%" dy="2.2">{lowered}'
        '</tspan><tspan dy="-2.2">\u200b</tspan>'
    )


def _unwrap(element):
    """Say once what all children of a group share; put the children of a group that says nothing in its place."""
    for child in list(element):
        _unwrap(child)
        if child.tag == f"{SVG}g":
            if HALO in child.attrib.values():
                child[0].set("style", (child[0].get("style", "") + child.attrib.pop("style")).strip(";"))
            for name in ("clip-path", "style"):
                _lift(child, name)
            if not child.attrib:
                at = list(element).index(child)
                element[at : at + 1] = list(child)


def _lift(group, name):
    """Move an attribute from a group's children to the group, if all have it alike."""
    values = {child.get(name) for child in group}
    if len(group) > 1 and len(values) == 1 and None not in values and name not in group.attrib:
        group.set(name, values.pop())
        for child in group:
            del child.attrib[name]
