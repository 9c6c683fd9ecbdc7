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
