/*
 * The search box: opening and closing, keys, queries and the address. The engine behind it is TigangSearch.connect
 * (client.js), what is shown is made by TigangSearch.view (view.js).
 */
"use strict";
var TigangSearch = window.TigangSearch || {};

TigangSearch.root = () => {
  const { base } = JSON.parse(document.getElementById("__config").textContent);
  return new URL(base.replace(/\/*$/, "/"), document.baseURI).href;
};

(() => {
  const TYPING = 80; // milliseconds without a key before a query is sent
  const PAGE = 10;
  const FACETS = ["genre", "year", "topic", "collection"];

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
  const view = TigangSearch.view;

  const root = TigangSearch.root();
  let client = null;
  let filters = {};
  let sort = "relevance";
  let count = PAGE;
  let answer = null; // the one that is shown
  let latest = 0; // numbers queries: answers to older ones are dropped
  let follow = false; // Enter was pressed before the answer came
  let active = -1; // the suggestion that the arrow keys stand on
  let timer = 0;
  const whole = new Set();

  /* --- the engine --- */

  const engine = () => {
    if (!client && TigangSearch.connect) client = TigangSearch.connect(root);
    return client;
  };
  const warm = () => engine()?.warm();

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
    suggest([]);
    say("");
    show("empty");
  };

  const receive = (query, got) => {
    const isNew = output.dataset.query !== query;
    answer = got;
    Object.assign(output.dataset, { query, state: got.state });
    Object.assign(meta.dataset, { total: got.total, near: got.near, state: got.state });
    const done = got.state === "done";
    if (done) delete box.dataset.busy;
    say(view.said(got));
    if (!view.results(list, got.items, address)) input.focus();
    if (got.facets) view.facets(facets, got.facets, filters, whole);
    sorts.hidden = got.total + got.near < 2;
    if (isNew) scroller.scrollTop = 0;
    show(got.items.length ? "results" : got.problem ? "problem" : done ? "none" : "waiting");
    watch.unobserve(end);
    if (done) watch.observe(end); // observing anew tells at once whether the end is in sight
    if (done && follow) openFirst();
  };

  const failed = (query, problem) =>
    receive(query, { state: "done", total: 0, near: 0, missing: [], problem, facets: null, items: [] });

  const search = () => {
    clearTimeout(timer);
    const query = input.value.trim();
    if (!query) return empty();
    const number = ++latest;
    box.dataset.busy = "";
    if (!answer) {
      show("waiting");
      say("正在找 …");
    }
    const running = engine();
    if (!running) return failed(query, "搜索程序没有载入，请刷新页面再试");
    running.search({ query, filters, sort, count }, (got) => number === latest && receive(query, got));
  };

  const fresh = () => answer && output.dataset.query === input.value.trim() && output.dataset.state === "done";

  const again = () => {
    count = PAGE;
    search();
  };

  const watch = new IntersectionObserver(
    ([entry]) => {
      if (!entry.isIntersecting || !isOpen() || !fresh()) return;
      if (answer.items.length < count || answer.items.length >= answer.total + answer.near) return;
      count += PAGE;
      search();
    },
    { root: scroller, rootMargin: "400px" },
  );

  /* --- suggestions --- */

  const choices = () => [...options.children];

  const stand = (index) => {
    active = index;
    choices().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", choices()[index].id);
    choices()[index]?.scrollIntoView({ block: "nearest" });
  };

  const suggest = (entries) => {
    view.suggestions(options, entries);
    input.setAttribute("aria-expanded", String(entries.length > 0));
    stand(-1);
  };

  const askSuggestions = async () => {
    const text = input.value.trim();
    if (!text) return;
    const entries = (await engine()?.suggest(text)) || [];
    const still = isOpen() && input.value.trim() === text && document.activeElement === input;
    if (still) suggest(entries.filter((entry) => entry.text !== text).slice(0, 8));
  };

  const choose = (option) => {
    input.value = option.dataset.text;
    input.focus();
    suggest([]);
    again();
  };

  /* --- the address --- */

  /* The address of a result: the words to mark there stand in ?h=. */
  const address = (url, terms) => {
    const target = new URL(url, root);
    const words = terms.map((term) => term.replace(/\s+/g, "")).filter(Boolean);
    if (words.length) target.searchParams.set("h", words.join(" "));
    return target.href;
  };

  const searched = (target, on) => {
    for (const key of ["q", "sort", ...FACETS]) target.searchParams.delete(key);
    if (on) {
      target.searchParams.set("q", input.value.trim());
      for (const facet of FACETS) for (const value of filters[facet] || []) target.searchParams.append(facet, value);
      if (sort !== "relevance") target.searchParams.set("sort", sort);
    }
    return target;
  };

  const rewrite = (target) => {
    if (target.href !== location.href) history.replaceState(history.state, "", target);
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Without https there is no clipboard; a selected field can still be copied from.
      const field = document.createElement("textarea");
      field.value = text;
      inner.append(field);
      field.select();
      const copied = document.execCommand("copy");
      field.remove();
      return copied;
    }
  };

  const share = async (event) => {
    const target = searched(new URL(location.href), true);
    target.searchParams.delete("h");
    target.hash = "";
    const button = event.currentTarget;
    note.textContent = (await copy(target.href)) ? "链接已复制" : "没能复制";
    button.focus();
    setTimeout(() => (note.textContent = ""), 2500);
  };

  /* --- opening and closing --- */

  const isOpen = () => toggle.checked;
  let opener = null;

  const open = (from) => {
    if (!isOpen()) {
      opener = from && !inner.contains(from) && from !== document.body ? from : null;
      toggle.click(); // Material's script listens to the change and holds the page behind on small screens
    }
    input.focus();
  };

  const close = () => isOpen() && toggle.click();

  const toggled = () => {
    if (isOpen()) {
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
    suggest([]);
    rewrite(searched(new URL(location.href), false));
    if (opener?.isConnected) opener.focus();
    else if (inner.contains(document.activeElement)) document.activeElement.blur();
    opener = null;
  };

  const openFirst = () => {
    follow = false;
    list.querySelector(".md-search-result__link")?.click();
  };

  /* --- events --- */

  const typed = (event) => {
    if (event.isComposing) return;
    open();
    follow = false;
    clearTimeout(timer);
    stand(-1);
    if (!input.value.trim()) return empty();
    timer = setTimeout(() => {
      again();
      askSuggestions();
    }, TYPING);
  };

  const submit = (event) => {
    event.preventDefault();
    if (active >= 0) return choose(choices()[active]);
    // On a phone Enter puts the keyboard away, which covers the results.
    if (matchMedia("(pointer: coarse)").matches) return input.blur();
    if (fresh()) return openFirst();
    if (!input.value.trim()) return;
    again();
    follow = true;
  };

  /* Down and up: input, suggestions (a row: left and right go along it), results. */
  const move = (key) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const down = key === "ArrowDown";
    if (at >= 0) {
      const next = links[down ? at + 1 : at - 1];
      if (next) next.focus();
      else if (!down) input.focus();
    } else if (document.activeElement !== input) {
      if (down) links[0]?.focus();
      else input.focus();
    } else if (active < 0) {
      if (down && !options.hidden) stand(0);
      else if (down) links[0]?.focus();
    } else if (down && links.length) {
      stand(-1);
      links[0].focus();
    } else {
      stand(Math.min(active + (down ? 1 : -1), choices().length - 1));
    }
  };

  const trap = (event) => {
    const stops = [...inner.querySelectorAll("a[href], button, input")].filter((stop) => stop.getClientRects().length);
    const first = stops[0];
    const last = stops[stops.length - 1];
    if (document.activeElement !== (event.shiftKey ? first : last)) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  };

  const key = (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const inInput = event.target === input;
    if (event.key === "Tab") return isOpen() && trap(event);
    if (event.key === "Escape") {
      if (!isOpen()) return;
      event.stopPropagation();
      if (active >= 0) stand(-1);
      else close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) open(input);
      move(event.key);
    } else if (inInput && active >= 0 && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      const step = event.key === "ArrowRight" ? 1 : -1;
      stand((active + step + choices().length) % choices().length);
    } else if (!inInput && isOpen() && ((event.key.length === 1 && event.key !== " ") || event.key === "Backspace")) {
      input.focus(); // the character goes where it belongs
    }
  };

  const shortcut = (event) => {
    if (isOpen() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!["/", "s", "f"].includes(event.key)) return;
    const field = "input, textarea, select, [contenteditable]";
    if (event.target instanceof Element && event.target.closest(field)) return;
    event.preventDefault();
    open(document.activeElement);
    input.select();
  };

  const narrow = ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const { facet, value, all } = button.dataset;
    if (all) {
      whole.add(all);
      view.facets(facets, answer.facets, filters, whole);
      return;
    }
    const chosen = filters[facet] || [];
    filters = { ...filters, [facet]: chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value] };
    if (!filters[facet].length) delete filters[facet];
    view.facets(facets, answer.facets || {}, filters, whole);
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
    rewrite(searched(new URL(location.href), true));
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
  inner.addEventListener("keydown", key);
  document.addEventListener("keydown", shortcut);
  find(".tg-search__back").addEventListener("click", close);
  find(".tg-search__shade").addEventListener("click", close);
  find(".tg-search__share").addEventListener("click", share);
  document.querySelector(".tg-search-button")?.addEventListener("click", (event) => open(event.currentTarget));
  options.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
  options.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  facets.addEventListener("click", narrow);
  sorts.addEventListener("click", ({ target }) => {
    if (!target.dataset.sort || target.dataset.sort === sort) return;
    order(target.dataset.sort);
    again();
  });
  list.addEventListener("click", leave);

  /* What was typed before this script ran, or came with the address. */
  show("empty");
  const wanted = new URL(location.href).searchParams;
  if (wanted.has("q") && !input.value) {
    input.value = wanted.get("q");
    for (const facet of FACETS) if (wanted.has(facet)) filters[facet] = wanted.getAll(facet);
    if (wanted.get("sort") === "date") order("date");
  }
  if (input.value || wanted.has("q")) open();
  if (isOpen()) toggled();
})();
