/* What one character folds to, for the engine and for the marks on a page (docs/search-index.md, Text). */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.folding = (() => {
  const KEPT = /[\p{L}\p{N}]/u;

  /**
   * None, one or several letters and numbers, without width and case.
   * @param {string} character one code point
   * @param {Map<string, string> | null} simplified traditional characters with their simplified ones
   */
  return (character, simplified = null) => {
    const circle = character === "\u25cb" || character === "\u25ef" ? "〇" : character; // typed for 〇: 二○二四年
    let folded = "";
    for (const one of circle.normalize("NFKC").toLowerCase()) if (KEPT.test(one)) folded += simplified?.get(one) || one;
    return folded;
  };
})();
