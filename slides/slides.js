// reveal.js shows the slides. Keys pressed in a chart are the chart's, but PageUp and PageDown, which are what a clicker sends,
// always turn the slides; and once the mouse has let go of a chart's slider or button, so do the arrows. T turns light or dark.
Reveal.initialize({
  width: 1280,
  height: 720,
  margin: 0,
  center: false,
  hash: true,
  slideNumber: "c/t",
  transition: "none",
  backgroundTransition: "none",
  controlsTutorial: false,
  pdfSeparateFragments: false,
  keyboardCondition: ({ target }) => !target.closest(".chart"),
  plugins: [RevealNotes],
}).then(() => {
  Reveal.addKeyBinding({ keyCode: 84, key: "T", description: "Turn light or dark" }, () => {
    const page = document.documentElement.dataset;
    page.theme = page.theme === "dark" ? "light" : "dark";
  });
});

addEventListener("keydown", (event) => {
  const turn = { PageUp: Reveal.prev, PageDown: Reveal.next }[event.key];
  if (!turn || !event.target.closest(".chart")) return;
  event.preventDefault();
  turn();
});
addEventListener("pointerup", ({ target }) => target.closest(".chart :is(button, [type=range])")?.blur());
