/* Three depths of reading: 1 骨架, 2 要点, 3 全文. The stylesheet hides and shows; this only sets the class. */
"use strict";
var Tigang = window.Tigang || {};

Tigang.depth = (() => {
  const root = document.documentElement;
  const NAMES = { 1: "骨架", 2: "要点", 3: "全文" };
  const buttons = [...document.querySelectorAll("[data-depth]")];
  const current = () => [1, 2, 3].find((depth) => root.classList.contains(`tg-depth-${depth}`)) || 3;

  const mark = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(Number(button.dataset.depth) === current()));
  };

  /* The section in view stays where it is. keep: whether other pages follow. */
  const set = (depth, keep = true) => {
    const anchor = Tigang.place?.current();
    const before = anchor?.getBoundingClientRect().top;
    root.classList.remove(`tg-depth-${current()}`);
    root.classList.add(`tg-depth-${depth}`);
    mark();
    if (keep) Tigang.store.write("depth", depth);
    if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
    dispatchEvent(new Event("tigang:layout"));
  };

  mark();
  for (const button of buttons) button.addEventListener("click", () => set(Number(button.dataset.depth)));
  if (buttons.length) {
    for (const depth of [1, 2, 3]) {
      Tigang.keys.add("提纲", [String(depth)], NAMES[depth], () => {
        set(depth);
        Tigang.say(NAMES[depth], true);
      });
    }
  }
  return { current, set, name: () => NAMES[buttons.length ? current() : 3] };
})();
