/*
 * The page where facets combine. Its data comes as scripts (docs of the format: generator/lists/facets.py), so that it
 * works from a folder; the state stands in the address, after the #, so that a selection can be sent and kept.
 */
"use strict";
(() => {
  const root = document.querySelector(".tg-facets");
  if (!root) return;
  const FACETS = [
    ["collection", "栏目"], ["genre", "体裁"], ["year", "年份"], ["month", "月份"], ["topic", "主题"], ["organisation", "单位"],
  ];
  const SORTS = [["date", "日期"], ["characters", "篇幅"], ["title", "标题"]];
  const PAGE = 60;
  const SHORT = 10;
  const folder = root.dataset.folder;
  const version = root.dataset.version;
  const site = new URL("../../", new URL(folder, location.href));
  const titles = new Map();
  const waiting = new Map();
  let columns;
  let state;
  let shown = PAGE;
  let run = 0;
  const long = new Set();

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const button = (className, text) => {
    const made = element("button", className, text);
    made.type = "button";
    return made;
  };
  const load = (name) => {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((resolve, reject) => {
        const script = element("script");
        script.src = `${folder}${name}.js?${version}`;
        script.onload = resolve;
        script.onerror = reject;
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  };
  window.tigangBrowse = (kind, value) => {
    if (kind === "columns") columns = value;
    else titles.set(value[0], value[1]);
  };

  /* --- the data ---------------------------------------------------------------------------------------------------- */

  const values = {
    collection: (row) => one(columns.names.collection[columns.collection[row]]),
    genre: (row) => one(columns.names.genre[columns.genre[row]]),
    organisation: (row) => one(columns.names.organisation[columns.organisation[row]]),
    topic: (row) => columns.topic[row].map((number) => columns.names.topic[number]),
    year: (row) => one(columns.date[row] ? String(columns.date[row]).slice(0, 4) : undefined),
    month: (row) => {
      const month = Math.floor(columns.date[row] / 100) % 100;
      return month ? [String(month)] : [];
    },
  };
  const one = (value) => (value === undefined ? [] : [value]);
  const label = (facet, value) => (facet === "year" ? `${value} 年` : facet === "month" ? `${value} 月` : value);

  /* Values of one facet are alternatives; facets are conditions that all hold. Topics all hold, too. */
  const fits = (row, but) => FACETS.every(([facet]) => {
    const chosen = state[facet];
    if (facet === but || !chosen.length) return true;
    const own = values[facet](row);
    return facet === "topic" ? chosen.every((value) => own.includes(value)) : chosen.some((value) => own.includes(value));
  });

  const rows = () => {
    const found = [];
    for (let row = 0; row < columns.date.length; row += 1) if (fits(row)) found.push(row);
    if (state.sort === "characters") found.sort((a, b) => columns.characters[b] - columns.characters[a] || a - b);
    if (state.sort === "title") found.sort((a, b) => columns.title[a] - columns.title[b]);
    return state.reverse ? found.reverse() : found;
  };

  const counts = (facet) => {
    const found = new Map();
    for (let row = 0; row < columns.date.length; row += 1) {
      if (fits(row, facet === "topic" ? undefined : facet)) {
        for (const value of values[facet](row)) found.set(value, (found.get(value) ?? 0) + 1);
      }
    }
    for (const value of state[facet]) if (!found.has(value)) found.set(value, 0);
    const order = facet === "year" ? (a, b) => b[0] - a[0] : facet === "month" ? (a, b) => a[0] - b[0]
      : (a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "zh-CN");
    return [...found].sort(order);
  };

  /* --- the address ------------------------------------------------------------------------------------------------- */

  const read = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    state = { sort: said.get("sort") ?? "date", reverse: said.has("reverse") };
    if (!SORTS.some(([name]) => name === state.sort)) state.sort = "date";
    for (const [facet] of FACETS) state[facet] = said.getAll(facet);
  };
  const write = () => {
    const said = new URLSearchParams();
    for (const [facet] of FACETS) for (const value of state[facet]) said.append(facet, value);
    if (state.sort !== "date") said.set("sort", state.sort);
    if (state.reverse) said.set("reverse", "");
    history.pushState(null, "", `#${said}`);
    shown = PAGE;
    show();
  };
  const toggle = (facet, value) => {
    const chosen = state[facet];
    state[facet] = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
    write();
  };

  /* --- the page ---------------------------------------------------------------------------------------------------- */

  const fold = button("tg-facets__fold", "筛选");
  const side = element("div", "tg-facets__side");
  const main = element("div");
  const bar = element("div", "tg-facets__bar");
  const status = element("p", "tg-facets__status");
  const sorts = element("div", "tg-facets__sort");
  const chosen = element("ul", "tg-facets__chosen");
  const list = element("ol", "tg-facets__list");
  const next = button("tg-facets__next", "再看 60 篇");
  status.setAttribute("role", "status");
  sorts.setAttribute("role", "group");
  sorts.setAttribute("aria-label", "排序");
  chosen.setAttribute("aria-label", "已选");
  fold.setAttribute("aria-expanded", "false");
  fold.addEventListener("click", () => {
    fold.setAttribute("aria-expanded", String(fold.getAttribute("aria-expanded") !== "true"));
  });
  next.addEventListener("click", () => {
    const first = shown;
    shown += PAGE;
    showRows().then(() => list.children[first]?.querySelector("a")?.focus());
  });
  bar.append(status, sorts);
  main.append(bar, chosen, list, next);

  const group = (facet, name) => {
    const found = counts(facet);
    if (facet === "month" && !state.year.length) return null;
    if (found.length < 2 && !state[facet].length) return null;
    const made = element("fieldset", "tg-facets__group");
    made.append(element("legend", "", name));
    const many = long.has(facet) ? found : found.filter(([value], index) => index < SHORT || state[facet].includes(value));
    for (const [value, count] of many) {
      const choice = button("tg-facets__value");
      choice.append(element("span", "", label(facet, value)), element("span", "", String(count)));
      choice.setAttribute("aria-pressed", String(state[facet].includes(value)));
      choice.dataset.key = `${facet}=${value}`;
      choice.addEventListener("click", () => toggle(facet, value));
      made.append(choice);
    }
    if (found.length > many.length) {
      const more = button("tg-facets__more", `全部 ${found.length} 项`);
      more.addEventListener("click", () => {
        long.add(facet);
        show();
        side.querySelector(`[data-key="${CSS.escape(`${facet}=${found[SHORT][0]}`)}"]`)?.focus();
      });
      made.append(more);
    }
    return made;
  };

  const show = () => {
    const focused = document.activeElement?.dataset?.key;
    side.replaceChildren(...FACETS.map(([facet, name]) => group(facet, name)).filter(Boolean));
    sorts.replaceChildren(...SORTS.map(([name, said]) => {
      const own = state.sort === name;
      const made = button("", own ? `${said}${state.reverse ? " ↑" : " ↓"}` : said);
      made.setAttribute("aria-pressed", String(own));
      made.setAttribute("aria-label", own ? `按${said}排序，${state.reverse ? "倒序" : "正序"}` : `按${said}排序`);
      made.dataset.key = `sort=${name}`;
      made.addEventListener("click", () => {
        state.reverse = own && !state.reverse;
        state.sort = name;
        write();
      });
      return made;
    }));
    chosen.replaceChildren(...FACETS.flatMap(([facet]) => state[facet].map((value) => {
      const item = element("li");
      const made = button("", label(facet, value));
      made.setAttribute("aria-label", `去掉 ${label(facet, value)}`);
      made.addEventListener("click", () => toggle(facet, value));
      item.append(made);
      return item;
    })));
    fold.textContent = FACETS.some(([facet]) => state[facet].length) ? "筛选（已选）" : "筛选";
    if (focused) root.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    return showRows();
  };

  const showRows = async () => {
    run += 1;
    const own = run;
    const found = rows();
    const these = found.slice(0, shown);
    await Promise.all([...new Set(these.map((row) => Math.floor(row / columns.chunk)))].map((number) => load(`titles-${number}`)));
    if (own !== run) return;
    status.replaceChildren(element("b", "", String(found.length)), ` 篇${found.length < columns.date.length ? `，共 ${columns.date.length} 篇` : ""}`);
    list.replaceChildren(...these.map((row) => {
      const [title, url] = titles.get(Math.floor(row / columns.chunk))[row % columns.chunk];
      const item = element("li");
      const link = element("a", "", title);
      link.href = new URL(url, site);
      item.append(link, element("span", "", facts(row)));
      return item;
    }));
    next.hidden = found.length <= shown;
    root.dataset.ready = "";
  };

  const facts = (row) => {
    const date = String(columns.date[row]);
    const [year, month, day] = [date.slice(0, 4), Number(date.slice(4, 6)), Number(date.slice(6, 8))];
    const said = columns.date[row] ? `${year}年${month ? `${month}月` : ""}${day ? `${day}日` : ""}` : "";
    return [...values.genre(row), said, `${columns.characters[row]} 字`].filter(Boolean).join(" · ");
  };

  load("columns").then(() => {
    read();
    root.append(fold, side, main);
    root.hidden = false;
    document.querySelector(".tg-ways").open = false;
    window.addEventListener("popstate", () => { read(); shown = PAGE; show(); });
    window.addEventListener("hashchange", () => { read(); shown = PAGE; show(); });
    return show();
  }).catch(() => {
    root.hidden = true;
    root.classList.add("tg-facets--failed");
  });
})();
