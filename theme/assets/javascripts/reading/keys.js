/* Single keys, and the list of them (?), the page's own first. Tigang.keys.add(group, [keys], what it does, act). */
"use strict";
var Tigang = window.Tigang || {};

Tigang.keys = (() => {
  const acts = new Map();
  const groups = new Map();
  const FIELD = "input, textarea, select, [contenteditable]";

  /* Without an act: a key that is listened to elsewhere. */
  const add = (group, keys, says, act = null) => {
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push([keys, says]);
    if (act) for (const key of keys) acts.set(key, act);
  };

  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (document.getElementById("__search")?.checked) return;
    if (event.target instanceof Element && event.target.closest(FIELD) && event.target.type !== "radio") return;
    const act = acts.get(event.key === "=" ? "+" : event.key); // + without the shift key
    if (!act) return;
    event.preventDefault();
    act(event);
  };

  let help = null;
  const show = () => {
    if (!help) {
      help = Tigang.dialog("keys", "键盘");
      for (const [group, entries] of [...groups].reverse()) {
        const part = document.createElement("section");
        const title = document.createElement("h3");
        title.textContent = group;
        const list = document.createElement("dl");
        for (const [keys, says] of entries) {
          const row = document.createElement("div");
          const term = document.createElement("dt");
          const meaning = document.createElement("dd");
          term.append(
            ...keys.map((key) => {
              const cap = document.createElement("kbd");
              cap.textContent = key;
              return cap;
            }),
          );
          meaning.textContent = says;
          row.append(term, meaning);
          list.append(row);
        }
        part.append(title, list);
        help.content.append(part);
      }
    }
    help.box.showModal();
  };

  document.addEventListener("keydown", press);
  for (const button of document.querySelectorAll("[data-act=help]")) button.addEventListener("click", show);
  return { add, show };
})();
