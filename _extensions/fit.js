/* What `mlmcore.fit` does, in a browser: the functions of _moments.py, groups.py, gls.py, variance.py and results.py, under
   their names. No page and no file is known here. tests/site/test_fit_here.py compares every number and every refusal.

   A column is a Float64Array, a matrix an array of its rows, y the first of the columns and the predictors follow. */
const mlm = (() => {
  class Refusal extends Error {}
  const refuse = (words) => { throw new Refusal(words); };

  const EPS = Number.EPSILON;
  const sum = (items, value = Number) => items.reduce((total, item, i) => total + value(item, i), 0);
  const dot = (a, b) => sum(a, (value, p) => value * b[p]);
  const largest = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
  const square = (P, entry) => Array.from({ length: P }, (_, p) => Array.from({ length: P }, (_, q) => entry(p, q)));
  const predictors = (matrix) => matrix.slice(1).map((row) => row.slice(1));
  const contrastOf = (beta) => [1, ...beta.map((slope) => -slope)];
  const quadratic = (a, matrix, b = a) => sum(matrix, (row, p) => a[p] * dot(row, b));

  /* Linear algebra of a few predictors: Cholesky's triangle, what it solves, and Jacobi's rotations. */
  function cholesky(matrix) {
    const L = [];
    matrix.forEach((row, p) => {
      L.push([]);
      for (let q = 0; q < p; q++) L[p].push((row[q] - dot(L[q].slice(0, q), L[p])) / L[q][q]);
      L[p].push(Math.sqrt(row[p] - dot(L[p], L[p])));
    });
    return L;
  }

  function solve(matrix, right) {
    const L = cholesky(matrix), z = [], solution = [];
    L.forEach((row, p) => z.push((right[p] - dot(z, row)) / row[p]));
    for (let p = L.length - 1; p >= 0; p--) {
      solution[p] = (z[p] - sum(L.slice(p + 1), (row, q) => row[p] * solution[p + 1 + q])) / L[p][p];
    }
    return solution;
  }

  const inverse = (matrix) => matrix.map((_, p) => solve(matrix, matrix.map((_, q) => Number(p === q))));
  const logDeterminant = (matrix) => 2 * sum(cholesky(matrix), (row) => Math.log(row.at(-1)));

  function eigh(matrix) {
    const a = matrix.map((row) => [...row]), P = a.length, axes = square(P, (p, q) => Number(p === q));
    const rotate = (u, v, c, s) => [c * u - s * v, s * u + c * v];
    for (let turn = 0; turn < 30 * P * P; turn++) {
      const p = Math.floor(turn / P) % P, q = turn % P;
      if (p >= q || a[p][q] === 0) continue;
      const ratio = (a[q][q] - a[p][p]) / (2 * a[p][q]);
      const t = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.hypot(ratio, 1)), c = 1 / Math.hypot(t, 1);
      for (const row of [...a, ...axes]) [row[p], row[q]] = rotate(row[p], row[q], c, t * c);
      for (let r = 0; r < P; r++) [a[p][r], a[q][r]] = rotate(a[p][r], a[q][r], c, t * c);
    }
    return { size: a.map((row, p) => row[p]), axes: axes.map((_, p) => axes.map((row) => row[p])) }; // an axis a row
  }

  /* _moments.py: means and scatter of observations in groups, without loss of digits. */
  function bincount(code, J, value = () => 1) {
    const sums = new Float64Array(J);
    code.forEach((j, i) => { sums[j] += value(i); });
    return sums;
  }

  const smallest = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const range = (column) => largest(column) - smallest(column);

  function exactOrigin(column) {
    const low = smallest(column), high = largest(column);
    return (0 < low && high <= 2 * low) || (high < 0 && low >= 2 * high) ? column[0] : 0;
  }

  function moments(code, J, columns) {
    const n = bincount(code, J), origin = columns.map(exactOrigin);
    const mean = columns.map((column, p) => bincount(code, J, (i) => column[i] - origin[p]).map((total, j) => total / n[j]));
    const residual = columns.map((column, p) => column.map((value, i) => value - origin[p] - mean[p][code[i]]));
    const left = residual.map((r) => bincount(code, J, (i) => r[i])); // what rounding left of the groups' sums
    const gone = (p, q) => sum(left[p], (rest, j) => (rest / n[j]) * left[q][j]);
    const within = square(columns.length, (p, q) => dot(residual[p], residual[q]) - gone(p, q));
    return { n, origin, offset: mean.map((means, p) => means.map((value, j) => value + left[p][j] / n[j])), within };
  }

  function checkScatter(total, columns, names) {
    ["y", ...names.map((name) => `x: column ${repr(name)}`)].forEach((name, p) => {
      if (!(total[p][p] < 1e300) || (total[p][p] < 1e-280 && range(columns[p]) > 0)) {
        const rule = "must scatter by between about 1e-140 and 1e150, so that it can be squared";
        refuse(`${name}: ${rule}; got ${String(Number(range(columns[p]).toPrecision(3))).replace("Infinity", "inf")}`);
      }
    });
    const x = predictors(total);
    names.forEach((name, p) => {
      if (!(x[p][p] > 0)) refuse(`x: column ${repr(name)} must vary; got the same value in every row`);
      const correlation = square(p + 1, (q, r) => x[q][r] / (Math.sqrt(x[q][q]) * Math.sqrt(x[r][r]))), withP = correlation.pop();
      const before = correlation.map((row) => row.slice(0, p));
      if (1 - dot(withP.slice(0, p), solve(before, withP)) < 1e-12) {
        const others = names.slice(0, p).map(repr).join(", ");
        refuse(`x: column ${repr(name)} must not be a linear combination of the intercept and ${others}`);
      }
    });
  }

  /* groups.py: the summary of the observations, and the groups' means pooled over groups of equal size. */
  function summarize({ y, x, group, labels, xNames }) {
    const columns = [y, ...x], { n, origin, offset, within } = moments(group, labels.length, columns);
    const middle = offset.map((means) => dot(n, means) / y.length);
    const between = offset.map((means, p) => means.map((value, j) => (value - middle[p]) * Math.sqrt(n[j])));
    checkScatter(square(columns.length, (p, q) => within[p][q] + dot(between[p], between[q])), columns, xNames);
    return { labels, xNames, n, origin, offset, within, rows: y.length, sizes: sizeClasses(n, offset) };
  }

  function sizeClasses(n, offset) {
    const members = new Map();
    n.forEach((size, j) => members.get(size)?.push(j) ?? members.set(size, [j]));
    return [...members.keys()].sort((a, b) => a - b).map((size) => {
      const of = members.get(size), mean = offset.map((means) => sum(of, (j) => means[j]) / of.length);
      const scatter = square(mean.length, (p, q) => sum(of, (j) => (offset[p][j] - mean[p]) * (offset[q][j] - mean[q])));
      return { n: size, count: of.length, mean, scatter };
    });
  }

  /* gls.py: the overall mean and slopes at lambda = tau^2 / sigma^2. */
  function generalisedLeastSquares({ sizes, within, origin }, lam) {
    const k = sizes.map(({ n }) => n / (1 + n * lam)), precision = sum(sizes, ({ count }, m) => count * k[m]);
    const centre = origin.map((_, p) => sum(sizes, ({ count, mean }, m) => count * k[m] * mean[p]) / precision);
    const spread = sizes.map(({ count, mean, scatter }) => {
      const d = mean.map((value, p) => value - centre[p]);
      return square(d.length, (p, q) => scatter[p][q] + count * d[p] * d[q]);
    });
    const s = square(origin.length, (p, q) => within[p][q] + sum(spread, (of, m) => k[m] * of[p][q]));
    const sxx = predictors(s), sxy = s[0].slice(1), beta = solve(sxx, sxy), contrast = contrastOf(beta);
    const mu = dot(contrast, origin) + dot(contrast, centre), rss = s[0][0] - dot(sxy, beta);
    return { k, precision, spread, centre: centre.map((value, p) => origin[p] + value), sxx, beta, mu, rss };
  }

  /* variance.py: the restricted deviance, its exact slope in lambda, and the roots of that. */
  const degreesOfFreedom = ({ rows, xNames }) => rows - xNames.length - 1;

  function deviance(lam, summary) {
    const { precision, sxx, rss } = generalisedLeastSquares(summary, lam), nu = degreesOfFreedom(summary);
    const groups = sum(summary.sizes, ({ n, count }) => count * Math.log1p(n * lam));
    return nu * (1 + Math.log((2 * Math.PI * rss) / nu)) + groups + Math.log(precision) + logDeterminant(sxx);
  }

  function devianceSlope(lam, summary) {
    const { k, precision, spread, sxx, beta, rss } = generalisedLeastSquares(summary, lam);
    const shrink = square(beta.length + 1, (p, q) => sum(spread, (of, m) => k[m] ** 2 * of[p][q]));
    const ofX = predictors(shrink), leverage = sum(ofX, (row, p) => solve(sxx, ofX.map((other) => other[p]))[p]);
    const reml = -sum(summary.sizes, ({ count }, m) => count * k[m] ** 2) / precision - leverage;
    return (-quadratic(contrastOf(beta), shrink) * degreesOfFreedom(summary)) / rss + precision + reml;
  }

  function valleys(summary) {
    checkEstimable(summary);
    const [within, between] = sumsOfSquares(summary), sizes = summary.sizes.map(({ n }) => n), least = within / summary.rows;
    const top = 100 * Math.max(1 / sizes[0], between / least), bottom = 1e-4 / sizes.at(-1);
    const last = 1 + Math.trunc(2 * Math.log10(top / bottom)); // two points a decade, and one more
    const grid = [0, ...Array.from({ length: last + 1 }, (_, g) => bottom * (top / bottom) ** (g / last))];
    const slope = grid.map((lam) => devianceSlope(lam, summary));
    const level = Math.abs(summary.origin[0]) + largest(summary.offset[0].map(Math.abs));
    const rounding = 8 * EPS * (1 + level / Math.sqrt(least)); // at 0 less than this is a tie
    if (Math.abs(slope[0]) < rounding * summary.rows) slope[0] = 0;
    const minima = slope[0] >= 0 ? [0] : [];
    for (let g = 0; g <= last; g++) {
      if (slope[g] < 0 && slope[g + 1] >= 0) minima.push(root((lam) => devianceSlope(lam, summary), grid[g], grid[g + 1]));
    }
    return minima;
  }

  function root(slope, low, high) {
    for (let middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2) {
      slope(middle) < 0 ? (low = middle) : (high = middle);
    }
    return high;
  }

  function directions({ offset, within }) {
    const x = offset.slice(1), sxx = predictors(within), means = x.map((column) => sum(column) / column.length);
    const scale = x.map((column, p) => Math.sqrt(sxx[p][p] + sum(column, (value) => (value - means[p]) ** 2)));
    const { size, axes } = eigh(square(x.length, (p, q) => sxx[p][q] / (scale[p] * scale[q])));
    return { scale, seen: axes.map((axis, d) => ({ axis, size: size[d] })).filter(({ size }) => size > 1e-12) };
  }

  function sumsOfSquares(summary) {
    const { scale, seen } = directions(summary), sxy = summary.within[0].slice(1);
    const along = seen.map(({ axis, size }) => sum(axis, (entry, p) => (entry * sxy[p]) / scale[p]) / size);
    const beta = scale.map((unit, p) => sum(seen, ({ axis }, d) => axis[p] * along[d]) / unit), contrast = contrastOf(beta);
    const means = summary.offset.map((column) => sum(column) / column.length);
    const between = sum(summary.n, (_, j) => sum(contrast, (c, p) => c * (summary.offset[p][j] - means[p])) ** 2);
    return [summary.within[0][0] - dot(sxy, beta), between];
  }

  function checkEstimable(summary) {
    const { rows, n, offset, within } = summary, J = n.length, syy = within[0][0];
    if (J < 2) refuse(`group: fit needs at least two groups, to see how they differ; got ${J}`);
    const varying = directions(summary).seen.length;
    if (largest(n) < 2) refuse("group: fit needs a group with at least two observations, to see sigma; got one in each");
    if (rows <= J + varying) {
      refuse(`y: fit needs more rows than groups and slopes within them (${J + varying} here), to see sigma; got ${rows}`);
    }
    if (!(syy > rows * (4 * EPS * largest(offset[0].map(Math.abs))) ** 2)) {
      refuse("y: must vary within some group, or sigma would be 0; got the same value throughout each group");
    }
    if (!(sumsOfSquares(summary)[0] > 1e-12 * syy)) {
      refuse("y: must not be a linear function of x within groups, but for rounding; got one, so sigma is 0");
    }
    const about = sum(offset[0], (mean, j) => n[j] * (mean - offset[0][0]) ** 2);
    if (!(generalisedLeastSquares(summary, 0).rss > 1e-12 * (syy + about))) {
      refuse("y: must not be so nearly linear in x that rounding hides the rest; take a known trend out first");
    }
    const byMeans = 1 + summary.xNames.length - varying;
    if (J <= byMeans) {
      refuse(`group: fit needs more groups than coefficients that only the group means determine (${byMeans} here); got ${J}`);
    }
  }

  /* results.py: every estimate, and the table of the groups with intervals of 95 %. */
  function fit(data) {
    const summary = summarize(data), { labels, n, origin, offset } = summary;
    const heights = valleys(summary).map((lam) => [deviance(lam, summary), lam]);
    const [height, lam] = heights.reduce((best, next) => (next[0] < best[0] ? next : best));
    const solution = generalisedLeastSquares(summary, lam), { mu, beta, rss, precision } = solution;
    const sigma = Math.sqrt(rss / degreesOfFreedom(summary)), tau = sigma * Math.sqrt(lam);
    const centre = solution.centre.slice(1), covariance = inverse(solution.sxx);
    const groups = labels.map((label, j) => {
      const [y, ...x] = offset.map((means, p) => origin[p] + means[j]);
      const own = y - dot(x, beta), weight = 1 / (1 + (sigma / tau) ** 2 / n[j]);
      const estimate = weight * own + (1 - weight) * mu;
      const lever = x.map((value, p) => weight * value + (1 - weight) * centre[p]);
      const known = 1 / Math.hypot(Math.sqrt(n[j]) / sigma, 1 / tau);
      const shared = (1 - weight) ** 2 / precision + quadratic(lever, covariance);
      const sd = Math.sqrt(known ** 2 + sigma ** 2 * shared), reach = 1.959963984540054 * sd;
      return { label, n: n[j], own, weight, estimate, sd, low: estimate - reach, high: estimate + reach };
    });
    return {
      mu, beta, sigma, tau, groups, rows: summary.rows, xNames: summary.xNames, atBoundary: lam === 0, logLikelihood: -height / 2,
      muSe: sigma * Math.sqrt(1 / precision + quadratic(centre, covariance)),
      betaSe: covariance.map((row, p) => sigma * Math.sqrt(row[p])),
    };
  }

  /* Text as Python shows it in a message. */
  const repr = (text) => {
    const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
    return quote + text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll(quote, `\\${quote}`) + quote;
  };

  return { fit, refuse, repr, Refusal };
})();
