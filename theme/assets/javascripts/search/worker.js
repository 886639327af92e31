/* The engine in a worker: messages in, answers out. */
"use strict";
importScripts(
  "folding.js", "text.js", "postings.js", "store.js", "query.js", "match.js", "rank.js", "results.js", "narrow.js",
  "suggest.js", "near.js", "engine.js",
);
let engine = null;
self.onmessage = async ({ data }) => {
  const { id, kind, value } = data;
  const answer = (result, last) => self.postMessage({ id, result, last });
  try {
    if (kind === "open") engine = TigangSearch.engine.create(value);
    else if (kind === "search") {
      await engine.search(value, (result) => answer(result, false));
      answer(null, true);
    } else answer(await engine[kind](value), true);
  } catch (error) {
    self.postMessage({ id, problem: error.message, last: true });
  }
};
