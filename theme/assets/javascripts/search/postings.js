/* Numbers and lists of the index (docs/search-index.md, Numbers and Grams), and what is done with them. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.postings = (() => {
  /** A unit of a document is one number, document * UNITS + unit: lists are typed arrays, up to 131,072 documents. */
  const UNITS = 32768;
  const NONE = new Uint32Array(0);
  const CODES = new Uint8Array(128);
  for (let code = 0x23, value = 0; code < 0x7f; code++) if (code !== 0x5c) CODES[code] = value++;

  const WEIGHT = 0xf, HEADING = 4, TITLE = 8; // of a single character's number; flags of its weight
  const LAST = 75, MORE = 16; // codes that are last digits, and that have more to come

  /**
   * Reads numbers one after another.
   * @param {string} text
   * @param {(value: number) => void} onNumber
   */
  function read(text, onNumber) {
    let value = 0, scale = 1;
    for (let at = 0; at < text.length; at++) {
      const code = CODES[text.charCodeAt(at)];
      if (code < LAST) {
        onNumber(value + scale * code);
        value = 0;
        scale = 1;
      } else {
        value += scale * (code - LAST);
        scale *= MORE;
      }
    }
  }

  const STEP = 0xf, HAS_MORE = 0x10; // of a unit's number

  /** Reads a list of units, each as one number. */
  function eachUnit(text, onUnit) {
    let document = -1, unit = -1, isUnit = 0;
    read(text, (value) => {
      if (isUnit) {
        unit += ((value >> 5) << 4) + (value & STEP) + 1;
        onUnit(document * UNITS + unit);
        isUnit = value & HAS_MORE;
      } else {
        document += value + 1;
        unit = -1;
        isUnit = 1;
      }
    });
  }

  /** A list of units. */
  function units(text) {
    const found = new Uint32Array(text.length);
    let size = 0;
    eachUnit(text, (one) => (found[size++] = one));
    return found.slice(0, size);
  }

  /** Which of some ascending units stand in a list, that is not kept. */
  function within(candidates, text) {
    const found = new Uint32Array(candidates.length);
    let size = 0, at = 0;
    eachUnit(text, (one) => {
      while (candidates[at] < one) at++;
      if (candidates[at] === one) found[size++] = one;
    });
    return found.subarray(0, size);
  }

  /** Numbers one after another. */
  function column(text) {
    const found = new Uint32Array(text.length);
    let size = 0;
    read(text, (value) => (found[size++] = value));
    return found.subarray(0, size);
  }

  /** The documents of a list of documents. */
  function documents(text) {
    let last = -1;
    return column(text).map((step) => (last += step + 1));
  }

  /** Reads a single character's list: each document with its weight. */
  function eachWeight(text, onDocument) {
    let document = -1;
    read(text, (value) => onDocument((document += (value >> 4) + 1), value & WEIGHT));
  }

  /** The documents of a list of units, each once. */
  function documentsOf(list) {
    const found = new Uint32Array(list.length);
    let size = 0;
    for (const one of list) {
      const document = Math.floor(one / UNITS);
      if (!size || found[size - 1] !== document) found[size++] = document;
    }
    return found.subarray(0, size);
  }

  /** What stands in both of two ascending arrays. */
  function both(one, two) {
    const found = new Uint32Array(Math.min(one.length, two.length));
    let size = 0;
    for (let i = 0, j = 0; i < one.length && j < two.length; ) {
      const difference = one[i] - two[j];
      if (!difference) found[size++] = one[i];
      if (difference <= 0) i++;
      if (difference >= 0) j++;
    }
    return found.subarray(0, size);
  }

  /** What stands in any of several ascending arrays, each once. */
  function any(arrays) {
    const filled = arrays.filter((one) => one.length);
    if (filled.length < 2) return filled[0] || NONE;
    const all = new Uint32Array(filled.reduce((sum, one) => sum + one.length, 0));
    let at = 0;
    for (const one of filled) {
      all.set(one, at);
      at += one.length;
    }
    all.sort();
    let kept = 0;
    for (const one of all) if (!kept || one !== all[kept - 1]) all[kept++] = one;
    return all.subarray(0, kept);
  }

  /**
   * The lists of a pair's value where `follower` comes next; all of its lists without a follower.
   * Units where some other character follows may be among them.
   */
  function lists(value, follower) {
    if (value === undefined) return [];
    if (typeof value === "string") return [value.slice(1)];
    const followers = [...value[1]];
    const at = follower ? followers.indexOf(follower) : -1;
    if (at >= 0) return [value[2 + at]];
    return value.slice(follower ? 2 + followers.length : 2, 3 + followers.length);
  }

  /** The lists where something else than `follower` comes next; null where the value does not tell. */
  function otherLists(value, follower) {
    const followers = Array.isArray(value) ? [...value[1]] : [];
    const at = followers.indexOf(follower);
    return at < 0 ? null : value.slice(2, 3 + followers.length).filter((_, index) => index !== at);
  }

  /** The units of a pair, as {@link lists} chooses them. */
  const pairUnits = (value, follower) => any(lists(value, follower).map(units));

  /** Which of some ascending units stand in one of several lists. */
  const withinAny = (candidates, texts) => any(texts.map((text) => within(candidates, text)));

  /** The units that have all pairs of a phrase, each going on as the phrase does. */
  function phraseUnits(values, characters) {
    const size = (texts) => texts.reduce((sum, text) => sum + text.length, 0);
    const chosen = values.map((value, index) => lists(value, characters[index + 2]));
    const [shortest, ...others] = chosen.sort((one, two) => size(one) - size(two));
    return others.reduce(withinAny, any(shortest.map(units)));
  }

  /** Whether a pair stands as words of its own: for all its documents, none, or by document. */
  function clean(value) {
    const mode = value === undefined ? "0" : value[0][0];
    if (mode < "2") return mode === "1";
    const listed = new Set(documents(value[value.length - 1]));
    return mode === "2" ? (document) => listed.has(document) : (document) => !listed.has(document);
  }

  /** The number of the shard that a gram stands in. */
  function shard(gram, bits) {
    if (!bits) return 0;
    const [first, second] = gram;
    const hash =
      (Math.imul(first.codePointAt(0), 0x9e3779b1) + (second ? Math.imul(second.codePointAt(0), 0x85ebca6b) : 0)) >>> 0;
    return hash >>> (32 - bits);
  }

  /** Whether a document has a term in its title. */
  const isInTitle = ({ units, weight }) => (units.length ? units[0] === 0 : (weight & TITLE) !== 0);

  return {
    UNITS, HEADING, TITLE, isInTitle, column, eachWeight, documentsOf, any, both, pairUnits, phraseUnits, otherLists, withinAny,
    clean, shard,
  };
})();
