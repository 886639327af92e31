/* Near hits: one wrong, missing or extra character, or the words of a phrase that stands nowhere. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.near = (() => {
  const { term } = TigangSearch.match;
  const { both } = TigangSearch.postings;
  const SHORTEST = 4, MOST = 150;

  /** The ways in which a phrase may have been mistyped at one place: [left, right, what stands between]. */
  function ways(stream) {
    const characters = [...stream];
    const found = [];
    for (let at = 0; at < characters.length; at++) {
      const left = characters.slice(0, at).join(""), right = characters.slice(at + 1).join("");
      found.push([left, right, "."]);
      if (characters.length > SHORTEST) found.push([left, right, ""]);
      if (at) found.push([left, characters.slice(at).join(""), "."]);
    }
    return found;
  }

  /**
   * The documents that may have a phrase with one character wrong, likeliest first, and how it finds itself there.
   */
  async function typos(store, manifest, stream) {
    if ([...stream].length < SHORTEST) return null;
    const likely = new Map();
    const parts = new Map();
    const hits = (part) => {
      if (!parts.has(part)) parts.set(part, term(store, manifest, part));
      return parts.get(part);
    };
    const patterns = [];
    for (const [left, right, between] of ways(stream)) {
      patterns.push(`${left}${between}${right}`);
      const needed = await Promise.all([left, right].filter((part) => [...part].length > 1).map(hits));
      if (!needed.length) continue;
      const documents = needed
        .map((one) => Float64Array.from([...one.hits.keys()].sort((a, b) => a - b)))
        .reduce(both);
      for (const document of documents) {
        const units = needed.map((one) => one.hits.get(document).units);
        const shared = units.length < 2 || units[0].some((unit) => units[1].includes(unit));
        if (!shared) continue;
        const weight = needed.reduce((sum, one) => sum + one.stream.length ** 2 / Math.log(3 + one.hits.size), 0);
        likely.set(document, Math.max(weight, likely.get(document) || 0));
      }
    }
    const pattern = new RegExp(patterns.join("|"), "gu");
    const spans = (traced) =>
      [...traced.stream.matchAll(pattern)].map((match) => [
        traced.from[match.index],
        traced.to[match.index + match[0].length - 1],
      ]);
    const documents = [...likely].sort((one, two) => two[1] - one[1] || one[0] - two[0]).slice(0, MOST);
    return { documents: documents.map(([document]) => document), spans };
  }

  return { typos };
})();
