/*
 * Where the reader is: the section in view is marked in the contents and in the strip of lengths, a line grows with
 * what was read, keys lead from section to section.
 */
"use strict";
var Tigang = window.Tigang || {};

Tigang.place = (() => {
  const { body, headings } = Tigang.outline;
  const tools = document.querySelector(".tg-tools");
  const line = document.querySelector(".tg-progress");
  const side = document.querySelector(".tg-side .md-sidebar__scrollwrap");

  // The bars lead to their sections. The contents beside them are the same links, so no key stops here.
  const strip = document.querySelector(".tg-strip");
  if (strip) {
    const all = strip.firstElementChild;
    const bars = all.getAttribute("d").match(/M[^M]+/g);
    strip.dataset.of.split(" ").forEach((section, number) => {
      const link = document.createElementNS(strip.namespaceURI, "a");
      link.setAttribute("href", `#${headings[section]?.id || "__content"}`);
      link.setAttribute("tabindex", "-1");
      link.append(all.cloneNode());
      link.firstChild.setAttribute("d", bars[number]);
      strip.append(link);
    });
    all.remove();
  }

  // The phone has the same contents, folded, and the strip on the hairline under them.
  const fold = document.querySelector(".tg-contents--fold");
  const whole = document.querySelector(".tg-side .tg-contents ul");
  if (fold && whole) fold.append(whole.cloneNode(true));
  if (fold && strip) fold.after(strip.cloneNode(true));

  const target = (link) => document.getElementById(decodeURIComponent(link.hash ? link.hash.slice(1) : link.getAttribute("href").slice(1)));
  const links = new Map(); // heading (null: before the first) -> links that lead to it
  for (const link of document.querySelectorAll(".tg-contents a[href^='#'], .tg-strip a")) {
    const found = target(link);
    const heading = headings.includes(found) ? found : null;
    links.set(heading, [...(links.get(heading) || []), link]);
  }

  let here; // undefined: not looked yet
  let held = null; // gone to by a key, though the page ends before it reaches the top

  const edge = () => (tools || document.querySelector(".tg-header")).getBoundingClientRect().bottom;
  const atEnd = () => innerHeight + scrollY >= document.documentElement.scrollHeight - 2;

  const look = () => {
    const limit = edge() + 20; // a heading gone to stands a little lower
    let found = null;
    for (const heading of headings) {
      if (heading.hidden) continue;
      if (heading.getBoundingClientRect().top > limit) break;
      found = heading;
    }
    return found;
  };

  const show = (heading) => {
    if (heading === here) return;
    for (const link of links.get(here) || []) {
      link.classList.remove("md-nav__link--active", "tg-here");
      link.removeAttribute("aria-current");
    }
    here = heading;
    for (const link of links.get(here) || []) {
      const inStrip = link.closest(".tg-strip");
      link.classList.add(inStrip ? "tg-here" : "md-nav__link--active");
      if (!inStrip) link.setAttribute("aria-current", "location");
      if (side?.contains(link) && !inStrip) follow(link);
    }
  };

  /* Scroll the contents, never the page. */
  const follow = (link) => {
    const [frame, own] = [side.getBoundingClientRect(), link.getBoundingClientRect()];
    if (own.top < frame.top + 20) side.scrollTop -= frame.top - own.top + frame.height / 3;
    else if (own.bottom > frame.bottom - 20) side.scrollTop += own.bottom - frame.bottom + frame.height / 3;
  };

  const update = () => {
    const found = look();
    if (held && !atEnd()) held = null;
    show(held || found);
    if (!line) return;
    const box = body.getBoundingClientRect();
    const room = box.bottom - innerHeight + scrollY; // the scroll position at which the end of the text is seen
    const start = box.top + scrollY - edge();
    const part = atEnd() || room <= start ? (scrollY > 0 || room <= 0 ? 1 : 0) : (scrollY - Math.max(start, 0)) / (room - Math.max(start, 0));
    line.style.transform = `scaleX(${Math.min(1, Math.max(0, part))})`;
  };

  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      update();
    });
  };

  const go = (heading) => {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView();
    held = heading;
    later();
  };

  const step = (by) => {
    const open = headings.filter((heading) => !heading.hidden);
    const now = held || look();
    const at = open.indexOf(now);
    // Back from within a section leads to its beginning first.
    const inside = by < 0 && now && now.getBoundingClientRect().top < edge() - 8;
    const next = open[inside ? at : at + by];
    if (next) go(next);
    else if (by < 0) scrollTo({ top: 0 });
  };

  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later);
  addEventListener("tigang:layout", later);
  for (const name of ["wheel", "touchmove", "pointerdown"]) addEventListener(name, () => (held = null), { passive: true });
  update();
  if (headings.length) {
    Tigang.keys.add("提纲", ["j", "]"], "下一节", () => step(1));
    Tigang.keys.add("提纲", ["k", "["], "上一节", () => step(-1));
  }
  if (document.querySelector("link[rel=prev], link[rel=next]")) {
    Tigang.keys.add("提纲", ["p", "n"], "上一篇、下一篇");
  }

  /* The paragraph or heading that is read: the first that ends below the edge. */
  const block = () => {
    if (held) return held;
    const limit = edge() + 8;
    return [...body.children].find((one) => {
      const box = one.getBoundingClientRect();
      return !one.hidden && box.height > 0 && box.bottom > limit;
    });
  };

  return { current: () => held || look(), block, go };
})();
