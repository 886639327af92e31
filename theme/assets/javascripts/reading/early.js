/*
 * Runs before the first paint, so that nothing moves later: the depth and the type size that the reader chose last, as
 * classes of <html>. An address that names words or a place is about the text: it shows the whole.
 */
"use strict";
(() => {
  const chosen = (name, usual) => {
    try {
      const value = JSON.parse(localStorage.getItem(`tigang.${name}`));
      return [1, 2, 3].includes(value) ? value : usual;
    } catch {
      return usual; // storage refused, or another's value
    }
  };
  const named = location.hash.length > 1 || /[?&]h=/.test(location.search);
  const depth = named ? 3 : chosen("depth", 3);
  document.documentElement.classList.add("tg-js", `tg-depth-${depth}`, `tg-size-${chosen("size", 2)}`);
})();
