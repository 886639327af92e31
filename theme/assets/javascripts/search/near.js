/*
 * Near hits, where a query has few or no exact ones: one character wrong, missing or too many; the words of a phrase
 * that stands nowhere; some of several words.
 */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.near = (() => {
  const SHORTEST = 4; // characters of a phrase that may have been mistyped
  const MOST = 150; // texts that are read for it
  const CROWD = 40; // what stands in more documents says too little by itself
  const GUESSES = 16; // characters or phrases tried in the place of a wrong one
  const { grams, term, cut, after } = TigangSearch.match;
  const { both, documentsOf, pairUnits } = TigangSearch.postings;
  const { fold } = TigangSearch.text;
  const { phrase } = TigangSearch.results;
  const { score } = TigangSearch.rank;

  /**
   * Documents to read, likeliest first, and what to find in them.
   * @typedef { {kind: "typo"|"words"|"some", documents: number[], terms: object[], needed: number,
   *   isSure: (document: number) => boolean} } Plan
   */

  /** The ways in which a phrase may have been mistyped at one place: what stands left and right of what is between. */
  function ways(characters) {
    const found = [];
    for (let at = 0; at < characters.length; at++) {
      const left = characters.slice(0, at), right = characters.slice(at + 1);
      if (!/[0-9]/.test(characters[at])) {
        found.push({ left, right, between: "." }); // another number is no slip
        if (characters.length > SHORTEST) found.push({ left, right, between: "" });
      }
      if (at) found.push({ left, right: characters.slice(at), between: "." });
    }
    return found;
  }

  /** Characters that may stand between two sides of which one is a single character, commonest first. */
  async function between({ store, manifest }, vocabulary, left, right) {
    if (right.length === 1 && left.length > 1) return after(store, manifest, left.slice(-2).join(""));
    if (left.length === 1 && right.length > 1) return [...new Set(vocabulary.map((word) => [...word][1] || ""))].join("");
    return "";
  }

  /** Phrases that may have been meant: from the words and headings of the archive, and by what stands between. */
  async function meant(context, characters, found, pattern) {
    const { store, manifest, isCommon } = context;
    const entries = await store.load(TigangSearch.suggest.fileOf(manifest, characters[0])).catch(() => []);
    const vocabulary = entries.map(([word]) => fold(word)).filter((word) => word.startsWith(characters[0]));
    const start = new RegExp(`^(?:${pattern})`, "u");
    const matches = vocabulary.map((word) => start.exec(word)).filter(Boolean);
    const phrases = new Set(matches.slice(0, GUESSES).map(([phrase]) => phrase));
    for (const { left, right, between: gap } of found) {
      if (!gap || Math.min(left.length, right.length) !== 1 || !isCommon(left, right)) continue;
      const guesses = [...(await between(context, vocabulary, left, right))].slice(0, GUESSES);
      for (const guess of guesses) phrases.add([...left, guess, ...right].join(""));
    }
    return [...phrases];
  }

  /**
   * The units that may have the beginning or the end of a phrase, by how many characters these have (two at least): from
   * one reading of each list, however long the phrase is.
   * @returns {Promise<{heads: Uint32Array[], tails: Uint32Array[]}>}
   */
  async function sides({ store, manifest }, characters) {
    const count = characters.length;
    const values = await grams(store, manifest, characters);
    const heads = [], tails = [];
    let run = null;
    for (let size = 2; size < count; size++) {
      const last = pairUnits(values[size - 2]);
      heads[size] = run ? both(run, last) : last;
      const next = pairUnits(values[size - 2], characters[size]); // as far as the phrase goes on
      run = run ? both(run, next) : next;
    }
    run = null;
    for (let size = 2; size < count; size++) {
      const at = count - size;
      const units = pairUnits(values[at], characters[at + 2]);
      tails[size] = run = run ? both(units, run) : units;
    }
    return { heads, tails };
  }

  /** One character wrong; null where the phrase is too short to say. @returns {Promise<Plan|null>} */
  async function typos(context, stream) {
    const { store, manifest } = context;
    const characters = [...stream];
    if (characters.length < SHORTEST) return null;
    const { heads, tails } = await sides(context, characters);
    const found = ways(characters);
    const pattern = found.map(({ left, right, between }) => left.join("") + between + right.join("")).join("|");
    const likely = new Map();
    const add = (document, weight) => likely.set(document, Math.max(weight, likely.get(document) || 0));
    const rare = (size, count) => size ** 2 / Math.log(3 + count);
    for (const { left, right } of found) {
      const units = [heads[left.length], tails[right.length]].filter(Boolean);
      if (!units.length) continue;
      const weight = [left, right]
        .filter((side) => side.length > 1)
        .reduce((sum, side, index) => sum + rare(side.length, units[index].length), 0);
      for (const document of documentsOf(units.reduce(both))) add(document, weight);
    }
    const isCommon = (left, right) => documentsOf(left.length > 1 ? heads[left.length] : tails[right.length]).length > CROWD;
    const corrected = await meant({ ...context, isCommon }, characters, found, pattern);
    for (const one of await Promise.all(corrected.map((phrase) => term(store, manifest, phrase)))) {
      for (const document of one.hits.keys()) add(document, rare([...one.stream].length, one.hits.size));
    }
    const wrong = new RegExp(pattern, "gu");
    const spans = (traced) =>
      [...traced.stream.matchAll(wrong)].map(({ index, 0: { length } }) => [
        traced.from[index],
        traced.to[index + length - 1],
      ]);
    const documents = [...likely.keys()].sort((one, two) => likely.get(two) - likely.get(one) || one - two);
    return { kind: "typo", documents, terms: [{ spans }], needed: 1, isSure: () => false };
  }

  /** The documents that have most of some words. @returns {Promise<Plan|null>} */
  async function some({ store, manifest, table }, words, kind) {
    const terms = await Promise.all(words.map((word) => term(store, manifest, word)));
    const there = terms.filter((one) => one.hits.size);
    const times = new Map();
    for (const one of there) for (const document of one.hits.keys()) times.set(document, (times.get(document) || 0) + 1);
    let most = 0;
    for (const number of times.values()) most = Math.max(most, number);
    // Of a phrase, one word of several is hardly what was meant.
    if (!most || (kind === "words" && most < Math.min(2, there.length))) return null;
    for (const one of there) one.spans = phrase(one.forms);
    const scores = new Map();
    for (const [document, number] of times) if (number === most) scores.set(document, score(there, document, table));
    const documents = [...scores.keys()].sort((one, two) => scores.get(two) - scores.get(one) || one - two);
    const isSure = (document) => there.every(({ hits }) => hits.get(document)?.sure ?? true);
    return { kind, documents, terms: there, needed: most, isSure };
  }

  /** Of several words, the one that stands nowhere with one character wrong. @returns {Promise<Plan|null>} */
  async function severalTypos(context, terms) {
    const others = terms.filter((one) => one.hits.size);
    const lost = terms.find((one) => !one.hits.size);
    const plan = lost && others.length === terms.length - 1 ? await typos(context, lost.stream) : null;
    if (!plan) return null;
    const documents = plan.documents.filter((document) => others.every((one) => one.hits.has(document)));
    return { ...plan, documents: documents.slice(0, MOST), terms: [...plan.terms, ...others], needed: terms.length };
  }

  /** What to try for a query, one after another until something is found. @returns {AsyncGenerator<Plan|null>} */
  async function* plans(context, terms, hasHits) {
    if (terms.length > 1) {
      if (hasHits) return;
      yield severalTypos(context, terms);
      yield some(context, terms.map((one) => one.word), "some");
      return;
    }
    const [{ stream }] = terms;
    const plan = await typos(context, stream);
    yield plan && { ...plan, documents: plan.documents.slice(0, MOST) };
    if (!hasHits) yield some(context, await cut(context.store, context.manifest, stream), "words");
  }

  return { plans };
})();
