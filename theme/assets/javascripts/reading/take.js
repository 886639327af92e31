/* Taking a section or the whole outline along: as text, as Markdown, as a link, into the collection. */
"use strict";
var Tigang = window.Tigang || {};

Tigang.take = (() => {
  const { outline, format } = Tigang;
  const copy = (text) => TigangSearch.address.copy(text, document.querySelector(".tg-take") || document.body);
  let withSource = Tigang.store.read("source", true);
  let open = null; // {panel, button}

  const source = (heading) => `——摘自《${outline.title}》，${outline.site}，${outline.address(heading?.id)}`;

  /* What the depth shows of a section (null: of all), its levels from 2 down. */
  const gather = (heading, sourced = withSource) => {
    const own = outline.pieces(outline.range(heading), Tigang.depth.current());
    const rise = heading ? outline.level(heading) - 2 : 0;
    const pieces = own.map((piece) => (piece.level ? { ...piece, level: piece.level - rise } : piece));
    if (!heading) pieces.unshift(...outline.head());
    if (sourced) pieces.push({ kind: "source", text: source(heading) });
    return pieces;
  };

  const copied = async (what, text) => Tigang.say((await copy(text)) ? `${what}已复制` : "没能复制，请用 Ctrl+C");
  const named = (heading) => `${heading ? "本节" : "全篇"}${Tigang.depth.current() < 3 ? Tigang.depth.name() : ""}`;

  const copyText = (heading) => copied(named(heading), format.plain(gather(heading)));
  const copyMarkdown = (heading) => copied(`${named(heading)}的 Markdown `, format.markdown(gather(heading)));
  const copyLink = (element) => {
    const words = element ? outline.pieces([element])[0].text?.slice(0, 12) : "";
    return copied(words ? `“${words}…”的链接` : "链接", outline.address(element?.id));
  };

  const collect = (heading) => {
    const elements = outline.range(heading);
    const rise = heading ? outline.level(heading) - 2 : 0;
    const pieces = outline.pieces(elements).map((one) => (one.level ? { ...one, level: one.level - rise } : one));
    if (!heading) pieces.unshift(...outline.head());
    const date = document.querySelector(".tg-facts time")?.textContent || "";
    Tigang.basket.add({ title: outline.title, site: outline.site, date, pieces }, heading?.id || "");
  };

  /* --- the panel --- */

  const close = (back = false) => {
    if (!open) return;
    const { panel, button } = open;
    open = null;
    panel.remove();
    button.setAttribute("aria-expanded", "false");
    if (back) button.focus();
  };

  const action = (text, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", async () => {
      const { button: opener } = open;
      await act();
      close();
      opener.focus({ preventScroll: true });
    });
    return button;
  };

  const show = (button, heading) => {
    const again = open?.button === button;
    close();
    if (again) return;
    const panel = document.createElement("div");
    panel.className = "tg-take";
    panel.setAttribute("role", "group");
    panel.setAttribute("aria-label", heading ? "带走本节" : "带走全篇");
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = withSource;
    box.addEventListener("change", () => {
      withSource = box.checked;
      Tigang.store.write("source", withSource);
    });
    label.append(box, "附出处");
    panel.append(action(`复制${named(heading)}`, () => copyText(heading)));
    panel.append(action("复制 Markdown", () => copyMarkdown(heading)), label);
    panel.append(action("复制链接", () => copyLink(heading)), action("收入摘编", () => collect(heading)));
    if (heading && Tigang.fold.has(heading)) {
      const fold = action(Tigang.fold.isFolded(heading) ? "展开" : "收起", () => Tigang.fold.toggle(heading));
      fold.className = "tg-take__fold";
      panel.append(fold);
    }
    button.after(panel);
    button.setAttribute("aria-expanded", "true");
    open = { panel, button };
    panel.querySelector("button").focus({ preventScroll: true });
  };

  const opener = (button, heading) => {
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => show(button, heading));
  };

  for (const heading of outline.headings) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tg-more";
    button.setAttribute("aria-label", "带走本节");
    heading.append(button);
    opener(button, heading);
  }
  for (const button of document.querySelectorAll("[data-act=take]")) opener(button, null);
  for (const button of document.querySelectorAll("[data-act=print]")) button.addEventListener("click", () => print());

  document.addEventListener("click", (event) => {
    if (open && !open.panel.contains(event.target) && !open.button.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) close(true);
  });
  document.addEventListener("focusin", (event) => {
    if (open && !open.panel.contains(event.target) && event.target !== open.button) close();
  });

  const { add } = Tigang.keys;
  if (outline.headings.length) {
    add("带走", ["c"], "复制本节", () => copyText(Tigang.place.current()));
    add("带走", ["b"], "本节收入摘编", () => collect(Tigang.place.current()));
  }
  add("带走", ["C"], "复制全篇", () => copyText(null));
  add("带走", ["l"], "复制读到处的链接", () => copyLink(Tigang.place.block()));

  return { copy, copied, copyLink, source };
})();
