/*
 * The collection (摘编): sections of several outlines, kept in the browser. An item is {url, title, site, date, pieces};
 * url is relative to the site's root, so that it holds wherever the site is opened from.
 */
"use strict";
var Tigang = window.Tigang || {};

Tigang.basket = (() => {
  const root = () => TigangSearch.address.root();
  const name = () => `basket:${new URL(root()).pathname}`;
  const items = () => Tigang.store.read(name(), []);

  const put = (next) => {
    const kept = Tigang.store.write(name(), next);
    dispatchEvent(new Event("tigang:basket"));
    return kept;
  };

  /* Adds what stands at a place of this page; what is there already is brought up to date and stays in its place. */
  const add = (item, id) => {
    const here = new URL(location.href);
    here.search = "";
    here.hash = id;
    const url = here.href.startsWith(root()) ? here.href.slice(root().length) : here.href;
    const all = items();
    const at = all.findIndex((one) => one.url === url);
    const kept = put(at < 0 ? [...all, { ...item, url }] : all.map((one, index) => (index === at ? { ...item, url } : one)));
    const count = at < 0 ? all.length + 1 : all.length;
    if (!kept) Tigang.say(`已收入摘编，共 ${count} 段；浏览器不让保存，离开本页就没有了`);
    else Tigang.say(at < 0 ? `已收入摘编，共 ${count} 段` : "摘编里已有这一段");
  };

  const remove = (index) => put(items().filter((_, at) => at !== index));
  const clear = () => put([]);
  const move = (from, to) => {
    const all = items();
    if (to < 0 || to >= all.length) return false;
    all.splice(to, 0, ...all.splice(from, 1));
    put(all);
    return true;
  };

  const address = (item) => {
    const url = new URL(item.url, root()).href;
    try {
      return decodeURI(url).replace(/[\s"<>]/g, encodeURIComponent);
    } catch {
      return url;
    }
  };
  const source = (item) => `——摘自《${item.title}》${item.date ? `（${item.date}）` : ""}，${item.site}，${address(item)}`;

  /* In a whole outline the title takes the first level, and the headings go one down. */
  const levelled = (item) => {
    if (!item.pieces.some(({ kind }) => kind === "title")) return item.pieces;
    return item.pieces.map((piece) => {
      if (piece.kind === "title") return { kind: "heading", level: 2, text: piece.text, titled: true };
      return piece.level ? { ...piece, level: piece.level + 1 } : piece;
    });
  };

  /* All in one text: each item with its source. */
  const pieces = () => {
    const parts = items().map((item) => [...levelled(item), { kind: "source", text: source(item) }]);
    return parts.flatMap((part, index) => (index ? [{ kind: "break", text: "" }, ...part] : part));
  };

  return { items, add, remove, clear, move, address, source, pieces, root };
})();
