/*
 * The search box: opening and closing, queries and answers. The engine behind it is TigangSearch.connect (client.js), what
 * is shown is made by TigangSearch.view (view.js), its keys are those of keys.js.
 */
"use strict";
var TigangSearch = window.TigangSearch || {};

(() => {
  const TYPING = 80; // milliseconds without a key before a query is sent; what comes in one piece is sent at once
  const PAGE = 10;

  const box = document.querySelector(".tg-search");
  if (!box) return;
  const find = (selector) => box.querySelector(selector);
  const toggle = document.getElementById("__search");
  const inner = find(".tg-search__inner");
  const form = find(".tg-search__form");
  const input = find(".md-search__input");
  const output = find(".tg-search__output");
  const meta = find(".md-search-result__meta");
  const list = find(".md-search-result__list");
  const options = find(".tg-search__suggest");
  const facets = find(".tg-search__facets");
  const sorts = find(".tg-search__sort");
  const scroller = find(".tg-search__scroll");
  const end = find(".tg-search__end");
  const note = find(".tg-search__note");
  const { address, view } = TigangSearch;
  const suggestions = view.suggestions(options, input);

  const root = address.root();
  let client = null;
  let filters = {};
  let sort = "relevance";
  let count = PAGE;
  let answer = null; // the one that is shown
  let counts = {}; // of what narrows it
  let latest = 0; // numbers queries: answers to older ones are dropped
  let follow = false; // Enter was pressed before the answer came
  let isScrolled = false; // asking the element would lay the results out at once
  let timer = 0;
  const whole = new Set();

  const engine = () => {
    if (!client && TigangSearch.connect) client = TigangSearch.connect(root);
    return client;
  };
  const warm = async () => {
    try {
      await engine()?.warm();
    } catch {
      // What did not load is said when something is searched.
    }
  };
  const isOpen = () => toggle.checked;
  const link = (url, terms) => address.result(root, url, terms);
  const current = () => ({ query: input.value.trim(), filters, sort });

  const say = (text) => {
    if (meta.textContent !== text) meta.textContent = text; // said again, it would be read aloud again
  };

  /* What the stylesheet goes by: empty, waiting (nothing to show yet), results or none. */
  const show = (state) => (box.dataset.view = state);

  const empty = () => {
    latest += 1;
    answer = null;
    filters = {};
    count = PAGE;
    whole.clear();
    Object.assign(output.dataset, { query: "", state: "done" });
    Object.assign(meta.dataset, { total: 0, near: 0, state: "done" });
    delete box.dataset.busy;
    list.replaceChildren();
    facets.replaceChildren();
    sorts.hidden = true;
    suggestions.set([]);
    say("");
    show("empty");
  };

  const receive = (query, got) => {
    if (got.state === "partial" && !got.items.length && answer) return; // the last results stay until there are others
    const isNew = output.dataset.query !== query;
    answer = got;
    Object.assign(output.dataset, { query, state: got.state });
    Object.assign(meta.dataset, { total: got.total, near: got.near, state: got.state });
    const done = got.state === "done";
    if (done) delete box.dataset.busy;
    say(view.said(got, Object.keys(filters).length > 0));
    if (!view.results(list, got.items, link)) input.focus();
    if (got.facets || done) counts = got.facets || {};
    view.facets(facets, counts, filters, whole);
    sorts.hidden = got.total < 2; // near hits keep their own order
    if (isNew && isScrolled) scroller.scrollTop = 0;
    if (isNew) isScrolled = false;
    show(got.items.length ? "results" : got.problem ? "problem" : done ? "none" : "waiting");
    watch.unobserve(end);
    if (done) watch.observe(end); // observing anew tells at once whether the end is in sight
    if (done && follow) openFirst();
  };

  const NOTHING = { state: "done", total: 0, near: 0, missing: [], facets: null, items: [] };

  const search = async () => {
    clearTimeout(timer);
    const { query } = current();
    if (!query) return empty();
    const number = ++latest;
    box.dataset.busy = "";
    if (!answer) {
      show("waiting");
      say("正在找 …");
    }
    const update = (got) => number === latest && receive(query, got);
    try {
      await engine().search({ ...current(), count }, update);
    } catch {
      update({ ...NOTHING, problem: "搜索程序没有载入，请刷新页面再试" });
    }
  };

  /* Whether what is shown answers what is asked. */
  const fresh = () =>
    answer && !answer.problem && output.dataset.query === current().query && !("busy" in box.dataset);

  const again = () => {
    count = PAGE;
    search();
  };

  const watch = new IntersectionObserver(
    ([entry]) => {
      if (!entry.isIntersecting || !isOpen() || !fresh()) return;
      const isWhole = !answer.isAbout && !answer.isNearAbout && answer.items.length >= answer.total + answer.near;
      if (answer.items.length < count || isWhole) return;
      count += PAGE;
      search();
    },
    { root: scroller, rootMargin: "400px" },
  );

  const askSuggestions = async () => {
    const text = input.value.trim();
    if (!text) return;
    let entries = [];
    try {
      entries = (await engine().suggest(text)) || [];
    } catch {
      // The search says what is wrong.
    }
    const still = isOpen() && input.value.trim() === text && document.activeElement === input;
    if (still) suggestions.set(entries.filter((entry) => entry.text !== text).slice(0, 8));
  };

  const choose = (option) => {
    input.value = option.dataset.text;
    input.focus();
    suggestions.set([]);
    again();
  };

  const share = async (event) => {
    const button = event.currentTarget;
    note.textContent = (await address.copy(address.share(current()), inner)) ? "链接已复制" : "没能复制";
    button.focus();
    setTimeout(() => (note.textContent = ""), 2500);
  };

  /* --- opening and closing --- */

  let opener = null;
  let wished = false; // open, as far as the reader is concerned

  const open = (from = null) => {
    if (!isOpen()) {
      opener = from;
      toggle.click(); // Material's script listens to the change and holds the page behind on small screens
    }
    input.focus();
  };

  const close = () => {
    wished = false;
    if (isOpen()) toggle.click();
  };

  const toggled = () => {
    // Material's script closes the search a moment after an address with #id was opened: too late, somebody is typing.
    if (!isOpen() && wished && location.hash) return queueMicrotask(() => toggle.click());
    wished = isOpen();
    if (wished) {
      inner.setAttribute("role", "dialog");
      inner.setAttribute("aria-modal", "true");
      inner.setAttribute("aria-label", "搜索");
      warm();
      if (document.activeElement !== input) input.focus();
      if (input.value.trim() && !fresh()) search();
      return;
    }
    for (const name of ["role", "aria-modal", "aria-label"]) inner.removeAttribute(name);
    follow = false;
    suggestions.set([]);
    address.write(null);
    if (opener?.isConnected && opener !== document.body) opener.focus();
    else if (inner.contains(document.activeElement)) document.activeElement.blur();
    opener = null;
  };

  const openFirst = () => {
    follow = false;
    list.querySelector(".md-search-result__link")?.click();
  };

  /* --- events --- */

  let before = ""; // what stood in the input

  /* How many characters came in at once. */
  const added = (text) => {
    let start = 0, end = 0;
    while (start < before.length && before[start] === text[start]) start += 1;
    while (end < before.length - start && before.at(-1 - end) === text.at(-1 - end)) end += 1;
    return text.length - start - end;
  };

  const typed = (event) => {
    if (event.isComposing) return;
    const isPiece = event.type === "compositionend" || added(input.value) > 1; // a word, a paste
    before = input.value;
    open(input);
    follow = false;
    clearTimeout(timer);
    suggestions.stand(-1);
    if (!input.value.trim()) return empty();
    timer = setTimeout(ask, isPiece ? 0 : TYPING);
  };

  const ask = () => {
    again();
    askSuggestions();
  };

  const submit = (event) => {
    event.preventDefault();
    if (suggestions.chosen()) return choose(suggestions.chosen());
    // On a phone Enter puts the keyboard away, which covers the results.
    if (matchMedia("(pointer: coarse)").matches) return input.blur();
    // Where nothing was found, what is suggested is meant: pinyin, most of all.
    if (fresh() && !answer.items.length && options.firstElementChild) return choose(options.firstElementChild);
    if (fresh()) return openFirst();
    if (!input.value.trim()) return;
    follow = true;
    again();
  };

  const narrow = ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const { facet, value, all } = button.dataset;
    if (all) {
      whole.add(all);
      return view.facets(facets, counts, filters, whole);
    }
    const chosen = filters[facet] || [];
    filters = { ...filters, [facet]: chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value] };
    if (!filters[facet].length) delete filters[facet];
    view.facets(facets, counts, filters, whole);
    again();
  };

  const order = (chosen) => {
    sort = chosen;
    for (const button of sorts.children) button.setAttribute("aria-pressed", String(button.dataset.sort === sort));
  };

  /* The way back from a result leads to the results again. */
  const leave = (event) => {
    const link = event.target.closest("a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const here = location.href.replace(/#.*$/, "");
    if (link.href.replace(/#.*$/, "") === here) return close();
    address.write(current());
  };

  toggle.addEventListener("change", toggled);
  input.addEventListener("focus", warm);
  input.addEventListener("pointerenter", warm);
  input.addEventListener("click", () => open());
  input.addEventListener("input", typed);
  input.addEventListener("compositionend", typed);
  form.addEventListener("submit", submit);
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    input.value = "";
    input.focus();
    empty();
  });
  TigangSearch.keys({ inner, input, list, options, suggestions, isOpen, open, close });
  find(".tg-search__back").addEventListener("click", close);
  find(".tg-search__shade").addEventListener("click", close);
  find(".tg-search__share").addEventListener("click", share);
  document.querySelector(".tg-search-button")?.addEventListener("click", (event) => open(event.currentTarget));
  options.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
  options.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  scroller.addEventListener("scroll", () => (isScrolled = true), { passive: true });
  facets.addEventListener("click", narrow);
  sorts.addEventListener("click", ({ target }) => {
    if (!target.dataset.sort || target.dataset.sort === sort) return;
    order(target.dataset.sort);
    again();
  });
  list.addEventListener("click", leave);

  /* What was typed before this script ran, or came with the address. */
  show("empty");
  const wanted = address.read();
  if (wanted && !input.value) {
    input.value = wanted.query;
    filters = wanted.filters;
    order(wanted.sort);
  }
  if (isOpen()) toggled();
  else if (input.value || wanted) open();

  // Who comes from a result sees what was searched.
  if (new URL(location.href).searchParams.get("h")) Tigang.load("search/folding", "search/highlight").catch(() => {});
})();
