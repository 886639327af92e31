/* Of the selected text: how long it is, what it takes to say, and ways to take it along. */
"use strict";
(() => {
  const { format, take, outline } = Tigang;
  const article = document.querySelector(".tg-article");
  const bar = document.createElement("div");
  bar.className = "tg-selected";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "选中的文字");
  bar.hidden = true;
  const said = document.createElement("span");
  let text = "";
  let block = null;

  const button = (name, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = name;
    made.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    made.addEventListener("click", act);
    return made;
  };
  const heading = () => (block ? outline.above(block).pop() || (outline.level(block) ? block : null) : null);
  bar.append(
    said,
    button("复制", () => take.copied("选中的文字", text)),
    button("附出处复制", () => take.copied("选中的文字和出处", `${text}\n\n${take.source(block || heading())}\n`)),
    button("段落链接", () => take.copyLink(block)),
  );
  document.querySelector("main").append(bar);

  const update = () => {
    const selection = getSelection();
    const node = selection.rangeCount ? selection.getRangeAt(0).startContainer : null;
    const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const inside = element && article.contains(element) && !selection.isCollapsed;
    text = inside ? selection.toString().trim() : "";
    const count = format.characters(text);
    bar.hidden = count < 2;
    if (bar.hidden) return;
    block = element.closest(".tg-body--outline > *");
    said.textContent = `${count} 字，约 ${format.spoken(text)}`;
  };

  let timer = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(update, 150);
  });
})();
