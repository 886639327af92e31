/* The outline on this page: its sections, and its text as pieces (see format.js). */
"use strict";
var Tigang = window.Tigang || {};

Tigang.outline = (() => {
  const body = document.querySelector(".tg-body--outline");
  const OWN = "button, .tg-pilcrow, .tg-take"; // what scripts put among the text
  const KINDS = ["salutation", "verse", "closing", "signature", "attachment"];
  const level = (element) => Number(/^H([2-6])$/.exec(element.tagName)?.[1] || 0);
  const headings = [...body.children].filter(level);

  /* A section: its heading and all that follows, up to a heading that is no deeper. Without a heading: everything. */
  const range = (heading) => {
    const all = [...body.children];
    if (!heading) return all;
    const start = all.indexOf(heading);
    const end = all.findIndex((element, index) => index > start && level(element) && level(element) <= level(heading));
    return all.slice(start, end < 0 ? all.length : end);
  };

  /* The headings above an element, outermost first; of a heading, without itself. */
  const above = (element) => {
    const trail = [];
    let limit = level(element) || 7;
    for (let one = element.previousElementSibling; one; one = one.previousElementSibling) {
      if (level(one) && level(one) < limit) {
        trail.unshift(one);
        limit = level(one);
      }
    }
    return trail;
  };

  const piece = (element, depth) => {
    const table = element.matches("table") ? element : element.querySelector("table");
    if (table) {
      return { kind: "table", rows: [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())) };
    }
    const copy = element.cloneNode(true);
    for (const one of copy.querySelectorAll(depth === 2 ? `${OWN}, .rest` : OWN)) one.remove();
    const lines = copy.textContent.split("\n").map((line) => line.trim());
    const text = lines.filter(Boolean).join("\n");
    if (level(element)) return { kind: "heading", level: level(element), text };
    return { kind: KINDS.find((kind) => element.classList.contains(kind)) || "paragraph", text };
  };

  /* What a depth shows, as the stylesheet has it: 1 headings, 2 with paragraphs without their rest, 3 everything. */
  const pieces = (elements, depth = 3) => {
    const read = elements.map((element) => piece(element, depth));
    const kinds = [null, ["heading"], ["heading", "paragraph"], null][headings.length ? depth : 3];
    return kinds ? read.filter(({ kind }) => kinds.includes(kind)) : read;
  };

  const head = () => {
    const found = (selector, kind) =>
      [...document.querySelectorAll(selector)].map((line) => ({ kind, text: line.textContent.trim() }));
    return [
      ...found(".tg-head h1", "title"),
      ...found(".tg-head__subtitle", "byline"),
      ...found(".tg-head__byline", "byline"),
    ];
  };

  /* This page's address, for people: the canonical one where there is one, without marks of a search. */
  const address = (id = "") => {
    const known = document.querySelector("link[rel=canonical]")?.href;
    const url = new URL(known || location.href);
    url.search = "";
    url.hash = id;
    try {
      return decodeURI(url.href).replace(/[\s"<>]/g, encodeURIComponent);
    } catch {
      return url.href;
    }
  };

  const title = document.querySelector(".tg-head h1").textContent.trim();
  const site = document.querySelector(".tg-brand__name")?.textContent.trim() || "";

  return { body, headings, level, range, above, pieces, head, address, title, site };
})();
