/* A link to the paragraph under the pointer, in the margin. By keyboard: l, or the bar of a selection. */
"use strict";
(() => {
  const { body, level } = Tigang.outline;
  const link = document.createElement("a");
  link.className = "tg-pilcrow";
  link.title = "复制这一段的链接";
  link.setAttribute("aria-label", "复制这一段的链接");
  link.tabIndex = -1;

  body.addEventListener("pointerover", (event) => {
    const block = event.target.closest(".tg-body > p[id]");
    if (!block || block.contains(link) || level(block)) return;
    link.href = `#${block.id}`;
    block.append(link);
  });
  link.addEventListener("click", (event) => {
    event.preventDefault(); // the place is in sight already
    const block = link.parentElement;
    history.replaceState(history.state, "", `#${block.id}`);
    Tigang.take.copyLink(block);
  });
})();
