/* The query language: words, "exact phrase", -without, 标题: 体裁: 年份: 主题: 栏目:. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.query = (() => {
  const FIELDS = {
    标题: "title", 標題: "title", 体裁: "genre", 體裁: "genre", 年份: "year",
    主题: "topic", 主題: "topic", 栏目: "collection", 欄目: "collection",
  };
  const NAMES = Object.keys(FIELDS).join("|");
  // A run with quotation marks within is a piece of a sentence that was pasted: one phrase, marks and all.
  const QUOTED = '[“"＂](?![^“”"＂\\s]*[”"＂“]\\S)([^“”"＂]*)[”"＂“]?';
  const PART = new RegExp(`([-－])?(?:(${NAMES})[:：])?(?:${QUOTED}|(\\S+))`, "gu");
  const ASKING = new RegExp(`^[-－]?(?:${NAMES})[:：]$`, "u");
  const { fold, years } = TigangSearch.text;

  /** 2024, 二〇二四年, 2023-2025: the first and the last year, or null. */
  function span(word) {
    const parts = word.normalize("NFKC").split(/[-—–~至到]+/u).map((part) => years(`${part.replace(/年$/u, "")}年`));
    const [from, to] = parts.map((part) => parseInt(part, 10));
    if (!from) return null;
    const last = to || from;
    return [Math.min(from, last), Math.max(from, last)];
  }

  /**
   * @typedef { {facet: string, fits: (name: string) => boolean, without: boolean} } Filter
   * @param {string} text as typed
   * @returns { {words: string[], isQuoted: boolean, without: string[], title: string[], untitled: string[],
   *   filters: Filter[]} } `isQuoted`: a word stood in quotation marks, and what is only near is not wanted; `untitled`: what
   *   must not stand in the title
   */
  function parse(text) {
    const asked = { words: [], isQuoted: false, without: [], title: [], untitled: [], filters: [] };
    for (const [, minus, field, quoted, bare] of text.normalize("NFC").matchAll(PART)) {
      const word = (quoted ?? bare ?? "").trim();
      const kind = field && FIELDS[field];
      const without = Boolean(minus);
      if (!fold(word) || ASKING.test(word)) continue; // punctuation says nothing, nor a field without a value
      if (kind === "title") (without ? asked.untitled : asked.title).push(word);
      else if (kind === "year") {
        const [from, to] = span(word) || [0, -1];
        asked.filters.push({ facet: "year", fits: (year) => from <= +year && +year <= to, without });
      } else if (kind) {
        asked.filters.push({ facet: kind, fits: (name) => fold(name).includes(fold(word)), without });
      } else if (without) asked.without.push(word);
      else {
        asked.words.push(word);
        asked.isQuoted ||= quoted !== undefined;
      }
    }
    return asked;
  }

  return { parse };
})();
