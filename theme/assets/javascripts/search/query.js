/* The query language: words, "exact phrase", -without, 标题: 体裁: 年份: 主题:. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.query = (() => {
  const FIELDS = { 标题: "title", 体裁: "genre", 年份: "year", 主题: "topic", 栏目: "collection" };
  const PART = /(-|－)?(?:(标题|体裁|年份|主题|栏目)[:：])?(?:[“"＂”]([^“”"＂]*)[”"＂“]?|([^\s“”"＂]+))/gu;

  /**
   * @param {string} text as typed
   * @returns {{words: string[], without: string[], title: string[], genre: string[], topic: string[],
   *   collection: string[], years: [number, number][]}}
   */
  function parse(text) {
    const asked = { words: [], without: [], title: [], genre: [], topic: [], collection: [], years: [] };
    for (const [, minus, field, quoted, bare] of text.normalize("NFC").matchAll(PART)) {
      const word = (quoted ?? bare ?? "").trim();
      if (!word) continue;
      const kind = field && FIELDS[field];
      if (kind === "year") {
        const [from, to] = word.normalize("NFKC").split(/[-—~–至到]+/u).map((one) => parseInt(one, 10));
        if (from) asked.years.push([from, to || from]);
      } else if (minus) asked.without.push(word);
      else if (kind) asked[kind].push(word);
      else asked.words.push(word);
    }
    return asked;
  }

  return { parse };
})();
