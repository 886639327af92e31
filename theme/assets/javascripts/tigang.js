/* Folding lists (navigation, contents): close on a click outside, on a chosen link, on Escape. */
"use strict";
(() => {
  const open = () => document.querySelectorAll("details[data-tg-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) {
      const inside = menu.contains(event.target);
      if (event.target.closest("a") || (!inside && menu.closest("header.tg-header, .tg-tools"))) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
