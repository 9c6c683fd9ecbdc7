// Finds the sections that have all the words asked for, as they are typed. SECTIONS and GREEK come from search.py, the
// stemmer and the words that do not count from Sphinx.

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const WEIGHTS = { words: 20, title: 8, page: 2, text: 1 }; // words of the field, and titles, count for more
const stemmer = new Stemmer();

// Small letters without accents, and Greek ones by their names, so that "tau" finds τ.
function plain(text) {
  const letters = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return letters.replace(/[α-ω]/g, (letter) => ` ${GREEK[letter]} `);
}

const words = (text) => (plain(text).match(WORD) ?? []).filter((word) => !stopwords.includes(word));
const stems = (text) => words(text).map((word) => stemmer.stemWord(word));

// How often each stem stands in a section.
const index = SECTIONS.map((section) => {
  const counts = new Map();
  for (const [field, weight] of Object.entries(WEIGHTS)) {
    for (const stem of stems(String(section[field]))) counts.set(stem, (counts.get(stem) ?? 0) + weight);
  }
  return { section, counts, texts: [...section.words, section.title, section.text].map(plain) };
});
const all = words(SECTIONS.map((section) => Object.values(section).join(" ")).join(" "));
const known = new Map(all.map((word) => [word, stemmer.stemWord(word)]));

// The stems that a typed word stands for: its own, or those of all words of the book that begin so, if it has no other.
function meant(word) {
  const own = stemmer.stemWord(word);
  const begun = [...known].filter(([other]) => other.startsWith(word)).map(([, stem]) => stem);
  return index.some(({ counts }) => counts.has(own)) ? [own] : [...new Set(begun)];
}

function find(query) {
  const asked = [...new Set(words(query))].map(meant);
  const phrase = plain(query).trim();
  const results = [];
  for (const { section, counts, texts } of index) {
    const found = asked.map((words) => words.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0));
    if (!asked.length || found.includes(0)) continue;
    const together = texts.filter((text) => text.includes(phrase)).length + (section.title === section.page);
    results.push({ section, score: (1 + together) * found.reduce((sum, count) => sum + Math.log1p(count), 0) });
  }
  return { asked: new Set(asked.flat()), results: results.sort((a, b) => b.score - a.score) };
}

// Where in a text to begin, so that most of the words stand within the next two hundred letters.
function beginning(text, hits) {
  const within = (hit) => hits.filter(({ from }) => from >= hit.from && from < hit.from + 200);
  const count = (hit) => new Set(within(hit).flatMap(({ stem }) => stem)).size;
  const best = hits.toSorted((a, b) => count(b) - count(a))[0];
  return best?.from > 80 ? text.indexOf(" ", best.from - 80) + 1 : 0;
}

// The text around these words, which are marked.
function snippet(text, asked) {
  const hits = [...text.matchAll(WORD)]
    .map(({ 0: word, index }) => ({ from: index, to: index + word.length, stem: stems(word) }))
    .filter(({ stem }) => stem.some((word) => asked.has(word)));
  let at = beginning(text, hits);
  const end = text.length > at + 300 ? text.lastIndexOf(" ", at + 300) : text.length;
  const nodes = [at > 0 ? "… " : ""];
  for (const { from, to } of hits.filter(({ from, to }) => from >= at && to <= end)) {
    nodes.push(text.slice(at, from), element("mark", "", text.slice(from, to)));
    at = to;
  }
  return [...nodes, text.slice(at, end), end < text.length ? " …" : ""];
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

// A place is shown by its title, its page, the words of the field that lead to it, and a piece of its text.
function item({ at, page, title, text, words }, asked) {
  const link = element("a", "", title);
  link.href = at;
  const lines = title === page ? [] : [element("p", "where", page)];
  const called = words.filter((row) => stems(row).some((stem) => asked.has(stem)));
  if (called.length) lines.push(element("p", "where", "In other words: ", ...snippet(called.join("; "), asked)));
  return element("li", "", link, ...lines, element("p", "context", ...snippet(text, asked)));
}

function count(number, query) {
  const have = number === 1 ? "One place has" : `${number || "No"} places have`;
  return `${have} ${words(query).length > 1 ? "all these words" : "this word"}`;
}

function show(query) {
  const { asked, results } = find(query);
  document.querySelector(".search-summary").textContent = query.trim() ? count(results.length, query) : "";
  document.querySelector("ul.search").replaceChildren(...results.map(({ section }) => item(section, asked)));
}

const field = document.querySelector(".bd-search-container [name=q]");
field.value = new URLSearchParams(location.search).get("q") ?? "";
show(field.value);
field.addEventListener("input", () => {
  history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
  show(field.value);
});
