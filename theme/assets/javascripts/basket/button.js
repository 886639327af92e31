/* How many items the collection has, and the way to its panel; the panel's script is loaded when it is first asked for. */
"use strict";
(() => {
  const { basket } = Tigang;
  const own = new URL(".", document.currentScript.src);
  const buttons = [...document.querySelectorAll("[data-act=basket]")];
  const loaded = new Map();

  const mark = () => {
    const count = basket.items().length;
    for (const one of buttons) {
      one.hidden = !count;
      one.setAttribute("aria-label", `摘编，${count} 段`);
      one.querySelector("b").textContent = count;
    }
  };

  const script = (name) =>
    new Promise((done, failed) => {
      const made = document.createElement("script");
      made.src = new URL(`${name}.js`, own).href;
      made.addEventListener("load", done);
      made.addEventListener("error", failed);
      document.head.append(made);
    });

  /* Scripts of this folder, one after the other, each once. */
  basket.load = async (...names) => {
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

  basket.open = async () => {
    try {
      await basket.load("panel");
      basket.show();
    } catch {
      Tigang.say("摘编没有载入，请刷新页面再试");
    }
  };

  for (const one of buttons) one.addEventListener("click", basket.open);
  addEventListener("tigang:basket", mark);
  addEventListener("storage", () => dispatchEvent(new Event("tigang:basket"))); // another tab
  mark();
})();
