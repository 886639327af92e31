/* Suggestions while typing: what begins with it, then words that have it within; or by pinyin and initials. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.suggest = (() => {
  const MOST = 8;
  const { fold } = TigangSearch.text;
  const { shard } = TigangSearch.postings;

  /** The file of what begins with a character, and of the words that have it within. */
  const fileOf = (manifest, first) => `suggest/h${shard(first, manifest.suggest.han).toString(16)}`;

  async function suggest(store, manifest, typed) {
    const text = fold(typed);
    const load = (name) => store.load(`suggest/${name}`).catch(() => []);
    if (/^[a-z]+$/.test(text)) {
      if (text.length < 2) return []; // one letter begins too much
      const names = manifest.suggest.pinyin.filter((name) => name.startsWith(text.slice(0, 2)));
      const files = await Promise.all(names.map((name) => load(`p${name}`)));
      const fits = files.flat().filter(([, pinyin, initials]) => pinyin.startsWith(text) || initials.startsWith(text));
      const exact = ([, pinyin, initials]) => (pinyin === text || initials === text ? 1 : 0);
      fits.sort((one, two) => exact(two) - exact(one) || two[3] - one[3]);
      return [...new Set(fits.map(([word]) => word))].slice(0, MOST).map((word) => ({ text: word, kind: "pinyin" }));
    }
    if (!text || /\s\S/.test(typed.trim())) return [];
    const entries = await store.load(fileOf(manifest, [...text][0])).catch(() => []);
    const others = entries.filter(([word]) => word !== typed);
    const starting = others.filter(([word]) => fold(word).startsWith(text));
    const inner = [...text].length > 1 ? others.filter(([word]) => fold(word).indexOf(text) > 0) : [];
    // Some of those within are seen however much begins so.
    const room = Math.max(MOST - inner.length, MOST / 2);
    const fits = [...starting.slice(0, room), ...inner].slice(0, MOST);
    return fits.map(([word]) => ({ text: word, kind: [...word].length > 8 ? "heading" : "word" }));
  }

  return { suggest, fileOf };
})();
