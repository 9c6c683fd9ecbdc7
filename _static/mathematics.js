/* How MathJax sets the book's formulas: it reads this as it starts, and works on its own tree of each formula.

   Symbols of the data, the prior and the posterior have the charts' colours. A formula wider than its line breaks before
   a relation or an operator, not within parentheses. How both look stands in mathematics.css. */
(() => {
  if (!window.MathJax) return; // a page without mathematics
  const MEANING = { γ: "data", μ: "prior", "α̂": "posterior" };
  const HAT = "\u0302", OPEN = /^[([{]$/, CLOSE = /^[)\]}]$/, BREAKS_BEFORE = /^[=<>≤≥≈∼∝→+−]$/;

  const only = (node) => (node.childNodes?.length === 1 && !node.isToken && !node.isKind("math") ? only(node.childNodes[0]) : node);
  const sign = (node) => (node.isEmbellished ? node.coreMO().getText() : "");

  /* What a symbol means, whatever stands over it; of α only the estimate has a colour. */
  function meaning(node) {
    const symbol = only(node);
    if (symbol.isKind("mi")) return MEANING[symbol.getText()];
    if (!symbol.isKind("mover")) return undefined;
    const [under, over] = symbol.childNodes.map(only);
    const hat = /[\^ˆ\u0302]/.test(sign(over)) ? HAT : "";
    return MEANING[under.isKind("mi") ? under.getText() + hat : ""] ?? meaning(under);
  }

  function colour(node) {
    const parts = node.isKind("msub") || node.isKind("msubsup") ? node.childNodes.slice(0, 2) : [node];
    const colour = node.isKind("mi") || node.isKind("mover") || parts.length > 1 ? meaning(parts[0]) : undefined;
    if (colour) for (const part of parts) part.attributes.set("class", colour);
  }

  /* Group what may not be broken; a browser breaks a line between groups only. */
  function breakable(line, factory) {
    const pieces = [[]];
    let depth = 0, before = "=";
    for (const node of line.childNodes) {
      const text = sign(node);
      if (depth === 0 && BREAKS_BEFORE.test(text) && !BREAKS_BEFORE.test(before)) pieces.push([]);
      depth += OPEN.test(text) - CLOSE.test(text);
      pieces.at(-1).push(node);
      before = text;
    }
    if (pieces.length === 1) return;
    line.setChildren(pieces.map((nodes) => {
      if (BREAKS_BEFORE.test(sign(nodes[0]))) nodes[0].coreMO().attributes.set("form", "infix");
      return factory.create("node", "mrow", nodes, { class: "piece" });
    }));
  }

  MathJax.chtml = { matchFontHeight: false, scale: 1.1 };
  MathJax.startup = {
    ready() {
      MathJax.startup.defaultReady();
      MathJax.startup.document.inputJax[0].postFilters.add(({ data }) => {
        data.root.walkTree(colour);
        breakable(data.root.childNodes[0], data.nodeFactory);
      }, -5.5); // once accents stand over their letters, before spaces are set
    },
  };
})();
