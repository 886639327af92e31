/* One document's text, searched: whether it really has the terms, and how a result shows it. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.results = (() => {
  const { trace, find, mark, snippet } = TigangSearch.text;
  const SECTIONS = 3;

  /** The text file's paragraphs, traced once. */
  function open(file) {
    const line = (text, field, section, cut = 0) => ({ text, field, section, cut, traced: trace(text) });
    return [
      ...file.t.split("\n").map((text) => line(text, "title", -1)),
      ...file.f.map((text) => line(text, "facts", -1)),
      ...file.h.map(([, , text], index) => line(text, "heading", index)),
      ...file.b.flatMap(([section, runin, ...paragraphs]) =>
        paragraphs.map((text, index) => line(text, "body", section, runin && !index ? file.h[section][2].length : 0)),
      ),
    ];
  }

  /**
   * What a document has of the terms; null where one of `needed` is missing or one of `without` is there.
   * A term finds its spans in a traced paragraph: `spans(traced)`.
   */
  function check(file, terms, needed, without, inTitle) {
    const lines = open(file);
    const seen = new Set();
    for (const line of lines) {
      line.hits = terms.map((term) => term.spans(line.traced));
      line.hits.forEach((spans, index) => spans.length && seen.add(index));
      line.spans = line.hits.flat();
      if (without.some((term) => term.spans(line.traced).length)) return null;
    }
    if (seen.size < needed) return null;
    const titled = (term) => lines.some((line) => line.field === "title" && term.spans(line.traced).length);
    if (!inTitle.every(titled)) return null;
    const share = (line) => ({
      share: line.spans.reduce((sum, [from, to]) => sum + to - from, 0) / Math.max(1, line.text.length),
    });
    const of = (field) => lines.filter((line) => line.field === field && line.spans.length);
    const many = (line) => line.hits.filter((spans) => spans.length).length;
    return {
      lines,
      titles: of("title").map(share),
      heads: of("heading").map(share),
      count: lines.reduce((sum, line) => sum + line.spans.length, 0),
      together: terms.length > 1 && lines.some((line) => many(line) === terms.length) ? 1 : 0,
    };
  }

  /** The result as the box shows it. */
  function item(file, found, near) {
    const { lines } = found;
    const many = (line) => 10 * line.hits.filter((spans) => spans.length).length + line.spans.length;
    const sections = new Map();
    for (const line of lines) {
      if (line.section < 0 || !line.spans.length) continue;
      const section = sections.get(line.section) || { index: line.section, score: 0, line: null };
      section.score += line.field === "heading" ? 30 + many(line) : many(line);
      if (line.field === "body" && (!section.line || many(line) > many(section.line))) section.line = line;
      sections.set(line.section, section);
    }
    const best = [...sections.values()].sort((one, two) => two.score - one.score || one.index - two.index);
    const opening = lines.find((line) => line.section < 0 && line.field === "body" && line.spans.length);
    const shown = best.slice(0, SECTIONS).sort((one, two) => one.index - two.index).map((section) => {
      const [id, , text] = file.h[section.index];
      const heading = lines.find((line) => line.field === "heading" && line.section === section.index);
      return {
        url: `${file.u}#${encodeURIComponent(id)}`,
        heading: mark(text, heading.spans),
        snippet: section.line ? body(section.line) : [],
      };
    });
    if (opening && shown.length < SECTIONS) shown.unshift({ url: file.u, heading: [], snippet: body(opening) });
    const forms = new Set(lines.flatMap((line) => line.spans.map(([from, to]) => line.text.slice(from, to))));
    const title = lines.filter((line) => line.field === "title").map((line) => mark(line.text, line.spans));
    return {
      url: file.u,
      title: title.flatMap((parts, index) => (index ? [["　", 0], ...parts] : parts)),
      meta: file.m,
      near,
      terms: [...forms].slice(0, 8),
      sections: shown,
    };
  }

  /** A snippet; of a run-in heading's paragraph only the body, where the hit is there. */
  function body(line) {
    const after = line.spans.filter(([from]) => from >= line.cut);
    if (!line.cut || !after.length) return snippet(line.text, line.spans);
    return snippet(line.text.slice(line.cut), after.map(([from, to]) => [from - line.cut, to - line.cut]));
  }

  /** How a phrase finds itself in a paragraph. */
  const phrase = (forms) => (traced) => find(traced, forms);

  return { check, item, phrase };
})();
