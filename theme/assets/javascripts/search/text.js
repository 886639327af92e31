/* Text as the search compares it: folded a code point at a time, with the way back (docs/search-index.md, Text). */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.text = (() => {
  const YEAR = /[一二][〇零o一二三四五六七八九]{3}(?=年)/g;
  const DIGITS = { 〇: "0", 零: "0", o: "0", 一: "1", 二: "2", 三: "3", 四: "4", 五: "5", 六: "6", 七: "7", 八: "8", 九: "9" };
  /** What characters fold to, as far as they were met; the few above 65,535 are folded each time. */
  const folds = Array(0x10000);
  let simplified = null;
  const scratch = new Uint16Array(4096); // a stream in the making: strings put together one by one would be mostly waste

  /**
   * What one code point folds to: nothing, one character or several. Traditional characters stay as they are until
   * their table is there, which few queries need.
   */
  function foldOne(code) {
    const folded = TigangSearch.folding(String.fromCodePoint(code), simplified);
    if (code < folds.length) folds[code] = folded;
    return folded;
  }

  /** Reads a text a code point at a time: what it folds to, and where it stands. */
  function eachFold(text, onFold) {
    for (let at = 0; at < text.length; ) {
      const code = text.codePointAt(at);
      const end = at + (code > 0xffff ? 2 : 1);
      onFold(folds[code] ?? foldOne(code), at, end);
      at = end;
    }
  }

  /** The stream of a text. */
  function fold(text) {
    let size = 0, stream = "";
    eachFold(text, (folded) => {
      if (size + folded.length > scratch.length) {
        stream += String.fromCharCode.apply(null, scratch.subarray(0, size));
        size = 0;
      }
      for (let unit = 0; unit < folded.length; unit++) scratch[size++] = folded.charCodeAt(unit);
    });
    return stream + String.fromCharCode.apply(null, scratch.subarray(0, size));
  }

  /** A paragraph as it is searched, and for each code unit of its stream the code units [from, to) it came from. */
  class Traced {
    constructor(text) {
      this.text = text;
      this.stream = fold(text);
      this.dated = years(this.stream);
      this.places = null;
    }

    get from() {
      return this.trace().from;
    }

    get to() {
      return this.trace().to;
    }

    /** Done on the first hit only: most paragraphs have none. */
    trace() {
      if (this.places) return this.places;
      const from = new Uint32Array(this.stream.length), to = new Uint32Array(this.stream.length);
      let size = 0;
      eachFold(this.text, (folded, at, end) => {
        from.fill(at, size, size + folded.length);
        to.fill(end, size, (size += folded.length));
      });
      this.places = { from, to };
      return this.places;
    }
  }

  const trace = (text) => new Traced(text);

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
    folds.fill(undefined);
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

  /**
   * About a hundred characters where most of the terms stand together, marked.
   * @param {string} text
   * @param {[number, number][][]} hits the spans of each term
   */
  function snippet(text, hits) {
    const merged = merge(hits.flat());
    const within = ([start]) => hits.filter((spans) => spans.some(([from, to]) => from >= start && to <= start + LENGTH - BEFORE));
    const [first] = merged.reduce((best, one) => (within(one).length > within(best).length ? one : best), merged[0] || [0, 0]);
    let start = Math.max(0, first - BEFORE);
    if (start) {
      const stop = text.slice(start, first).search(/[。；！？，、]/);
      if (stop >= 0) start += stop + 1;
    }
    let end = Math.min(text.length, start + LENGTH);
    const wide = merged.find(([from]) => from === first);
    if (wide) end = Math.max(end, wide[1]);
    // Not through the middle of a character beyond the basic plane.
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
