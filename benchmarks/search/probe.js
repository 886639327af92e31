/*
 * Asks a search box and waits for its answer: the same for every engine, `box` (engines.py) tells where to look.
 * Times are milliseconds from the moment the query stands in the input to a change of what is shown.
 */
(box) => {
  const find = (selector) => document.querySelector(selector);
  window.finished = new Function("query", `return ${box.finished}`);
  const root = new URL("./", location.href).href;

  const path = (item) => {
    const address = item.dataset.url ?? item.querySelector("a[href]")?.href ?? "";
    return decodeURIComponent(new URL(address, root).href.slice(root.length)).replace(/\.html.*$|[?#].*$/s, "");
  };

  window.answer = () => {
    const items = [...document.querySelectorAll(box.items)].slice(0, 10);
    const said = find(box.meta);
    const number = said?.dataset.total ?? said?.textContent.match(/\d[\d,.]*k?/)?.[0] ?? "0";
    return {
      items: items.map((item) => ({ path: path(item), near: item.dataset.near ?? "" })),
      total: parseFloat(number.replace(/,/g, "")) * (number.endsWith("k") ? 1000 : 1),
      near: Number(said?.dataset.near ?? 0),
      offered: [...document.querySelectorAll(".tg-search__suggest [role=option]")].map((one) => one.dataset.text),
    };
  };

  /* Puts the query into the input as typing does. `limit`: how long to wait; null is given after it. */
  window.ask = (query, limit = 20000) =>
    new Promise((resolve) => {
      const input = find(box.input);
      let first = 0, last = 0, timer = 0;
      const start = performance.now();
      const done = (found) => {
        clearTimeout(timer);
        clearTimeout(end);
        watch.disconnect();
        resolve(found);
      };
      const look = () => {
        if (last && window.finished(query)) done({ first: first && first - start, last: last - start, moment: performance.timeOrigin + first, ...window.answer() });
        else timer = setTimeout(look, box.quiet);
      };
      const watch = new MutationObserver(() => {
        last = performance.now();
        if (!first && find(box.items)) first = last;
        clearTimeout(timer);
        timer = setTimeout(look, box.quiet);
      });
      const end = setTimeout(() => done(null), limit);
      for (const area of document.querySelectorAll(box.areas)) {
        watch.observe(area, { subtree: true, childList: true, characterData: true });
      }
      input.focus();
      input.value = query;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true, key: "End" }));
    });

  /* Asks many in turn. */
  window.askAll = async (queries, limit) => {
    const answers = [];
    for (const query of queries) answers.push(await window.ask(query, limit));
    return answers;
  };
}
