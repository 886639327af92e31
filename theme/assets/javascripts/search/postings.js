/* Numbers and lists of the index (docs/search-index.md, Numbers and Grams), and what is done with them. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.postings = (() => {
  /** A document's units stand in one number: document * UNITS + unit. */
  const UNITS = 32768;
  const CODES = new Uint8Array(128);
  for (let code = 0x23, value = 0; code < 0x7f; code++) if (code !== 0x5c) CODES[code] = value++;

  /** A list of units as ascending numbers. */
  function units(text) {
    const found = [];
    let document = -1, unit = -1, value = 0, scale = 1;
    for (let at = 0; at < text.length; at++) {
      const code = CODES[text.charCodeAt(at)];
      if (code < 32) {
        document += value + scale * code + 1;
        unit = -1;
      } else if (code < 64) {
        value += scale * (code - 32);
        scale *= 32;
        continue;
      } else if (code < 80) {
        unit += value + scale * (code - 64) + 1;
        found.push(document * UNITS + unit);
      } else {
        value += scale * (code - 80);
        scale *= 8;
        continue;
      }
      value = 0;
      scale = 1;
    }
    return Float64Array.from(found);
  }

  /** D numbers one after another. */
  function column(text) {
    const found = [];
    let value = 0, scale = 1;
    for (let at = 0; at < text.length; at++) {
      const code = CODES[text.charCodeAt(at)];
      if (code < 32) {
        found.push(value + scale * code);
        value = 0;
        scale = 1;
      } else {
        value += scale * (code - 32);
        scale *= 32;
      }
    }
    return Uint32Array.from(found);
  }

  /** The documents of a list of D numbers. */
  function documents(text) {
    let last = -1;
    return column(text).map((step) => (last += step + 1));
  }

  /** A single character's list as document -> weight. */
  function weights(text) {
    const found = new Map();
    let document = -1, value = 0, scale = 1;
    for (let at = 0; at < text.length; at++) {
      const code = CODES[text.charCodeAt(at)];
      if (code < 32) document += value + scale * code + 1;
      else if (code < 64) {
        value += scale * (code - 32);
        scale *= 32;
        continue;
      } else found.set(document, code - 64);
      value = 0;
      scale = 1;
    }
    return found;
  }

  /** What stands in both of two ascending arrays. */
  function both(one, two) {
    const found = [];
    for (let i = 0, j = 0; i < one.length && j < two.length; ) {
      if (one[i] === two[j]) {
        found.push(one[i]);
        i++;
        j++;
      } else if (one[i] < two[j]) i++;
      else j++;
    }
    return Float64Array.from(found);
  }

  /** What stands in any of several ascending arrays, each once. */
  function any(arrays) {
    if (arrays.length === 1) return arrays[0];
    let size = 0;
    for (const one of arrays) size += one.length;
    const all = new Float64Array(size);
    let at = 0;
    for (const one of arrays) {
      all.set(one, at);
      at += one.length;
    }
    all.sort();
    let kept = 0;
    for (let i = 0; i < size; i++) if (!kept || all[i] !== all[kept - 1]) all[kept++] = all[i];
    return all.subarray(0, kept);
  }

  /** The units of a pair's value where `follower` comes next; all of its units without a follower. */
  function pairUnits(value, follower) {
    if (value === undefined) return new Float64Array(0);
    if (typeof value === "string") return units(value.slice(1));
    const followers = [...value[1]];
    const at = follower ? followers.indexOf(follower) : -1;
    if (at >= 0) return units(value[2 + at]);
    if (follower) return units(value[2 + followers.length]);
    return any(value.slice(2, 3 + followers.length).map(units));
  }

  /** Whether a pair stands as words of its own: for all its documents, none, or those of a set. */
  function clean(value) {
    const mode = value === undefined ? "0" : value[0][0];
    if (mode === "2") return new Set(documents(value[value.length - 1]));
    return mode === "1";
  }

  /** The number of the shard that a gram stands in. */
  function shard(gram, bits) {
    if (!bits) return 0;
    const [first, second] = gram;
    const hash =
      (Math.imul(first.codePointAt(0), 0x9e3779b1) + (second ? Math.imul(second.codePointAt(0), 0x85ebca6b) : 0)) >>> 0;
    return hash >>> (32 - bits);
  }

  return { UNITS, column, weights, both, pairUnits, clean, shard };
})();
