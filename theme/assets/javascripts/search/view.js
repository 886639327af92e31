/* What the search box shows: answers of the engine as elements. Text is only ever set as text, never as HTML. */
"use strict";
var TigangSearch = window.TigangSearch || {};

TigangSearch.view = (() => {
  const FACETS = { genre: "体裁", year: "年份", topic: "主题", collection: "栏目" };
  const FACET_VALUES = 6; // shown of a facet before 更多 is chosen
  const SECTIONS = 3;
  const NEAR = {
    typo: ["相近的写法", "与所搜的只差一个字"],
    words: ["词语分开出现", "没有连成一句，但词语都有"],
    some: ["部分词语相符", "只出现了其中几个词"],
  };
  const KINDS = { heading: "小标题", title: "标题", pinyin: "拼音" };
  // The numbering in front of a heading is set off in the accent, as on the page.
  const MARKER =
    /^(?:[（(]?[一二三四五六七八九十百〇零\d]{1,4}[）)、.．]+|第[一二三四五六七八九十百\d]+[，、,：:章节条点]?|[一二三四五六七八九十]是|首先|其次|再次|最后|一方面|另一方面)[，、：:]?/;

  const make = (name, className, ...children) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };

  const mark = (text) => make("mark", "", text);

  /* [[text, 0|1], …] as text and marks. */
  const marked = (pieces) => pieces.map(([text, hit]) => (hit ? mark(text) : text));

  const heading = (pieces) => {
    const [[text, hit] = ["", 1], ...rest] = pieces;
    const marker = hit ? null : MARKER.exec(text);
    if (!marker) return marked(pieces);
    return [make("span", "tg-marker", marker[0]), text.slice(marker[0].length), ...marked(rest)];
  };

  const item = (entry, href) => {
    const link = make("a", "md-search-result__link tg-hit", make("span", "tg-hit__title", ...marked(entry.title)));
    if (entry.meta.length) link.append(make("span", "tg-hit__meta", entry.meta.join(" · ")));
    link.href = href(entry.url, entry.terms);
    const row = make("li", "md-search-result__item", link);
    row.dataset.url = entry.url.replace(/[?#].*$/, "");
    row.dataset.near = entry.near;
    const sections = entry.sections.slice(0, SECTIONS).map((section) => {
      const part = make("a", "tg-hit__section");
      if (section.heading.length) part.append(make("span", "tg-hit__heading", ...heading(section.heading)));
      if (section.snippet.length) part.append(make("span", "tg-hit__snippet", ...marked(section.snippet)));
      part.href = href(section.url, entry.terms);
      return make("li", "", part);
    });
    if (sections.length) row.append(make("ul", "tg-hit__sections", ...sections));
    return row;
  };

  const divide = (near) => {
    const [title, why] = NEAR[near] || NEAR.some;
    return make("li", "tg-search__near", make("h3", "", title), make("span", "", why));
  };

  /* Rows that stay the same are kept, so that neither focus nor scroll position is lost when an answer is completed. */
  const results = (list, items, href) => {
    const held = list.contains(document.activeElement) && document.activeElement.closest("li[data-url]").dataset.url;
    const rows = [];
    let near = "";
    for (const entry of items) {
      if (entry.near !== near) rows.push({ key: `near ${entry.near}`, build: () => divide(entry.near) });
      near = entry.near;
      rows.push({ key: JSON.stringify(entry), build: () => item(entry, href) });
    }
    rows.forEach(({ key, build }, index) => {
      const old = list.children[index];
      if (old && old.tigangKey === key) return;
      const row = build();
      row.tigangKey = key;
      if (old) old.replaceWith(row);
      else list.append(row);
    });
    while (list.children.length > rows.length) list.lastElementChild.remove();
    if (held && !list.contains(document.activeElement)) {
      const row = [...list.children].find((child) => child.dataset.url === held);
      if (row) row.querySelector("a").focus();
      return Boolean(row);
    }
    return true;
  };

  const chip = (facet, value, count, pressed) => {
    const button = make("button", "", make("span", "", value), " ", make("span", "tg-search__count", String(count)));
    button.type = "button";
    button.dataset.facet = facet;
    button.dataset.value = value;
    button.setAttribute("aria-pressed", String(pressed));
    return button;
  };

  const group = (facet, counts, chosen, whole) => {
    const values = counts.map(([value, count]) => [String(value), count]);
    for (const value of chosen) if (!values.some(([name]) => name === value)) values.unshift([value, 0]);
    if (values.length < 2 && !chosen.length) return [];
    const shown = values.filter(([value], index) => whole || index < FACET_VALUES || chosen.includes(value));
    const buttons = shown.map(([value, count]) => chip(facet, value, count, chosen.includes(value)));
    if (shown.length < values.length) {
      const more = make("button", "tg-search__all", `全部 ${values.length} 项`);
      more.type = "button";
      more.dataset.all = facet;
      buttons.push(more);
    }
    const box = make("div", "tg-search__facet", make("span", "tg-search__facet-name", FACETS[facet]), ...buttons);
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", FACETS[facet]);
    return [box];
  };

  /* counts: {facet: [[name, count], …]}; chosen: {facet: [names]}; whole: the facets shown with all their values. */
  const facets = (box, counts, chosen, whole) => {
    const { facet, value, all } = box.contains(document.activeElement) ? document.activeElement.dataset : {};
    box.replaceChildren(
      ...Object.keys(FACETS).flatMap((name) => group(name, counts[name] || [], chosen[name] || [], whole.has(name))),
    );
    const buttons = [...box.querySelectorAll("button")];
    const again = buttons.find((button) => button.dataset.facet === facet && button.dataset.value === value);
    if (facet && again) again.focus();
    if (all) buttons.filter((button) => button.dataset.facet === all)[FACET_VALUES]?.focus();
  };

  const option = (entry, index) => {
    const row = make("li", "", make("span", "", entry.text));
    if (KINDS[entry.kind]) row.append(make("span", "tg-search__kind", KINDS[entry.kind]));
    row.id = `__suggest_${index}`;
    row.dataset.text = entry.text;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    return row;
  };

  /* The list under the input (a combobox): the focus stays in the input, the arrow keys stand on an option. */
  const suggestions = (box, input) => {
    let active = -1;
    const stand = (index) => {
      active = index;
      [...box.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
      if (index < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", box.children[index].id);
      box.children[index]?.scrollIntoView({ block: "nearest" });
    };
    const set = (entries) => {
      box.replaceChildren(...entries.map(option));
      box.hidden = !entries.length;
      input.setAttribute("aria-expanded", String(entries.length > 0));
      stand(-1);
    };
    const step = (by) => stand(Math.min(active + by, box.children.length - 1));
    const chosen = () => box.children[active];
    return { set, stand, step, chosen };
  };

  /* The line above the results: what was found, in words. */
  const said = ({ state, total, isAbout, near, isNearAbout, missing, problem }, narrowed) => {
    if (problem) return problem;
    const without = missing.length ? `没有一篇提到${missing.map((word) => `「${word}」`).join("")}` : "";
    const thousands = (number) => String(number).replace(/\B(?=(?:\d{3})+$)/g, ","); // a locale takes long to load
    const count = (number, about) => `${about ? "约 " : ""}${thousands(number)} 篇`;
    const others = near ? `，另有 ${count(near, isNearAbout)}相近` : "";
    if (total) return `找到 ${count(total, isAbout)}${others}${state === "partial" ? " …" : ""}`;
    if (state === "partial") return "正在找 …";
    if (near) return `${without || "没有完全相符的"}，相近的有 ${count(near, isNearAbout)}`;
    if (without) return `${without}。换一个说法，或少写几个字`;
    return narrowed ? "没有找到。去掉几项筛选试试" : "没有找到。少写几个词，或换一个说法";
  };

  return { results, facets, suggestions, said };
})();
