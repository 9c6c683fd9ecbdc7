// Draws each chart of the page in its picture's place. What to draw, and what its inputs say, the chart itself tells.
const still = matchMedia("(prefers-reduced-motion: reduce)");
const phone = matchMedia("(max-width: 599.98px)"); // as for the pictures, in book.css
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
  const fit = () => view.signal("narrow", phone.matches).width(phone.matches ? chart.usermeta.narrow : chart.width).runAsync();
  if (phone.matches) await fit();
  phone.addEventListener("change", fit);

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
  const { inputs, presets = [], drags = [], formula, guess, draws, glide } = chart.usermeta;
  const spell = formula ? spelled(view, place, formula) : () => {};
  spell();
  const report = () => view.runAfter(() => {
    status.textContent = [chart.usermeta.status].flat().map((layer) => textOf(view, layer)).filter(Boolean).join("; ");
    spell();
  });
  for (const { name, says, ticks, only } of inputs) {
    const input = place.querySelector(`[name="${name}"]`), row = input.closest("div");
    form.append(row); // in the chart's order
    if (only) row.className = "chart-guess";
    input.setAttribute("aria-label", input.parentNode.querySelector(".vega-bind-name").textContent);
    view.addSignalListener(name, report);
    if (says) speak(view, input, says);
    if (ticks) mark(input, ticks);
  }
  const start = Object.fromEntries(inputs.map(({ name }) => [name, view.signal(name)]));
  const row = buttons(view, form, start, [...presets, { label: "reset", set: {} }], glide);
  form.append(row);
  if (draws) player(view, row, draws, report);
  if (guess) ask(view, place, form, guess, spell);
  for (const what of drags) drag(view, svg, place.querySelector(`[name="${what.input}"]`), what);
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

// The weighted average in numbers, each over its symbol and in its colour; a layer's row has the numbers in words.
function spelled(view, place, { layer, terms }) {
  const line = document.createElement("p");
  line.className = "chart-formula";
  const numbers = terms.map(([symbol, meaning, before]) => {
    const term = document.createElement("span"), number = document.createElement("b"), name = document.createElement("i");
    term.style.color = `var(--${meaning})`;
    name.textContent = symbol;
    term.append(number, " ", name);
    line.append(before, term);
    return number;
  });
  place.querySelector("form").before(line);
  return () => {
    const [row] = view.data(`${layer}_marks`);
    if (row) numbers.forEach((number, k) => { number.textContent = row.datum.terms[k]; });
  };
}

// Calls `show` frame by frame with the share of the time that has passed, from 0 to 1, as long as it is `wanted`; with 1 alone
// where the reader wants less motion.
async function animate(time, wanted, show) {
  for (let begun = performance.now(), share = 0; share < 1;) {
    const now = still.matches || !time ? Infinity : await new Promise(requestAnimationFrame);
    share = Math.min(1, Math.max(0, (now - begun) / time));
    if (!wanted()) return;
    await show(share);
  }
}

function buttonOf(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

// A button for each setting worth a look; what a setting does not name goes back to its start. The input that is to glide
// takes most of a second for it, or until the reader moves an input.
function buttons(view, form, start, settings, glide) {
  const row = document.createElement("div");
  row.className = "chart-buttons";
  let last = 0; // which press is on: another one, or an input moved, ends it
  form.addEventListener("input", () => { last++; row.classList.remove("gliding"); });
  async function go(to) {
    const from = view.signal(glide), mine = ++last;
    row.classList.add("gliding");
    await animate(800, () => mine === last, (share) => view.signal(glide, share < 1 ? from + (to - from) * share : to).runAsync());
    if (mine === last) row.classList.remove("gliding");
  }
  for (const { label, set } of settings) {
    row.append(buttonOf(label, () => {
      const { [glide]: to, ...rest } = { ...start, ...set };
      for (const [name, value] of Object.entries(rest)) view.signal(name, value);
      view.runAsync();
      if (glide) go(to);
    }));
  }
  return row;
}

// Buttons that draw one at a time, a hundred, or on and on, faster and faster; at the end of all draws they begin anew.
function player(view, row, draws, report) {
  const show = (signals) => Object.entries(signals).reduce((view, [name, value]) => view.signal(name, value), view).runAsync();
  let playing = 0; // which performance is on: another one, or a pause, ends it
  let landing = 0; // the draw on its way
  async function draw(more, time) {
    const drawn = view.signal("drawn"), falling = Math.min(draws, (drawn < draws ? drawn : 0) + more), mine = playing;
    landing = falling;
    if (drawn === draws) await show({ drawn: 0 });
    await animate(time, () => mine === playing, (fallen) => show({ falling, fallen }));
    if (mine === playing) await land();
  }
  async function land() {
    const falling = landing;
    landing = 0;
    if (falling) await show({ drawn: falling, falling, fallen: 1 });
  }
  const once = (more, time) => async () => { stop(); await draw(more, time); report(); };
  const play = buttonOf("play", async () => {
    if (play.textContent === "pause") return stop();
    const mine = ++playing;
    play.textContent = "pause";
    do {
      const pace = 1 + (view.signal("drawn") % draws) / 20;
      await draw(still.matches ? draws : Math.floor(pace), 400 / pace);
    } while (mine === playing && view.signal("drawn") < draws);
    if (mine === playing) stop();
  });
  function stop() {
    playing++;
    land(); // what is on its way is there at once, before anything else is done
    play.textContent = "play";
    report();
  }
  row.lastElementChild.addEventListener("click", async () => { // reset
    stop();
    await show({ drawn: draws, falling: 0 });
    report();
  });
  row.prepend(buttonOf("draw one", once(1, 900)), buttonOf("draw 100", once(100, 0)), play);
}

// Where the text asks for a guess: the reader sets an input to it, and only then is the answer drawn, and said beside it.
function ask(view, place, form, { question, input, from = view.signal(input), says }, spell) {
  const asked = document.createElement("p");
  asked.className = "chart-question";
  asked.role = "status";
  asked.append(question, " ", buttonOf("show the answer", async () => {
    await view.signal("guess", view.signal(input)).signal("guessing", false).runAsync();
    place.classList.remove("guessing");
    spell();
    form.lastElementChild.append(asked); // beside the buttons it takes no height
    asked.textContent = view.signal(says); // the button has gone with the question
    [...form.elements].find((shown) => shown.checkVisibility()).focus({ preventScroll: true });
  }));
  place.prepend(asked);
  place.classList.add("guessing");
  view.signal("guessing", true).signal(input, from).runAsync();
}

// A mark that is dragged sideways turns an input: `ends` are the places on the scale at which it is least and greatest.
function drag(view, svg, input, { layer, where = {}, scale, ends }) {
  Object.assign(svg.querySelector(`.${layer}_marks`).style, { cursor: "ew-resize", touchAction: "pan-y" });
  view.addEventListener("pointerdown", (down, item) => {
    const grasped = item?.mark.name === `${layer}_marks`;
    if (down.button || !grasped || Object.entries(where).some(([field, value]) => item.datum[field] !== value)) return;
    down.preventDefault();
    const pixel = svg.viewBox.baseVal.width / svg.getBoundingClientRect().width;
    const [low, high] = ends.map(view.scale(scale)), [min, max, step] = ["min", "max", "step"].map((of) => +input[of]);
    const start = view.signal(input.name), over = new AbortController(), { signal } = over;
    addEventListener("pointermove", ({ clientX }) => {
      const turned = start + (max - min) * pixel * (clientX - down.clientX) / (high - low);
      const whole = min + step * Math.round((turned - min) / step); // a value that the input has
      view.signal(input.name, Math.min(max, Math.max(min, +whole.toFixed(9)))).runAsync();
    }, { signal });
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => over.abort(), { signal });
  });
}

function textOf(view, name) {
  return (view.data(`${name}_marks`) ?? []).map(({ text }) => [text].flat().join(", ")).join("; ");
}

// The rows of a table in text, read by Vega: `places` names what stands between the separators of a row.
async function read(text, delimiter, places) {
  const rows = { name: "rows", values: text, format: { type: "dsv", delimiter, header: places } };
  const options = { mode: "vega", actions: false, defaultStyle: false };
  const { view } = await vegaEmbed(document.createElement("div"), { data: [rows] }, options);
  return view.data("rows");
}
