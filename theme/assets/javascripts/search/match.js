/* Which documents have a phrase, and in which units. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.match = (() => {
  const { UNITS, any, phraseUnits, otherLists, withinAny, clean, shard, eachWeight, isInTitle } = TigangSearch.postings;
  const { fold, forms, learn, knowsTraditional } = TigangSearch.text;

  const NONE = [];

  /** The values of a phrase's grams. */
  async function grams(store, manifest, characters) {
    const wanted =
      characters.length === 1 ? [characters[0]] : characters.slice(1).map((one, index) => characters[index] + one);
    return Promise.all(
      wanted.map(async (gram) => {
        const name = `grams/${shard(gram, manifest.shards).toString(16)}`;
        try {
          return await store.pick(name, gram);
        } catch (error) {
          if (error.absent) return undefined; // a shard without grams is not written
          throw error;
        }
      }),
    );
  }

  /**
   * Of the units that have all grams of a phrase, those where the index alone cannot tell that they have the phrase: each
   * gram must be known to go on as the phrase does, the first somewhere in the unit, the others wherever they stand in it.
   */
  function doubtful(values, characters, units) {
    let found = units.subarray(0, 0);
    for (let at = 0; at + 2 < characters.length; at++) {
      const others = otherLists(values[at], characters[at + 2]);
      if (!others) return units;
      if (at) found = any([found, withinAny(units, others)]);
    }
    return found;
  }

  /**
   * A phrase in a document, as the index knows it.
   * @typedef {object} Hit
   * @property {number[]} units that have all of its grams
   * @property {number} weight of a single character, which has no units
   * @property {boolean} clean it stands there as a word of its own
   * @property {boolean} sure it surely stands there
   * @property {boolean} sureTitle it surely stands in the title
   */

  /** The documents that may have one form of a phrase. @returns {Promise<Map<number, Hit>>} */
  async function formHits(store, manifest, form) {
    const characters = [...form];
    const values = await grams(store, manifest, characters);
    const hits = new Map();
    if (values.some((value) => value === undefined)) return hits;
    if (characters.length === 1) {
      eachWeight(values[0], (document, weight) => hits.set(document, { units: NONE, weight, clean: true, sure: true, sureTitle: true }));
      return hits;
    }
    const units = phraseUnits(values, characters);
    const doubts = new Set(doubtful(values, characters, units));
    const whole = characters.length === 2 ? clean(values[0]) : true;
    for (const one of units) {
      const document = Math.floor(one / UNITS);
      let hit = hits.get(document);
      if (!hit) {
        const isClean = whole === true || (whole !== false && whole(document));
        hit = { units: [], weight: 0, clean: isClean, sure: false, sureTitle: false };
        hits.set(document, hit);
      }
      hit.units.push(one - document * UNITS);
      if (doubts.has(one)) continue;
      hit.sure = true;
      hit.sureTitle ||= one === document * UNITS;
    }
    return hits;
  }

  /** Two forms of a phrase in one document. */
  const joined = (one, two) => ({
    units: [...new Set([...one.units, ...two.units])].sort((first, second) => first - second),
    weight: Math.max(one.weight, two.weight),
    clean: one.clean || two.clean,
    sure: one.sure || two.sure,
    sureTitle: one.sureTitle || two.sureTitle,
  });

  /**
   * A typed word as a term: its forms and the documents that may have it. A word in traditional characters that is
   * nowhere is tried again in simplified ones, which is all that the index holds.
   */
  async function term(store, manifest, word) {
    const stream = fold(word);
    const made = { word, stream, forms: stream ? forms(stream) : [], hits: new Map() };
    const [plain, dated] = await Promise.all(made.forms.map((form) => formHits(store, manifest, form)));
    if (plain) made.hits = plain;
    dated?.forEach((hit, document) => {
      const known = plain.get(document);
      plain.set(document, known ? joined(known, hit) : hit);
    });
    if (!made.hits.size && stream && !knowsTraditional()) {
      learn(await store.load("fold"));
      if (fold(word) !== stream) return term(store, manifest, word);
    }
    return made;
  }

  /** Whether a term that must not be there, anywhere or in the title (`isTitle`), surely is in a document. */
  function isSurelyIn({ hits, isTitle }, document) {
    const hit = hits.get(document);
    return Boolean(hit && (isTitle ? hit.sureTitle && isInTitle(hit) : hit.sure));
  }

  /** Whether it may be there. */
  const mayBeIn = ({ hits, isTitle }, document) => hits.has(document) && (!isTitle || isInTitle(hits.get(document)));

  /** Whether the index alone tells that a document belongs to the answer, of those that may. */
  const isSure = ({ wanted, without, inTitle }, document) =>
    wanted.every(({ hits }) => hits.get(document).sure) &&
    inTitle.every(({ hits }) => hits.get(document).sureTitle) &&
    !without.some((one) => mayBeIn(one, document));

  /** The characters that often follow two others, commonest first. */
  async function after(store, manifest, pair) {
    const values = await grams(store, manifest, [...pair]);
    const [value] = values;
    if (!Array.isArray(value)) return "";
    const listed = [...value[1]].map((character, index) => ({ character, size: value[2 + index].length }));
    return listed.sort((one, two) => two.size - one.size).map(({ character }) => character).join("");
  }

  const ALONE = /^\p{sc=Han}$/u; // a single character tells nothing, it stands everywhere

  /** A phrase that stands nowhere, cut into words: Latin words, numbers, pairs. */
  async function cut(store, manifest, stream) {
    const words = [];
    for (const [run] of stream.matchAll(/[^\p{sc=Han}]+|\p{sc=Han}+/gu)) {
      if (/^\p{sc=Han}/u.test(run)) words.push(...(await cutHan(store, manifest, [...run])));
      else words.push(run);
    }
    return [...new Set(words)].filter((word) => word !== stream && !ALONE.test(word));
  }

  /** The cut that costs least. */
  async function cutHan(store, manifest, characters) {
    if (characters.length === 1) return characters;
    const values = await grams(store, manifest, characters);
    const best = [{ cost: 0, words: [] }];
    for (let end = 1; end <= characters.length; end++) {
      const [two, one] = [best[end - 2], best[end - 1]];
      best[end] = { cost: one.cost + 3, words: [...one.words, characters[end - 1]] };
      if (!two || values[end - 2] === undefined) continue;
      const cost = two.cost + (clean(values[end - 2]) === false ? 5 : 1);
      if (cost < best[end].cost) best[end] = { cost, words: [...two.words, characters[end - 2] + characters[end - 1]] };
    }
    return best[characters.length].words;
  }

  return { grams, term, isSure, isSurelyIn, mayBeIn, cut, after };
})();
