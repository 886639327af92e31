/* The order of results: from the postings for all, from the text for those that are shown. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.rank = (() => {
  const { HEADING, TITLE, isInTitle } = TigangSearch.postings;
  const FIELD = { title: 9, facts: 2, quoted: 1.5, heading: 4, body: 1 };
  const SATURATION = 1.4, LENGTH = 0.4;
  const NEIGHBOUR = 0.3; // two characters that only happen to stand side by side, across the border of words
  const TITLED = 0.6, TOGETHER = 1.25, CLOSE = 0.8;

  const rarity = (term, documents) => Math.log(1 + (documents - term.hits.size + 0.5) / (term.hits.size + 0.5));

  /** How often a term stands in a document, each field by its weight. */
  function weighed(hit, bodies) {
    if (!hit.units.length) {
      const times = 2 ** (hit.weight & 3);
      return times + (hit.weight & HEADING ? FIELD.heading : 0) + (hit.weight & TITLE ? FIELD.title : 0);
    }
    let sum = 0;
    for (const unit of hit.units) {
      if (unit === 0) sum += FIELD.title;
      else if (unit <= bodies) sum += FIELD.body;
      else if (unit === bodies + 1) sum += FIELD.facts;
      else sum += unit === bodies + 2 ? FIELD.quoted : FIELD.heading;
    }
    return sum;
  }

  /** BM25F: what a document is worth in which a term stands so often, the fields weighed; more where it is a word there. */
  function worth(term, hit, weight, isTitle, document, table) {
    const times = weight * (hit.clean ? 1 : NEIGHBOUR);
    const norm = SATURATION * (1 - LENGTH + (LENGTH * table.bodies[document]) / table.average);
    return (rarity(term, table.count) * times) / (times + norm) + (isTitle && hit.clean ? TITLED : 0);
  }

  /** The score from the postings alone; documents in which all terms share units stand higher. */
  function score(terms, document, table) {
    let sum = 0;
    let common = null;
    for (const term of terms) {
      const hit = term.hits.get(document);
      if (!hit) continue;
      sum += worth(term, hit, weighed(hit, table.bodies[document]), isInTitle(hit), document, table);
      if (hit.units.length) common = common ? common.filter((unit) => hit.units.includes(unit)) : hit.units;
    }
    return terms.length > 1 && common && common.length ? sum * TOGETHER : sum;
  }

  /**
   * The score from the text: how often the terms really stand in each field, how much of the title or of a heading they
   * are, how many headings have them, and how close they are to each other.
   * @param {object} seen what {@link TigangSearch.results.check} found
   */
  function refine(terms, document, table, seen) {
    let sum = 0;
    terms.forEach((term, index) => {
      const times = seen.times[index];
      const weight = Object.keys(times).reduce((all, field) => all + FIELD[field] * times[field], 0);
      const hit = term.hits.get(document);
      if (hit && weight) sum += worth(term, hit, weight, times.title > 0, document, table);
    });
    const said = 1.6 * seen.titleShare + 1.1 * seen.headingShare + 0.25 * Math.log1p(seen.headings);
    return sum + said + CLOSE * seen.closeness;
  }

  return { score, refine };
})();
