/* How many items the collection has, and the way to its panel; the panel's script is loaded when it is first asked for. */
"use strict";
(() => {
  const { basket } = Tigang;
  const buttons = [...document.querySelectorAll("[data-act=basket]")];

  const mark = () => {
    const count = basket.items().length;
    for (const one of buttons) {
      one.hidden = !count;
      one.setAttribute("aria-label", `摘编，${count} 段`);
      one.querySelector("b").textContent = count;
    }
  };

  basket.open = async () => {
    try {
      await Tigang.load("basket/panel");
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
