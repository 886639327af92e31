/* One document's text, searched: whether it really has the terms, and how a result shows it. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.results = (() => {
  const { trace, find, mark, snippet } = TigangSearch.text;
  const SECTIONS = 3, TERMS = 8;
  const NEAR = 40; // characters between terms that still belong together

  /**
   * @typedef {object} Line a paragraph of a document
   * @property {string} text
   * @property {"title" | "facts" | "heading" | "body"} field
   * @property {number} section index of its heading, -1 before the first
   * @property {number} lead length of the run-in heading in front, which is not counted again
   * @property {[number, number][][]} hits where each term stands
   * @property {[number, number][]} spans all of them
   * @property {number} kinds how many terms stand there
   */

  /** The paragraphs of a text file. */
  function* paragraphs(file) {
    for (const text of file.t.split("\n")) yield { text, field: "title", section: -1, lead: 0 };
    for (const text of file.f) yield { text, field: "facts", section: -1, lead: 0 };
    for (const [section, [, , text]] of file.h.entries()) yield { text, field: "heading", section, lead: 0 };
    for (const [section, runIn, ...texts] of file.b) {
      for (const [index, text] of texts.entries()) {
        yield { text, field: "body", section, lead: runIn && !index ? file.h[section][2].length : 0 };
      }
    }
  }

  /** How a phrase finds itself in a paragraph. */
  const phrase = (forms) => (traced) => find(traced, forms);

  /**
   * What a document has of the terms; null where fewer than `needed` are there, or one that must not be.
   * @param {object} file a text file
   * @param { {spans: (traced: object) => [number, number][]}[]} terms
   * @param {number} needed
   * @param {object[]} without terms of which none may be there, or none in the title (`isTitle`)
   * @param {object[]} inTitle terms that must stand in the title
   */
  function check(file, terms, needed, without, inTitle) {
    /** @type {Line[]} */
    const lines = [];
    const times = terms.map(() => ({ title: 0, facts: 0, heading: 0, body: 0 }));
    const titled = new Set();
    for (const line of paragraphs(file)) {
      const traced = trace(line.text);
      const isTitle = line.field === "title";
      if (without.some((term) => (isTitle || !term.isTitle) && term.spans(traced).length)) return null;
      if (isTitle) inTitle.filter((term) => term.spans(traced).length).forEach((term) => titled.add(term));
      line.hits = terms.map((term) => term.spans(traced));
      line.spans = line.hits.flat();
      if (!line.spans.length) continue;
      line.kinds = line.hits.filter((spans) => spans.length).length;
      line.hits.forEach((spans, index) => {
        times[index][line.field] += spans.filter(([, to]) => to > line.lead).length;
      });
      lines.push(line);
    }
    const there = times.filter(({ title, facts, heading, body }) => title + facts + heading + body);
    if (there.length < needed || titled.size < inTitle.length) return null;
    const of = (field) => lines.filter((line) => line.field === field);
    return {
      lines,
      times,
      titleShare: Math.max(0, ...of("title").map(share)),
      headingShare: Math.max(0, ...of("heading").map(share)),
      headings: of("heading").length,
      closeness: terms.length > 1 ? closeness(lines, terms.length) : 0,
    };
  }

  /** How much of a line the terms are. */
  const share = (line) => line.spans.reduce((sum, [from, to]) => sum + to - from, 0) / Math.max(1, line.text.length);

  /** From 0 to 1: all terms side by side, in a paragraph, in a section, or only somewhere in the document. */
  function closeness(lines, count) {
    const sections = new Map();
    let best = 0;
    for (const line of lines) {
      const known = sections.get(line.section) || new Set();
      line.hits.forEach((spans, index) => spans.length && known.add(index));
      sections.set(line.section, known);
      if (line.section >= 0 && known.size === count) best = Math.max(best, 0.4);
      if (line.kinds < count) continue;
      best = Math.max(best, 0.6 + 0.4 * Math.max(0, 1 - gap(line) / NEAR));
    }
    return best;
  }

  /** Characters between the terms of a line where all of them stand closest. */
  function gap(line) {
    const order = line.hits.flatMap((spans, term) => spans.map(([from, to]) => ({ term, from, to })));
    order.sort((one, two) => one.from - two.from);
    const last = new Map();
    let best = Infinity;
    for (const one of order) {
      last.set(one.term, one);
      if (last.size < line.hits.length) continue;
      const spans = [...last.values()];
      const width = Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from));
      best = Math.min(best, width - spans.reduce((sum, { from, to }) => sum + to - from, 0));
    }
    return Math.max(0, best);
  }

  /**
   * A result as the box shows it.
   * @param {object} file
   * @param {object} seen what `check` found
   * @param {"" | "typo" | "words" | "some"} near
   */
  function item(file, seen, near) {
    const { lines } = seen;
    const marked = (text, field, section) =>
      mark(text, lines.find((line) => line.field === field && line.section === section && line.text === text)?.spans || []);
    const surfaces = new Set(lines.flatMap((line) => line.spans.map(([from, to]) => line.text.slice(from, to))));
    return {
      url: file.u,
      title: file.t.split("\n").flatMap((text, index) => [...(index ? [["　", 0]] : []), ...marked(text, "title", -1)]),
      meta: file.m,
      near,
      terms: [...surfaces].slice(0, TERMS),
      sections: sections(file, lines, marked),
    };
  }

  /** The best sections in their order, and before them what stands above the first heading. */
  function sections(file, lines, marked) {
    const found = new Map();
    for (const line of lines) {
      if (line.field === "title") continue;
      // The byline is no section; it is shown where nothing else is.
      const key = line.field === "facts" ? -2 : line.section;
      const one = found.get(key) || { index: key, score: key === -2 ? -100 : 0, line: null };
      const score = 10 * line.kinds + line.spans.length;
      one.score += line.field === "heading" ? 30 + score : score;
      if (line.field !== "heading" && (!one.line || score > one.line.score)) one.line = { ...line, score };
      found.set(key, one);
    }
    const best = [...found.values()].sort((one, two) => two.score - one.score || one.index - two.index).slice(0, SECTIONS);
    const shown = best.length > 1 ? best.filter(({ index }) => index !== -2) : best;
    return shown
      .sort((one, two) => one.index - two.index)
      .map(({ index, line }) => {
        const [id, , heading] = file.h[index] || [];
        return {
          url: id ? `${file.u}#${encodeURIComponent(id)}` : file.u,
          heading: id ? marked(heading, "heading", index) : [],
          snippet: line ? excerpt(line) : [],
        };
      });
  }

  /** A snippet; of a run-in heading's paragraph only the body, where a hit is there. */
  function excerpt({ text, hits, lead }) {
    const after = hits.map((spans) => spans.filter(([from]) => from >= lead).map(([from, to]) => [from - lead, to - lead]));
    return after.some((spans) => spans.length) ? snippet(text.slice(lead), after) : snippet(text, hits);
  }

  return { check, item, phrase };
})();
