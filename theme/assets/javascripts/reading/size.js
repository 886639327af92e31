/* Type size in three steps. */
"use strict";
(() => {
  const root = document.documentElement;
  const NAMES = { 1: "小", 2: "中", 3: "大" };
  const button = document.querySelector("[data-act=size]");
  const current = () => [1, 2, 3].find((size) => root.classList.contains(`tg-size-${size}`)) || 2;

  const mark = () => button?.setAttribute("aria-label", `字号：${NAMES[current()]}`);

  const set = (size) => {
    if (!NAMES[size]) return;
    const anchor = Tigang.place.block();
    const before = anchor?.getBoundingClientRect().top;
    root.classList.remove(`tg-size-${current()}`);
    root.classList.add(`tg-size-${size}`);
    Tigang.store.write("size", size);
    if (anchor && scrollY) scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
    mark();
    dispatchEvent(new Event("tigang:layout"));
    Tigang.say(`字号：${NAMES[size]}`);
  };

  mark();
  button?.addEventListener("click", () => set((current() % 3) + 1));
  Tigang.keys.add("提纲", ["-", "+"], "字号小一级、大一级", (event) => set(current() + (event.key === "-" ? -1 : 1)));
})();
