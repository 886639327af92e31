/*
 * Marks on the page what was searched (?h=words): across punctuation, inline elements, width and case. A small control
 * says how many, leads from one to the next (n, p) and clears them.
 */
"use strict";
var TigangSearch = window.TigangSearch || {};

TigangSearch.highlight = (() => {
  const PARTS = ".tg-head h1, .tg-head__subtitle, .tg-head__byline, .tg-article > h1, .tg-body";
  const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, td, th, caption, figcaption, blockquote, pre, div";
  const SKIPPED = "script, style, button, .headerlink, .tg-marks";

  const fold = TigangSearch.folding;
  const folded = (text) => Array.from(text, (character) => fold(character)).join("");

  /* Text nodes by paragraph. A heading and the paragraph after it may be one paragraph of the source: they are also one here. */
  const paragraphs = (article) => {
    const groups = [];
    let last = null;
    for (const part of article.querySelectorAll(PARTS)) {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest(SKIPPED) || !node.data.trim()) continue;
        const block = node.parentElement.closest(BLOCKS);
        const joined = last && /^H[2-6]$/.test(last.tagName) && block.tagName === "P";
        if (block !== last && !joined) groups.push([]);
        groups[groups.length - 1].push(node);
        last = block;
      }
    }
    return groups;
  };

  /* Where the words stand in the stream, as [start, end), overlapping ones as one. */
  const spans = (stream, words) => {
    const found = [];
    for (const word of words) {
      for (let at = stream.indexOf(word); at >= 0; at = stream.indexOf(word, at + word.length)) {
        found.push([at, at + word.length]);
      }
    }
    found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    const merged = [];
    for (const [start, end] of found) {
      const before = merged[merged.length - 1];
      if (before && start < before[1]) before[1] = Math.max(before[1], end);
      else merged.push([start, end]);
    }
    return merged;
  };

  const wrap = (node, start, end) => {
    const mark = document.createElement("mark");
    mark.className = "tg-mark";
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    range.surroundContents(mark);
    return mark;
  };

  /* Marks the words in a run of text nodes; returns the hits in order, each a list of <mark> elements. */
  const markParagraph = (nodes, words) => {
    const stream = [];
    const places = []; // for each unit of the stream: node, first and last offset of its character
    nodes.forEach((node, index) => {
      let offset = 0;
      for (const character of node.data) {
        const text = fold(character);
        for (let unit = 0; unit < text.length; unit += 1) places.push([index, offset, offset + character.length]);
        stream.push(text);
        offset += character.length;
      }
    });
    const hits = spans(stream.join(""), words).map(([start, end]) => {
      const [first, from] = places[start];
      const [last, , to] = places[end - 1];
      const pieces = [];
      for (let index = first; index <= last; index += 1) {
        const length = nodes[index].data.length;
        pieces.push([index, index === first ? from : 0, index === last ? to : length]);
      }
      return pieces;
    });
    // From the end, so that offsets before a mark stay true.
    return hits
      .reverse()
      .map((pieces) =>
        pieces
          .reverse()
          .filter(([, from, to]) => from < to)
          .map(([index, from, to]) => wrap(nodes[index], from, to))
          .reverse(),
      )
      .reverse();
  };

  /* Marks words in an article; returns the hits that can be seen. */
  const mark = (article, words) => {
    const wanted = [...new Set(words.map(folded).filter(Boolean))];
    const hits = wanted.length ? paragraphs(article).flatMap((nodes) => markParagraph(nodes, wanted)) : [];
    return hits.filter((hit) => hit.some((piece) => piece.getClientRects().length));
  };

  const clear = (article) => {
    for (const piece of article.querySelectorAll("mark.tg-mark")) {
      const parent = piece.parentNode;
      piece.replaceWith(...piece.childNodes);
      parent.normalize();
    }
  };

  return { mark, clear };
})();

(() => {
  const address = new URL(location.href);
  const article = document.querySelector(".tg-article");
  const words = (address.searchParams.get("h") || "").split(/\s+/).filter(Boolean);
  if (!article || !words.length) return;
  const hits = TigangSearch.highlight.mark(article, words);
  if (!hits.length) return;

  let at = -1;

  const named = (hash) => {
    try {
      return document.getElementById(decodeURIComponent(hash));
    } catch {
      return null; // not an encoded name
    }
  };

  const button = (label, text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "tg-marks__button";
    made.textContent = text;
    if (label) {
      made.title = label;
      made.setAttribute("aria-label", label);
    }
    made.addEventListener("click", act);
    return made;
  };

  const said = document.createElement("span");
  said.className = "tg-marks__said";
  said.setAttribute("role", "status");
  said.textContent = `标出 ${hits.length} 处`;

  const go = (index) => {
    said.textContent = `第 ${1 + ((index + hits.length) % hits.length)} 处，共 ${hits.length} 处`;
    stand(index);
  };
  const stand = (index) => {
    for (const piece of hits[at] || []) piece.classList.remove("tg-mark--here");
    at = (index + hits.length) % hits.length;
    for (const piece of hits[at]) piece.classList.add("tg-mark--here");
    hits[at][0].scrollIntoView({ block: "center" });
  };
  const previous = () => go(at < 0 ? hits.length - 1 : at - 1);
  const next = () => go(at + 1);

  const clear = () => {
    control.remove();
    removeEventListener("keydown", keys, true);
    TigangSearch.highlight.clear(article);
    const clean = new URL(location.href);
    clean.searchParams.delete("h");
    history.replaceState(history.state, "", clean);
  };

  const keys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.getElementById("__search").checked) return;
    if (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]")) return;
    const act = { n: next, p: previous }[event.key];
    if (!act) return;
    // Caught on its way down: without marks these keys are Material's and lead to the neighbouring outlines.
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  const control = document.createElement("div");
  control.className = "tg-marks";
  control.setAttribute("role", "group");
  control.setAttribute("aria-label", "所搜的词");
  control.append(said, button("上一处 (p)", "↑", previous), button("下一处 (n)", "↓", next), button("", "清除", clear));
  (article.closest("main") || document.body).append(control);
  addEventListener("keydown", keys, true);

  /* A section that the address names stays in sight, and going on starts from it. */
  const section = named(address.hash.slice(1));
  if (!section) return stand(0);
  const after = hits.findIndex(
    ([piece]) => section.contains(piece) || section.compareDocumentPosition(piece) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  at = after - 1;
})();
