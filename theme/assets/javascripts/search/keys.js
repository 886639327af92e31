/* The keys of the search box: between input, suggestions and results, and those that open it. */
"use strict";
var TigangSearch = window.TigangSearch || {};

TigangSearch.keys = ({ inner, input, list, options, suggestions, isOpen, open, close }) => {
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
    } else if (down && links.length && (suggestions.chosen() || options.hidden)) {
      suggestions.stand(-1);
      links[0].focus();
    } else if (suggestions.chosen() || down) {
      suggestions.step(down ? 1 : -1);
    }
  };

  const trap = (event) => {
    const stops = [...inner.querySelectorAll("a[href], button, input")].filter((stop) => stop.getClientRects().length);
    const [first, last] = [stops[0], stops[stops.length - 1]];
    const here = document.activeElement;
    if (event.shiftKey ? here !== first && here !== inner : here !== last) return;
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
      if (suggestions.chosen()) suggestions.stand(-1);
      else close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) open(input);
      move(event.key);
    } else if (inInput && suggestions.chosen() && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      suggestions.step(event.key === "ArrowRight" ? 1 : -1);
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

  inner.addEventListener("keydown", key);
  document.addEventListener("keydown", shortcut);
};
