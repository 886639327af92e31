/* Text as the search compares it: folded a code point at a time, with the way back (docs/search-index.md, Text). */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.text = (() => {
  const KEPT = /[\p{L}\p{N}]/u;
  const YEAR = /[一二][〇零o一二三四五六七八九]{3}(?=年)/gu;
  const DIGITS = { 〇: "0", 零: "0", o: "0", 一: "1", 二: "2", 三: "3", 四: "4", 五: "5", 六: "6", 七: "7", 八: "8", 九: "9" };
  const folds = new Map();
  let simplified = null;

  /** What one code point folds to: nothing, one character or several. */
  function foldOne(character) {
    let folded = folds.get(character);
    if (folded === undefined) {
      const circle = character === "\u25cb" || character === "\u25ef" ? "〇" : character;
      folded = "";
      for (const one of circle.normalize("NFKC").toLowerCase()) {
        if (KEPT.test(one)) folded += (simplified && simplified.get(one)) || one;
      }
      folds.set(character, folded);
    }
    return folded;
  }

  /** The stream of a text. */
  function fold(text) {
    let stream = "";
    for (const character of text) stream += foldOne(character);
    return stream;
  }

  /** The stream, and for each of its code units the code units [from, to) of the text that it came from. */
  function trace(text) {
    let stream = "";
    const from = [], to = [];
    let at = 0;
    for (const character of text) {
      const folded = foldOne(character);
      stream += folded;
      for (let i = 0; i < folded.length; i++) {
        from.push(at);
        to.push(at + character.length);
      }
      at += character.length;
    }
    return { stream, dated: years(stream), from, to };
  }

  /** The stream with its years in Chinese digits as Arabic ones, of the same length. */
  function years(stream) {
    return stream.includes("年") ? stream.replace(YEAR, (year) => [...year].map((one) => DIGITS[one]).join("")) : stream;
  }

  /** A query's phrase as it may stand in a stream: as typed, and with its year in Arabic digits. */
  function forms(phrase) {
    const bare = /^[一二][〇零o一二三四五六七八九]{3}$/u.test(phrase) ? years(phrase + "年").slice(0, 4) : years(phrase);
    return bare === phrase ? [phrase] : [phrase, bare];
  }

  /** Let traditional characters fold to simplified ones (the value of fold.js). */
  function learn(table) {
    const from = [...table.from], to = [...table.to];
    simplified = new Map(from.map((one, index) => [one, to[index]]));
    folds.clear();
  }

  /** Where a phrase's forms stand in a traced paragraph, as [from, to) of the text. */
  function find(traced, phraseForms) {
    const spans = [];
    for (const form of phraseForms) {
      for (const stream of traced.dated === traced.stream ? [traced.stream] : [traced.stream, traced.dated]) {
        for (let at = stream.indexOf(form); at >= 0; at = stream.indexOf(form, at + form.length)) {
          spans.push([traced.from[at], traced.to[at + form.length - 1]]);
        }
      }
    }
    return spans;
  }

  /** A text as [[part, marked], …], the spans marked. */
  function mark(text, spans) {
    const parts = [];
    let at = 0;
    for (const [from, to] of merge(spans)) {
      if (from > at) parts.push([text.slice(at, from), 0]);
      parts.push([text.slice(from, to), 1]);
      at = to;
    }
    if (at < text.length) parts.push([text.slice(at), 0]);
    return parts;
  }

  function merge(spans) {
    const merged = [];
    for (const [from, to] of [...spans].sort((one, two) => one[0] - two[0] || one[1] - two[1])) {
      const last = merged[merged.length - 1];
      if (last && from <= last[1]) last[1] = Math.max(last[1], to);
      else merged.push([from, to]);
    }
    return merged;
  }

  const BEFORE = 24, LENGTH = 96;

  /** About a hundred characters around the first span, marked. */
  function snippet(text, spans) {
    const merged = merge(spans);
    let start = merged.length ? Math.max(0, merged[0][0] - BEFORE) : 0;
    if (start) {
      const stop = text.slice(start, merged[0][0]).search(/[。；！？，、]/);
      if (stop >= 0) start += stop + 1;
    }
    let end = Math.min(text.length, start + Math.max(LENGTH, merged.length ? merged[0][1] - start : 0));
    if (/[\udc00-\udfff]/.test(text[start] || "")) start -= 1;
    if (/[\udc00-\udfff]/.test(text[end] || "")) end += 1;
    const inside = merged.filter(([from, to]) => to > start && from < end);
    const shown = inside.map(([from, to]) => [Math.max(from, start) - start, Math.min(to, end) - start]);
    const parts = mark(text.slice(start, end), shown);
    if (start) parts.unshift(["…", 0]);
    if (end < text.length) parts.push(["…", 0]);
    return parts;
  }

  return { fold, trace, years, forms, learn, find, mark, snippet, knowsTraditional: () => simplified !== null };
})();
