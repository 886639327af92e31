/* The order of results: from the postings for all, from the text for those that are shown. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.rank = (() => {
  const FIELD = { title: 9, facts: 2, quoted: 1.5, heading: 4, body: 1 };
  const SATURATION = 1.4, LENGTH = 0.4, NEIGHBOUR = 0.3;

  const rarity = (term, documents) => Math.log(1 + (documents - term.hits.size + 0.5) / (term.hits.size + 0.5));

  /** How often a term stands in a document, each field by its weight. */
  function weighed(hit, headings) {
    if (!hit.units.length) {
      const times = 2 ** (hit.weight & 3);
      return times + (hit.weight & 4 ? FIELD.heading : 0) + (hit.weight & 8 ? FIELD.title : 0);
    }
    let sum = 0;
    for (const unit of hit.units) {
      if (unit === 0) sum += FIELD.title;
      else if (unit === 1) sum += FIELD.facts;
      else if (unit === 2) sum += FIELD.quoted;
      else sum += unit < 3 + headings ? FIELD.heading : FIELD.body;
    }
    return sum;
  }

  /** BM25F over the fields, from the postings alone; documents in which all terms share units stand higher. */
  function score(terms, document, table) {
    const norm = SATURATION * (1 - LENGTH + (LENGTH * table.bodies[document]) / table.average);
    let sum = 0;
    let common = null;
    for (const term of terms) {
      const hit = term.hits.get(document);
      if (!hit) continue;
      const times = weighed(hit, table.headings[document]) * (hit.clean ? 1 : NEIGHBOUR);
      sum += (rarity(term, table.count) * times) / (times + norm) + (times >= FIELD.title ? 0.6 : 0);
      if (hit.units.length) common = common ? common.filter((unit) => hit.units.includes(unit)) : hit.units;
    }
    return terms.length > 1 && common && common.length ? sum * 1.25 : sum;
  }

  /**
   * What the text adds: how much of the title or of a heading the terms are, how many headings have them, how often they
   * really stand there (of several the rarest counts: an outline about both is sought), and how close to each other.
   * @param {object} seen what {@link TigangSearch.results.check} found
   */
  function refine(seen) {
    const covered = 1.6 * seen.titleShare + 1.1 * seen.headingShare + 0.25 * Math.log1p(seen.headings);
    const least = Math.min(...seen.times.map(({ title, facts, heading, body }) => title + facts + heading + body));
    return covered + 0.3 * Math.log1p(least) + seen.closeness;
  }

  return { score, refine };
})();
