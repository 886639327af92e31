/* The engine in a worker: messages in, answers out. */
"use strict";
{# As one file: a worker loads its scripts one after another, each a way to the server and back. -#}
{%- for name in [
  "folding", "text", "postings", "store", "query", "match", "rank", "results", "narrow", "suggest", "near", "engine"
] -%}
{%- include "assets/javascripts/search/" ~ name ~ ".js" %}
{% endfor -%}
let engine = null, tell = null;
const manifest = new Promise((resolve) => (tell = resolve));
self.onmessage = async ({ data }) => {
  const { id, kind, value } = data;
  const answer = (result, last) => self.postMessage({ id, result, last });
  try {
    if (kind === "open") engine = TigangSearch.engine.create(value, manifest);
    else if (kind === "manifest") tell(value);
    else if (kind === "search") {
      await engine.search(value, (result) => answer(result, false));
      answer(null, true);
    } else answer(await engine[kind](value), true);
  } catch (error) {
    self.postMessage({ id, problem: error.message, last: true });
  }
};
