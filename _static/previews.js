/* Beside a reference to an equation, a figure or a work stands what it leads to, while the pointer or the focus is on it.

   What a page's targets show is in a script of that page's (previews.py), loaded when it is first asked for. Bootstrap, which
   the theme brings, places the box and names it to screen readers. A finger follows the link. */
const previews = {};
document.addEventListener("DOMContentLoaded", () => {
  const REFERENCES = ["#equation-", "#fig-", "references.html#id"].map((part) => `article a.reference.internal[href*="${part}"]`);
  const AFTER = 250, LEAVING = 200; // ms: not for a pointer in passing; time to reach the box itself
  const loaded = {};
  let current; // the reference in question: its link, its box once it is shown, the timer until then or until it goes

  function load(page) {
    loaded[page] ??= new Promise((done) => {
      const script = document.createElement("script");
      script.src = `${document.documentElement.dataset.content_root}_static/previews/${page}.js`;
      script.onload = done;
      document.head.append(script);
    });
    return loaded[page];
  }

  /* What a link leads to, typeset; it is measured on the page, unseen. */
  async function targetOf(link) {
    const page = link.pathname.split("/").at(-1).replace(/\.html$/, "") || "index";
    await load(page);
    const target = document.createElement("div");
    target.className = "preview-target";
    target.innerHTML = previews[page][link.hash.slice(1)];
    document.body.append(target);
    await (MathJax.startup.promise = MathJax.startup.promise.then(() => MathJax.typesetPromise([target])));
    target.remove();
    return target;
  }

  async function show(asked) {
    const target = await targetOf(asked.link);
    if (asked !== current) return;
    asked.box = new bootstrap.Popover(asked.link, {
      content: target, html: true, trigger: "manual", placement: "top", customClass: "preview", animation: false, container: "body",
    });
    asked.box.show();
    const tip = document.getElementById(asked.link.getAttribute("aria-describedby"));
    tip.addEventListener("pointerenter", () => clearTimeout(asked.timer));
    tip.addEventListener("pointerleave", leave);
  }

  function ask(link, delay) {
    if (current?.link === link) return clearTimeout(current.timer);
    hide();
    const asked = (current = { link });
    asked.timer = setTimeout(() => show(asked), delay);
  }

  function hide() {
    clearTimeout(current?.timer);
    current?.box?.hide();
    current?.box?.dispose();
    current = undefined;
  }

  function leave() {
    if (!current || document.activeElement === current.link && current.link.matches(":focus-visible")) return;
    clearTimeout(current.timer);
    current.timer = setTimeout(hide, current.box ? LEAVING : 0);
  }

  if (!window.MathJax || !window.bootstrap) return; // a page without mathematics refers to none
  for (const link of document.querySelectorAll(REFERENCES.join())) {
    link.removeAttribute("title"); // says in plain letters what the box will
    link.addEventListener("pointerenter", ({ pointerType }) => pointerType !== "touch" && ask(link, AFTER));
    link.addEventListener("pointerleave", leave);
    link.addEventListener("focus", () => link.matches(":focus-visible") && ask(link, 0));
    link.addEventListener("blur", hide);
  }
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
});
