/* Which documents have a phrase, and in which units. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.match = (() => {
  const { UNITS, both, pairUnits, isCutBy, clean, shard, weights } = TigangSearch.postings;
  const { fold, forms, learn, knowsTraditional } = TigangSearch.text;

  /** The values of a phrase's grams. */
  async function grams(store, manifest, characters) {
    const wanted =
      characters.length === 1 ? [characters[0]] : characters.slice(1).map((one, index) => characters[index] + one);
    return Promise.all(
      wanted.map(async (gram) => {
        const name = `grams/${shard(gram, manifest.shards).toString(16)}`;
        try {
          return (await store.load(name))[gram];
        } catch (error) {
          if (error.absent) return undefined; // a shard without grams is not written
          throw error;
        }
      }),
    );
  }

  /**
   * The documents that may have one form of a phrase: `exact` where they surely do.
   * @returns {Promise<{hits: Map<number, {units: number[], weight: number, clean: boolean}>, exact: boolean}>}
   */
  async function formHits(store, manifest, form) {
    const characters = [...form];
    const values = await grams(store, manifest, characters);
    const hits = new Map();
    if (values.some((value) => value === undefined)) return { hits, exact: true };
    if (characters.length === 1) {
      for (const [document, weight] of weights(values[0])) hits.set(document, { units: [], weight, clean: true });
      return { hits, exact: true };
    }
    const lists = values.map((value, index) => pairUnits(value, characters[index + 2]));
    lists.sort((one, two) => one.length - two.length);
    const units = lists.reduce(both);
    const whole = characters.length === 2 ? clean(values[0]) : true;
    for (const one of units) {
      const document = Math.floor(one / UNITS);
      let hit = hits.get(document);
      if (!hit) {
        hit = { units: [], weight: 0, clean: whole === true || (whole !== false && whole.has(document)) };
        hits.set(document, hit);
      }
      hit.units.push(one - document * UNITS);
    }
    return { hits, exact: characters.length < 3 || (characters.length === 3 && isCutBy(values[0], characters[2])) };
  }

  /**
   * A typed word as a term: its forms and the documents that may have it. A word in traditional characters that is
   * nowhere is tried again in simplified ones, which is all that the index holds.
   */
  async function term(store, manifest, word) {
    const stream = fold(word);
    const made = { word, stream, forms: stream ? forms(stream) : [], hits: new Map(), exact: true };
    for (const { hits, exact } of await Promise.all(made.forms.map((form) => formHits(store, manifest, form)))) {
      made.exact &&= exact;
      for (const [document, hit] of hits) {
        const known = made.hits.get(document);
        if (!known) made.hits.set(document, hit);
        else known.units = [...new Set([...known.units, ...hit.units])].sort((one, two) => one - two);
      }
    }
    if (!made.hits.size && stream && !knowsTraditional()) {
      learn(await store.load("fold"));
      if (fold(word) !== stream) return term(store, manifest, word);
    }
    return made;
  }

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

  return { grams, term, cut, after };
})();
