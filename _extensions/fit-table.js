/* From the text of a table to what `mlm.fit` takes, as pandas.read_csv and GroupedData.from_table do it, and refused in the
   same words. `read`, Vega's reader (charts.js), gives each row as an object, in it an entry that is missing as an empty one. */
const tables = (() => {
  const { refuse, repr } = mlm;
  const MISSING = new Set(["", "NA", "N/A", "n/a", "#N/A", "#NA", "<NA>", "NaN", "nan", "-NaN", "-nan", "NULL", "null", "None"]);
  const NUMBER = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i, INFINITE = /^\s*([-+]?)inf(inity)?\s*$/i;

  /* The sign between the columns is the one that the first line has most of, outside quotes: the sign, and how many columns. */
  function separated(text) {
    const [line] = text.slice(0, 1e5).replace(/"[^"]*"/g, "").split(/\r?\n/, 1);
    const signs = [",", ";", "\t"].map((sign) => [sign, line.split(sign).length]);
    return signs.reduce((best, next) => (next[1] > best[1] ? next : best));
  }

  async function parse(text, read) {
    const plain = text.replace(/^\ufeff/, "");
    if (!plain.trim()) refuse("table: must have a first line with the names of its columns; got none");
    const [delimiter, P] = separated(plain), places = [...Array(P).keys(), "more"].map(String); // a row may be too long
    const [head, ...rows] = (await read(plain, delimiter, places)).filter((row) => places.some((p) => row[p] !== ""));
    const long = rows.findIndex((row) => row.more !== "");
    if (long >= 0) {
      const rule = `table: a row must not have more entries than the first line has names, which is ${P}`;
      refuse(`${rule}; got more in row ${long + 1} below the names`);
    }
    places.pop();
    const names = places.map((p) => head[p] || `Unnamed: ${p}`);
    return { names, columns: places.map((p) => rows.map((row) => row[p])), delimiter };
  }

  function column(table, argument, name) {
    const found = table.columns.filter((_, p) => table.names[p] === name);
    if (!found.length) {
      const more = table.names.length > 20 ? ` and ${table.names.length - 20} more` : "";
      const known = `it has ${table.names.slice(0, 20).map(repr).join(", ")}${more}`;
      refuse(`${argument}: must name a column of the table; got ${repr(name)}; ${known}`);
    }
    if (found.length > 1) refuse(`${argument}: must name one column; ${repr(name)} names ${found.length}: rename them`);
    return found[0];
  }

  const at = (entries, test) => {
    const first = entries.findIndex(test);
    return [first, `first at index ${first}`, ` In the table that is row ${first + 1} below the names.`];
  };

  /* Decimal commas are read where columns are parted by semicolons. */
  function numberIn(entry, comma) {
    if (MISSING.has(entry)) return NaN;
    const text = comma ? entry.replace(".", "?").replace(",", ".") : entry;
    if (NUMBER.test(text)) return Number(text);
    return INFINITE.test(text) ? Number(`${INFINITE.exec(text)[1]}Infinity`) : undefined;
  }

  function numbers(table, argument, name) {
    const entries = column(table, argument, name), called = `${argument}: column ${repr(name)}`;
    const comma = table.delimiter === ";" && entries.some((entry) => entry.includes(","));
    const values = entries.map((entry) => numberIn(entry, comma));
    const text = values.indexOf(undefined);
    if (text >= 0) {
      const got = `got text, such as ${repr(entries[text].slice(0, 40))}: convert numbers; of categories make columns of 0 and 1`;
      const how = "one each but for the first (pandas.get_dummies, polars' to_dummies)";
      refuse(`${called}: must hold numbers only, in equal rows; ${got}, ${how}`);
    }
    const bad = values.filter((value) => !Number.isFinite(value)).length;
    if (bad) {
      const [first, index, row] = at(values, (value) => !Number.isFinite(value));
      const shown = String(values[first]).toLowerCase().replace("infinity", "inf");
      refuse(`${called}: must be finite; got ${bad} NaN or infinite, ${index} (${shown}).${row}`);
    }
    return Float64Array.from(values);
  }

  /* The distinct labels, sorted as numbers if all of them are, and each row's place among them. */
  function groups(table, name) {
    const entries = column(table, "group", name), missing = entries.filter((entry) => MISSING.has(entry)).length;
    if (missing) {
      const [, index, row] = at(entries, (entry) => MISSING.has(entry));
      const rule = "labels must not be missing, nor a part of one";
      refuse(`group: column ${repr(name)}: ${rule}; got ${missing} missing, ${index}.${row}`);
    }
    const labels = [...new Set(entries)], numeric = labels.every((label) => NUMBER.test(label));
    labels.sort((a, b) => (numeric && a - b) || (a < b ? -1 : 1));
    const place = new Map(labels.map((label, j) => [label, j]));
    return { labels, group: Int32Array.from(entries, (entry) => place.get(entry)) };
  }

  const fromItsMean = (values) => values.map(((mean) => (value) => value - mean)(values.reduce((a, b) => a + b) / values.length));

  function data(table, { y, group, x = [], centred = false }) {
    const outcome = numbers(table, "y", y), grouping = groups(table, group), columns = x.map((name) => numbers(table, "x", name));
    if (!outcome.length) refuse("y: must be one-dimensional with at least one row; got shape (0,)");
    return { y: outcome, ...grouping, x: centred ? columns.map(fromItsMean) : columns, xNames: x };
  }

  const quoted = (text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (entries) => `${entries.map(String).map(quoted).join(",")}\r\n`;
  const csv = (rows) => [Object.keys(rows[0]), ...rows.map(Object.values)].map(line).join("");

  return { parse, data, csv };
})();
