/* Genre, year, topic and collection of each document: to narrow the hits by, and to count them. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.narrow = (() => {
  const { column } = TigangSearch.postings;
  const FACETS = ["genre", "year", "topic", "collection"];

  /**
   * The value of facets.js, opened: for each facet the names that each document has, and its day of the year.
   * @typedef { {genre: string[][], year: string[][], topic: string[][], collection: string[][], day: Uint32Array} } Known
   */
  function open(file, count) {
    const topic = [], listed = column(file.topic);
    for (let at = 0; topic.length < count; at += 1 + listed[at]) {
      topic.push(Array.from(listed.subarray(at + 1, at + 1 + listed[at]), (index) => file.topics[index]));
    }
    const named = (names, numbers) => Array.from(column(numbers), (one) => (one ? [names[one - 1]] : []));
    return {
      genre: named(file.genres, file.genre),
      collection: named(file.collections, file.collection),
      year: Array.from(column(file.year), (one) => (one ? [String(one)] : [])),
      topic,
      day: column(file.day),
    };
  }

  /** The filters of a query and those of the chips (facet -> names, of which one must fit), as one list. */
  function filters(asked, chosen) {
    const chips = FACETS.filter((facet) => chosen[facet] && chosen[facet].length);
    return [...asked, ...chips.map((facet) => ({ facet, fits: (name) => chosen[facet].includes(name), without: false }))];
  }

  /** Whether a document passes all filters. */
  const passes = (known, given, document) =>
    given.every(({ facet, fits, without }) => known[facet][document].some(fits) !== without);

  /**
   * How many of the documents have each name: the commonest first, years the newest first. A topic of a single document
   * narrows to what stands in the list anyway, and most topics are.
   */
  function counts(known, documents) {
    const counted = {};
    for (const facet of FACETS) {
      const found = new Map();
      for (const document of documents) {
        for (const name of known[facet][document]) found.set(name, (found.get(name) || 0) + 1);
      }
      const newest = (one, two) => Number(two[0]) - Number(one[0]);
      const worth = facet === "topic" ? [...found].filter(([, count]) => count > 1) : [...found];
      counted[facet] = worth.sort(facet === "year" ? newest : (one, two) => two[1] - one[1]);
    }
    return counted;
  }

  return { open, filters, passes, counts };
})();
