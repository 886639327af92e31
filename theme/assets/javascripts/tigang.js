/* What every script may use: Tigang.load. And folding lists, which close on a click outside, on a chosen link, on Escape. */
"use strict";
var Tigang = window.Tigang || {};

/* Load scripts that few readers need (basket/panel), one after the other, each once. */
Tigang.load = (() => {
  const folder = new URL(".", document.currentScript.src);
  const loaded = new Map();

  const script = (name) =>
    new Promise((done, failed) => {
      const made = document.createElement("script");
      made.src = new URL(`${name}.js`, folder).href;
      made.addEventListener("load", done);
      made.addEventListener("error", failed);
      document.head.append(made);
    });

  return async (...names) => {
    for (const name of names) {
      if (!loaded.has(name)) loaded.set(name, script(name));
      try {
        await loaded.get(name);
      } catch (error) {
        loaded.delete(name); // perhaps it comes the next time
        throw error;
      }
    }
  };
})();

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
