/* A modal dialog with a title and a way out. Keys pressed in it are its own. */
"use strict";
var Tigang = window.Tigang || {};

Tigang.dialog = (name, title) => {
  const box = document.createElement("dialog");
  box.className = `tg-dialog tg-dialog--${name}`;
  box.setAttribute("aria-labelledby", `__${name}`);
  const head = document.createElement("header");
  const heading = document.createElement("h2");
  heading.id = `__${name}`;
  heading.textContent = title;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "tg-dialog__close";
  close.textContent = "关闭";
  close.addEventListener("click", () => box.close());
  head.append(heading, close);
  const content = document.createElement("div");
  content.className = "tg-dialog__content";
  box.append(head, content);
  // Material's and our own keys listen further out: n would leave for the next outline.
  box.addEventListener("keydown", (event) => event.stopPropagation());
  box.addEventListener("click", (event) => event.target === box && box.close());
  document.body.append(box);
  return { box, heading, content };
};
