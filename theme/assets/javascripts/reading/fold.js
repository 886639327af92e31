/* Folding: a section's heading stays, what is under it goes. The browser's own search in the page opens it again. */
"use strict";
var Tigang = window.Tigang || {};

Tigang.fold = (() => {
  const { body, headings, level, above } = Tigang.outline;
  const folded = new Set();
  const buttons = new Map();

  const render = () => {
    let limit = 7; // the level of the folded heading that hides what is deeper; 7: none
    for (const element of body.children) {
      const own = level(element);
      if (own && own <= limit) limit = 7;
      if (limit < 7) element.setAttribute("hidden", "until-found");
      else element.removeAttribute("hidden");
      if (limit === 7 && folded.has(element)) limit = own;
    }
    for (const [heading, button] of buttons) {
      button.setAttribute("aria-expanded", String(!folded.has(heading)));
      heading.classList.toggle("tg-folded", folded.has(heading));
    }
    dispatchEvent(new Event("tigang:layout"));
  };

  const set = (heading, fold) => {
    if (fold) folded.add(heading);
    else folded.delete(heading);
    render();
  };

  const toggle = (heading) => heading && buttons.has(heading) && set(heading, !folded.has(heading));

  const toggleAll = () => {
    const fold = folded.size === 0;
    folded.clear();
    if (fold) for (const heading of buttons.keys()) folded.add(heading);
    render();
    Tigang.say(fold ? "各节都已收起" : "各节都已展开");
  };

  /* Open all that an element stands in; of a heading, its own section too. */
  const reveal = (element) => {
    const owners = [...above(element), element].filter((one) => folded.has(one));
    for (const one of owners) folded.delete(one);
    if (owners.length) render();
  };

  headings.forEach((heading, index) => {
    const first = heading.nextElementSibling;
    if (!first || (level(first) && level(first) <= level(heading))) return; // nothing under it
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tg-fold";
    button.setAttribute("aria-label", "本节");
    button.setAttribute("aria-expanded", "true");
    button.addEventListener("click", () => toggle(heading));
    heading.classList.toggle("tg-leaf", !(level(headings[index + 1] || heading) > level(heading)));
    heading.append(button);
    buttons.set(heading, button);
  });
  body.addEventListener("beforematch", (event) => reveal(event.target.closest(".tg-body > *")));
  if (buttons.size) {
    Tigang.keys.add("提纲", ["o"], "收起、展开本节", () => toggle(Tigang.place.current()));
    Tigang.keys.add("提纲", ["O"], "收起、展开各节", toggleAll);
  }
  return { toggle, reveal, isFolded: (heading) => folded.has(heading), has: (heading) => buttons.has(heading) };
})();
