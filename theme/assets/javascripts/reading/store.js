/* What the reader chose, kept in the browser; where the browser refuses (file://, private windows), for this page. */
"use strict";
var Tigang = window.Tigang || {};

Tigang.store = (() => {
  const memory = new Map();

  const read = (name, otherwise) => {
    try {
      const text = localStorage.getItem(`tigang.${name}`);
      if (text !== null) return JSON.parse(text);
    } catch {
      // As if nothing had been kept.
    }
    return memory.has(name) ? memory.get(name) : otherwise;
  };

  /* Whether it is kept beyond this page. */
  const write = (name, value) => {
    memory.set(name, value);
    try {
      localStorage.setItem(`tigang.${name}`, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  };

  return { read, write };
})();
