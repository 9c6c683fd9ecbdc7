/* An equation wider than its column can be reached by the Tab key and scrolled. (The theme does so for code and tables.) */
document.addEventListener("DOMContentLoaded", () => {
  const observer = new ResizeObserver((changed) => {
    for (const { target } of changed) {
      const scrolls = target.scrollWidth > target.clientWidth;
      for (const [name, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": "wide equation" })) {
        scrolls ? target.setAttribute(name, value) : target.removeAttribute(name);
      }
    }
  });
  window.MathJax?.startup?.promise.then(() => {
    for (const equation of document.querySelectorAll('mjx-container[display="true"]')) observer.observe(equation);
  });
});

/* Paper is light. */
matchMedia("print").addEventListener("change", ({ matches }) => {
  const page = document.documentElement.dataset;
  if (matches) page.screenTheme = page.theme;
  page.theme = matches ? "light" : page.screenTheme;
});

/* The reader's way with code: "hidden", or "all", what is folded too. It is remembered, and there before the page is seen. */
(() => {
  const page = document.documentElement;

  function show(way) {
    page.dataset.code = way;
    for (const fold of document.querySelectorAll("details.hide")) {
      if (way === "all" && !fold.open) fold.dataset.opened = "";
      if (way === "all" || "opened" in fold.dataset) fold.open = way === "all";
      if (way !== "all") delete fold.dataset.opened;
    }
    for (const button of document.querySelectorAll("[class*='btn-code-']")) {
      button.setAttribute("aria-pressed", button.classList.contains(`btn-code-${way}`));
    }
  }

  window.turnCode = (way) => {
    show(page.dataset.code === way ? "" : way); // pressed again, the page is as it was
    localStorage.setItem("code", page.dataset.code);
  };

  show(localStorage.getItem("code") ?? "");
  const parts = new MutationObserver(() => show(page.dataset.code)); // as they arrive
  parts.observe(page, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => {
    show(page.dataset.code);
    parts.disconnect();
  });
})();
