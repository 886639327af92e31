/* The collection to look at: order, removal, and ways to take it along as one text or one Word file. */
"use strict";
(() => {
  const { basket, format } = Tigang;
  const NAME = "摘编";
  let view = null;

  const make = (tag, name, text = "") => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  };
  const button = (text, act, label = "") => {
    const made = make("button", "", text);
    made.type = "button";
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };

  const first = (item) => item.pieces.find(({ kind }) => kind === "heading" || kind === "title")?.text || item.title;

  /* After a move the same button keeps the focus, so that pressing it again goes on. */
  const focus = (index, part) => {
    const rows = view.list.children;
    const row = rows[Math.min(index, rows.length - 1)];
    (row?.querySelector(`[data-part=${part}]:not(:disabled)`) || row?.querySelector("button:not(:disabled)") || view.box.querySelector("button")).focus();
  };

  const row = (item, index, count) => {
    const title = first(item);
    const line = make("li");
    const link = make("a", "tg-basket__title", title);
    link.href = new URL(item.url, basket.root()).href;
    link.addEventListener("click", () => view.box.close());
    const text = format.textOf(item.pieces);
    const from = title === item.title ? [] : [`《${item.title}》`];
    const facts = [...from, item.date, `${format.characters(text)} 字`, `约 ${format.spoken(text)}`].filter(Boolean);
    const about = make("p", "tg-basket__about", facts.join("　"));
    const acts = make("div", "tg-basket__acts");
    const shift = (by, name, part) => {
      const made = button(by < 0 ? "↑" : "↓", () => {
        basket.move(index, index + by);
        focus(index + by, part);
        Tigang.say(`第 ${index + by + 1} 段，共 ${count} 段`);
      }, `${name}：${title}`);
      made.dataset.part = part;
      made.disabled = index + by < 0 || index + by >= count;
      return made;
    };
    const away = button("移除", () => {
      basket.remove(index);
      focus(index, "away");
      Tigang.say("已移除");
    }, `移除：${title}`);
    away.dataset.part = "away";
    acts.append(shift(-1, "上移", "up"), shift(1, "下移", "down"), away);
    line.append(link, about, acts);
    return line;
  };

  const draw = () => {
    const items = basket.items();
    view.list.replaceChildren(...items.map((item, index) => row(item, index, items.length)));
    const text = items.map((item) => format.textOf(item.pieces)).join("");
    view.sum.textContent = items.length
      ? `共 ${items.length} 段，${format.characters(text)} 字，约讲 ${format.spoken(text)}`
      : "还没有收入什么。在一节的标题旁选“收入摘编”，或者读到时按 b 键。";
    view.acts.hidden = !items.length;
  };

  const save = (blob, name) => {
    const link = make("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  const saveWord = async () => {
    try {
      await Tigang.load("basket/template", "basket/zip", "basket/word");
      save(Tigang.word(NAME, basket.pieces()), `${NAME}.docx`);
    } catch {
      Tigang.say("没能做成 Word 文件");
    }
  };

  /* A mark at the start and line ends of Windows: older editors there need them. */
  const saveText = () => {
    const text = `\ufeff${format.plain(basket.pieces())}`.replace(/\n/g, "\r\n");
    save(new Blob([text], { type: "text/plain;charset=utf-8" }), `${NAME}.txt`);
  };

  const copy = async (text) => {
    const done = await TigangSearch.address.copy(text, view.box);
    Tigang.say(done ? "已复制" : "没能复制");
  };

  const build = () => {
    const { box, content } = Tigang.dialog("basket", NAME);
    const sum = make("p", "tg-basket__sum");
    const list = make("ol", "tg-basket");
    const acts = make("div", "tg-basket__take");
    acts.append(
      button("复制文字", () => copy(format.plain(basket.pieces()))),
      button("复制 Markdown", () => copy(format.markdown(basket.pieces()))),
      button("下载文本", saveText),
      button("下载 Word", saveWord),
      button("清空", () => {
        basket.clear();
        box.querySelector("button").focus();
      }),
    );
    content.append(sum, list, acts);
    view = { box, list, sum, acts };
  };

  basket.show = () => {
    if (!view) build();
    draw();
    if (!view.box.open) view.box.showModal();
  };

  addEventListener("tigang:basket", () => view?.box.open && draw());
})();
