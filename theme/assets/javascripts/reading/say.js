/*
 * A line at the foot of the window that says what was done and goes away; screen readers read it out. quiet: for them
 * only, where everybody else sees what happened.
 */
"use strict";
var Tigang = window.Tigang || {};

Tigang.say = (() => {
  const line = document.createElement("p");
  line.className = "tg-said";
  line.setAttribute("role", "status");
  document.querySelector("main").append(line);
  let timer = 0;

  return (text, quiet = false) => {
    // Inside a modal dialog only what stands there is seen and read.
    (document.querySelector("dialog[open]") || document.querySelector("main")).append(line);
    line.textContent = text;
    line.classList.toggle("tg-said--shown", !quiet);
    clearTimeout(timer);
    timer = setTimeout(() => line.classList.remove("tg-said--shown"), 2600);
  };
})();
