"""The book's charts as they are stored, and one on an open page, moved and read as a reader would, for their tests."""

import json

from meanings import BOOK
from mlmcore.figures.charts.display import MIME


def stored_charts():
    """Yield each chart's page, the name of its figure, and what its cell has stored."""
    for page in BOOK.pages:
        for cell in page.cells:
            for output in cell.outputs:
                if MIME in output.get("data", {}):
                    yield page.name, cell.figure["name"], output["data"]


# Turns inputs as a key does to a range, or to a value or an option of a list; the keys themselves are in other tests.
TURN = """async (place, turns) => {
  for (const [name, to] of Object.entries(turns)) {
    const input = place.querySelector(`[name="${name}"]`), { min, max, step, value } = input;
    if (!input.checkVisibility()) throw Error(`${name} cannot be seen`);
    const page = Math.max(step, (max - min) / 10);
    const keys = { Home: min, End: max, ArrowLeft: value - step, ArrowRight: +value + +step, PageUp: +value + page };
    const at = [...(input.options ?? [])].findIndex(({ text }) => text === to);
    if (input.options ? at < 0 : isNaN(keys[to] ?? to)) throw Error(`${name} has no ${to}`);
    if (input.options) input.selectedIndex = at;
    else input.value = keys[to] ?? to;
    for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  await place.vegaView.runAsync();
  return Object.keys(turns).map((name) => place.querySelector(`[name="${name}"]`).value);
}"""
# Presses a button as soon as it can be seen and nothing covers it, and waits until what it starts has come to rest; the
# mouse itself is in other tests.
PRESS = """async (place, label) => {
  const button = [...place.querySelectorAll("button")].find((button) => button.textContent === label);
  const atItsMiddle = () => {
    button.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = button.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2);
  };
  const until = async (done) => {
    for (let frames = 0; !done(); frames++) {
      if (frames > 600) throw Error(`${label} cannot be pressed, or what it starts does not end`);
      await new Promise(requestAnimationFrame);
    }
  };
  await until(() => atItsMiddle() === button);
  button.focus();
  button.click();
  await place.vegaView.runAsync();
  await until(() => !place.querySelector(".gliding"));
}"""
DRAWN = """(place, layer, x, y) => {
  const view = place.vegaView;
  const where = (axis, scale, mark) => ({ [`drawn_${axis}`]: view.scale(scale).invert(mark[axis]) });
  const row = (mark) => ({ ...mark.datum, ...where("x", x, mark), ...where("y", y, mark) });
  return view.data(`${layer}_marks`).map(row);
}"""
OVERLAPPING = """(place) => {
  const frame = place.querySelector("svg").getBoundingClientRect();
  const boxes = [...place.querySelectorAll("svg text")]
    .filter((text) => !text.getAttribute("stroke")?.includes("--ground") && text.textContent.trim())
    .map((text) => [text.textContent, text.getBoundingClientRect()]);
  const apart = (a, b) =>
    a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  const inside = (a) =>
    a.left >= frame.left && a.right <= frame.right && a.top >= frame.top && a.bottom <= frame.bottom;
  const pairs = boxes.flatMap(([s, a], i) =>
    boxes.slice(i + 1).filter(([, b]) => !apart(a, b)).map(([t]) => [s, t]));
  return { pairs, outside: boxes.filter(([, a]) => !inside(a)).map(([s]) => s), count: boxes.length };
}"""


class Chart:
    """A chart on an open page: its inputs, and what it draws."""

    def __init__(self, page, name):
        self.page, self.name, self.figure = page, name, page.locator(f"#{name}")
        self.place = self.figure.locator(".chart")

    def ask(self, function, *arguments):
        """Return what a function of the page says of the chart: as text, in which large tables come faster."""
        asked = f"""async ([name, ...arguments]) =>
          JSON.stringify(await ({function})(document.querySelector(`#${{name}} .chart`), ...arguments) ?? null)"""
        return json.loads(self.page.evaluate(asked, [self.name, *arguments]))

    def input(self, name):
        return self.place.locator(f'[name="{name}"]')

    def move(self, name, to):
        """Turn a range as a key does, or to a value; return the value that it then has."""
        (value,) = self.turn({name: to})
        return float(value)

    def choose(self, name, option):
        """Choose from a list."""
        self.turn({name: option})

    def turn(self, to):
        """Turn each input that is named; return what they then have."""
        return self.ask(TURN, to)

    def press(self, label):
        """Press a button."""
        self.ask(PRESS, label)

    def answered(self):
        """Take the guess that is asked for as it stands, and go back to the start; return the chart."""
        self.press("show the answer")
        self.press("reset")
        return self

    def rows(self, layer):
        """Return the rows that a named layer draws."""
        return self.ask("(place, layer) => place.vegaView.data(`${layer}_marks`).map((m) => m.datum)", layer)

    def mark(self, layer, where):
        """Return where on the screen the middle of a layer's mark is: of the first whose row has these values."""
        rows = self.rows(layer)
        k = next(k for k, row in enumerate(rows) if where.items() <= row.items())
        mark = self.place.locator(f".{layer}_marks > *").nth(k)
        mark.scroll_into_view_if_needed()
        box = mark.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drawn(self, layer, y="y", x="x"):
        """Return the rows that a named layer draws, and where each mark stands, read back from the scales x and y."""
        return self.ask(DRAWN, layer, x, y)

    def value(self, parameter):
        """Return the value of one of the chart's parameters."""
        return self.values(parameter)[parameter]

    def values(self, *parameters):
        """Return the values of some of its parameters, by their names."""
        read = "([figure, names]) => names.map((name) => document.querySelector(figure).vegaView.signal(name))"
        found = self.page.evaluate(read, [f"#{self.name} .chart", parameters])  # not as text, which has no infinity
        return dict(zip(parameters, found, strict=True))

    def domain(self, scale):
        """Return the ends of a scale."""
        return self.ask("(place, name) => place.vegaView.scale(name).domain()", scale)

    def overlapping_labels(self):
        """Return the pairs of texts that overlap, and the texts that leave the picture."""
        return self.ask(OVERLAPPING)

    def settle(self):
        """Wait until all is drawn."""
        self.ask("async (place) => { await place.vegaView.runAsync(); }")
