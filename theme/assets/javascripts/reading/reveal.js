/* An address that names a place (#id) opens what hides it: folded sections, and a depth that leaves it out. */
"use strict";
(() => {
  const { body } = Tigang.outline;

  /* A paragraph that is no longer there leads to its section: 收得齐.2 to 收得齐. */
  const named = (hash) => {
    try {
      const id = decodeURIComponent(hash.slice(1));
      return document.getElementById(id) || document.getElementById(id.replace(/\.\d+$/, ""));
    } catch {
      return null; // not an encoded name
    }
  };

  const reveal = (hash) => {
    const found = named(hash);
    const block = found?.closest(".tg-body--outline > *");
    if (!block || !body.contains(block)) return;
    Tigang.fold.reveal(block);
    if (!found.getClientRects().length) Tigang.depth.set(3, false);
    found.scrollIntoView();
  };

  addEventListener("hashchange", () => reveal(location.hash));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    // The same address again is no change, and what was folded since must open all the same.
    if (link && !event.defaultPrevented) queueMicrotask(() => reveal(link.getAttribute("href")));
  });
  if (location.hash) reveal(location.hash);
})();
