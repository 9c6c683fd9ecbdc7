/* "Fit your table here": takes the reader's table, and shows what `mlm.fit` makes of it. fit-form.html has the controls. */
(() => {
  const FEW = 10, DRAWN = 200; // rows of the table at first, groups in the picture
  const NONE = { y: "", group: "", x: [], centred: true };
  const find = (name) => document.querySelector(name), field = (name) => document.getElementById(`fit-${name}`);
  const form = find(".fit-form"), status = find(".fit-says"), result = find(".fit-result"), place = find("div.chart");
  const boxes = () => [...form.querySelectorAll(".fit-choices input")];
  const says = (words) => { status.textContent = words; };
  const shown = (number, decimals) => number.toFixed(decimals).replace(/^-(?=.*[1-9])/, "−").replace("-", "");
  const decimalsOf = (scale) => Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(scale))));
  const counted = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const letters = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt()};`);
  let table, fitted;

  /* The table: from a file, pasted, or an example. */
  async function decoded(file) {
    const bytes = await file.arrayBuffer();
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder("windows-1252").decode(bytes); // as spreadsheets write it
    }
  }

  async function take(text, name, choice = NONE) {
    if (fitted) stale();
    table = { names: [], columns: [] };
    const read = await attempt(async () => { table = await tables.parse(text, charts.read); });
    offer(table.names, choice);
    if (!read) return false;
    const size = `${counted(table.columns[0].length, "row")} and ${counted(table.names.length, "column")}`;
    says(`Read ${name}: ${size}. Choose the columns for y, group and x, then fit.`);
    return true;
  }

  function offer(names, choice) {
    for (const argument of ["y", "group"]) {
      const none = new Option("choose a column", "");
      field(argument).replaceChildren(none, ...names.map((column) => new Option(column)));
      field(argument).value = choice[argument];
    }
    const entry = (column) => `<label><input type="checkbox" value="${letters(column)}" />${letters(column)}</label>`;
    find(".fit-choices").innerHTML = names.map(entry).join("");
    for (const box of boxes()) box.checked = choice.x.includes(box.value);
    field("centred").checked = choice.centred;
    setApart();
  }

  /* The outcome and the group are no predictors. */
  function setApart() {
    for (const box of boxes()) {
      box.disabled = [field("y").value, field("group").value].includes(box.value);
      box.checked &&= !box.disabled;
    }
  }

  const chosenNow = () => ({
    y: field("y").value, group: field("group").value, centred: field("centred").checked,
    x: boxes().filter((box) => box.checked).map((box) => box.value),
  });

  /* A refusal stands beside the control that it is about, which has the focus then. */
  async function attempt(action) {
    for (const error of form.querySelectorAll(".fit-error")) error.textContent = "";
    for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
    try {
      await action();
      return true;
    } catch (refused) {
      if (!(refused instanceof mlm.Refusal)) throw refused;
      const argument = /^\w+/.exec(refused.message)[0], control = field(argument === "table" ? "text" : argument);
      stale();
      says("");
      field(`error-${argument}`).textContent = refused.message;
      control.setAttribute("aria-invalid", "true");
      (control.matches("fieldset") ? control.querySelector("input:checked") : control).focus();
      return false;
    }
  }

  function stale() {
    result.hidden = true;
    place.parentNode.classList.add("fit-stale");
  }

  /* The result: in words, as a table, and drawn. */
  async function estimate() {
    const chosen = chosenNow(), first = !fitted;
    if (!(await attempt(() => { fitted = { ...mlm.fit(tables.data(table, chosen)), ...chosen }; }))) return;
    says(inWords(fitted));
    list(FEW);
    result.hidden = false;
    place.parentNode.classList.remove("fit-stale");
    if (!first) draw(fitted); // at first the page's own chart stands there, of the same cars
  }

  function inWords({ mu, muSe, beta, betaSe, sigma, tau, atBoundary, xNames, rows, groups, y }) {
    const decimals = decimalsOf(sigma);
    const slopes = xNames.map((name, p) => {
      const digits = decimalsOf(betaSe[p] * 10), step = `a step of ${shown(beta[p], digits)} in ${y}`;
      return ` A step of one in ${name} goes with ${step} (standard error ${shown(betaSe[p], digits)}).`;
    });
    const boundary = " τ is at its boundary, 0: the groups differ no more than chance would make them, and every estimate is the overall mean.";
    return [
      `${counted(rows, "row")} in ${counted(groups.length, "group")}. The overall mean μ is ${shown(mu, decimals)} `,
      `(standard error ${shown(muSe, decimals)}).${slopes.join("")} The standard deviation between groups, τ, is `,
      `${atBoundary ? "0" : shown(tau, decimals)}, that within them, σ, ${shown(sigma, decimals)}.${atBoundary ? boundary : ""}`,
    ].join("");
  }

  function list(most) {
    const { groups, sigma } = fitted, decimals = decimalsOf(sigma), names = Object.keys(groups[0]);
    const digits = { n: 0, weight: 3 };
    const cells = (group) => names.slice(1).map((name) => `<td>${shown(group[name], digits[name] ?? decimals)}</td>`).join("");
    const rows = groups.slice(0, most).map((group) => `<tr><th scope="row">${letters(group.label)}</th>${cells(group)}</tr>`);
    const head = names.map((name) => `<th scope="col">${name}</th>`).join("");
    find(".fit-table").innerHTML = `<table class="table"><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
    field("all").hidden = groups.length <= FEW;
    field("all").textContent = most === FEW ? `Show all ${groups.length} groups` : `Show the first ${FEW}`;
  }

  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", tables.csv(fitted.groups)], { type: "text/csv" }));
    link.download = "groups.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /* The chart that the page has, with the reader's groups in it: all of them, or some, evenly spaced from the lowest up. */
  function inPicture(groups) {
    const inOrder = [...groups].sort((a, b) => a.own - b.own), last = inOrder.length - 1;
    if (last < DRAWN) return inOrder;
    return Array.from({ length: DRAWN }, (_, i) => inOrder[Math.round((i * last) / (DRAWN - 1))]);
  }

  function chartOf({ mu, sigma, tau, atBoundary, y }, drawn) {
    const decimals = decimalsOf(sigma), low = drawn[0].own, high = drawn.at(-1).own, room = high - low || sigma;
    const text = JSON.stringify(place.chart)
      .replaceAll(/format\((datum\.estimate|datum\.gamma|mu), '\.2f'\)/g, `format($1, '.${decimals}f')`)
      .replaceAll("format(tau, '.3f')", `format(tau, '.${decimals}f')`)
      .replaceAll("s == 0.5 ?", atBoundary ? "s == 0 ?" : "s == 0.5 ?");
    const chart = JSON.parse(text), parameter = (name) => chart.params.find((entry) => entry.name === name);
    const values = { mu, sigma, fitted: atBoundary ? sigma : tau, s: atBoundary ? 0 : 0.5, chosen: [{ group: drawn.at(-1).label }] };
    for (const [name, value] of Object.entries(values)) parameter(name).value = value;
    parameter("chosen").bind.options = drawn.map(({ label }) => label);
    chart.data.values = drawn.map(({ label, n, own }) => ({ group: label, n, gamma: own }));
    const most = Math.max(...drawn.map(({ n }) => n));
    chart.transform.find(({ as }) => as === "area").calculate = `34 + 466 * datum.n / ${most}`;
    for (const { encoding, transform = [], mark } of chart.layer) {
      if (encoding.y.title) encoding.y.title = `group intercept (${y})`;
      if (encoding.y.scale) encoding.y.scale.domain = [low - 0.05 * room, high + 0.2 * room];
      if (mark.type === "text") mark.limit = 230;
      for (const { filter } of transform) if (filter?.oneOf) filter.oneOf = [drawn.at(-1).label];
    }
    chart.usermeta.presets = [];
    if (atBoundary) chart.usermeta.inputs[0].ticks = [[0, "0"], [0.5, "τ = σ"], [1, "∞"]];
    return chart;
  }

  function draw(fit) {
    const drawn = inPicture(fit.groups), decimals = decimalsOf(fit.sigma), all = fit.groups.length;
    const some = `The picture shows ${drawn.length} of the ${all} groups, evenly spaced from the lowest own intercept to the highest.`;
    find(".fit-drawn").textContent = all > drawn.length ? some : "";
    const label = [
      `Fan of ${drawn.length} straight lines from the groups' own intercepts on the left, between ${shown(drawn[0].own, decimals)} and `,
      `${shown(drawn.at(-1).own, decimals)}, to the overall mean of ${shown(fit.mu, decimals)} on the right, with one dot on each line `,
      "where the weighted average lies.",
    ].join("");
    place.parentNode.classList.add("fitted");
    place.drawn = place.drawn.then(() => charts.draw(place, chartOf(fit, drawn), label)); // one after the other
  }

  field("file").addEventListener("change", async ({ target: { files: [file] } }) => file && take(await decoded(file), file.name));
  field("file").addEventListener("click", ({ target }) => { target.value = ""; }); // so that a mended file can be chosen again
  field("paste").addEventListener("click", () => take(field("text").value, "what was pasted"));
  async function tryOut(example) {
    if (await take(example.text, "the example", example)) estimate();
  }
  for (const button of form.querySelectorAll("[data-example]")) {
    button.addEventListener("click", () => tryOut(EXAMPLES[button.dataset.example]));
  }
  for (const argument of ["y", "group"]) field(argument).addEventListener("change", setApart);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    estimate();
  });
  field("all").addEventListener("click", () => list(find(".fit-table tbody").rows.length > FEW ? FEW : Infinity));
  field("download").addEventListener("click", download);

  form.hidden = false;
  tryOut(EXAMPLES.cars);
})();
