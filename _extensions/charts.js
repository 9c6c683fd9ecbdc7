// Draws each chart of the page in its picture's place. What to draw, and what its inputs say, the chart itself tells.
for (const place of document.querySelectorAll("div.chart")) {
  place.chart = JSON.parse(place.textContent);
  const label = place.parentNode.querySelector(".chart-picture > svg").getAttribute("aria-label");
  place.drawn = draw(place, place.chart, label);
}
window.charts = { draw, read }; // for fit-page.js

async function draw(place, chart, label) {
  const options = { mode: "vega-lite", actions: false, renderer: "svg", defaultStyle: false, tooltip: false };
  const { view } = await vegaEmbed(place, chart, options);
  place.vegaView = view;

  const svg = place.querySelector("svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.firstElementChild.setAttribute("aria-hidden", "true"); // its marks: the one description is the picture's
  for (const name of ["role", "aria-roledescription", "aria-label"]) place.removeAttribute(name);
  const form = place.querySelector("form");

  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.role = "status";
  place.append(status);
  const report = () => view.runAfter(() => { status.textContent = textOf(view, chart.usermeta.status); });
  for (const { name, says, ticks } of chart.usermeta.inputs) {
    const input = place.querySelector(`[name="${name}"]`);
    form.append(input.closest("div")); // in the chart's order
    input.setAttribute("aria-label", input.parentNode.querySelector(".vega-bind-name").textContent);
    view.addSignalListener(name, report);
    if (says) speak(view, input, says);
    if (ticks) mark(input, ticks);
  }
  place.parentNode.classList.add("drawn");
}

// The value in words takes the place of the bare number beside a range.
function speak(view, input, says) {
  const shown = document.createElement("span");
  shown.className = "chart-value";
  input.nextElementSibling.replaceWith(shown);
  const speak = () => {
    shown.textContent = view.signal(says);
    input.setAttribute("aria-valuetext", view.signal(says));
  };
  view.addSignalListener(says, speak);
  speak();
}

function mark(input, ticks) {
  const scale = document.createElement("span");
  scale.className = "chart-ticks";
  scale.ariaHidden = "true";
  for (const [value, label] of ticks) {
    const tick = document.createElement("span");
    tick.textContent = label;
    tick.style.setProperty("--at", (value - input.min) / (input.max - input.min));
    scale.append(tick);
  }
  const track = document.createElement("span");
  track.className = "chart-range";
  input.replaceWith(track);
  track.append(input, scale);
}

function textOf(view, name) {
  return view.data(`${name}_marks`).map(({ text }) => [text].flat().join(", ")).join("; ");
}

// The rows of a table in text, read by Vega: `places` names what stands between the separators of a row.
async function read(text, delimiter, places) {
  const rows = { name: "rows", values: text, format: { type: "dsv", delimiter, header: places } };
  const options = { mode: "vega", actions: false, defaultStyle: false };
  const { view } = await vegaEmbed(document.createElement("div"), { data: [rows] }, options);
  return view.data("rows");
}
