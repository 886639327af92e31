/* The box's way to the engine: a worker over http, the page itself where it was opened from a folder. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.connect = (() => {
  const PARTS = [
    "folding", "text", "postings", "store", "query", "match", "rank", "results", "narrow", "suggest", "near", "engine",
  ];
  const folder = new URL(".", document.currentScript.src);

  function add(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(`${name}.js`, folder);
      script.async = false; // they run in their order
      script.onload = resolve;
      script.onerror = () => reject(new Error(name));
      document.head.append(script);
    });
  }

  function inPage(base) {
    let engine = null;
    const ready = () => (engine ||= Promise.all(PARTS.map(add)).then(() => TigangSearch.engine.create(base)));
    return {
      warm: () => ready().then((one) => one.warm()),
      search: (request, onUpdate) => ready().then((one) => one.search(request, onUpdate)),
      suggest: (text) => ready().then((one) => one.suggest(text)),
    };
  }

  function inWorker(base) {
    let worker = null, last = 0;
    const due = new Map();
    function send(kind, value, onUpdate) {
      if (!worker) {
        worker = new Worker(new URL("worker.js", folder));
        worker.onmessage = ({ data }) => {
          const one = due.get(data.id);
          if (!one) return;
          if (data.last) due.delete(data.id);
          if (data.problem) one.reject(new Error(data.problem));
          else if (data.last) one.resolve(data.result);
          else one.onUpdate(data.result);
        };
        worker.onerror = () => {
          // It did not load: whoever waits is told, and the next search tries again.
          for (const one of due.values()) one.reject(new Error("worker"));
          due.clear();
          worker = null;
        };
        worker.postMessage({ id: 0, kind: "open", value: base });
        // Every other file hangs on the manifest: it comes while the worker starts.
        fetch(`${base}search/manifest.js`, { cache: "no-cache" })
          .then((found) => (found.ok ? found.text() : null))
          .catch(() => null)
          .then((value) => worker?.postMessage({ id: 0, kind: "manifest", value }));
      }
      const id = ++last;
      return new Promise((resolve, reject) => {
        due.set(id, { resolve, reject, onUpdate });
        worker.postMessage({ id, kind, value });
      });
    }
    return {
      warm: () => send("warm"),
      search: (request, onUpdate) => send("search", request, onUpdate),
      suggest: (text) => send("suggest", text),
    };
  }

  /**
   * The engine of the site whose root is `base` (an address that ends in "/"): `warm()`, `search(request, onUpdate)`,
   * `suggest(text)`; each gives a promise.
   */
  return (base) => (location.protocol === "file:" ? inPage(base) : inWorker(base));
})();
