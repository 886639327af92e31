/* The keys that every page has. */
"use strict";
(() => {
  const palette = () => document.querySelector("label[for^=__palette]:not([hidden])")?.click();
  const { add, show } = Tigang.keys;
  add("全站", ["/"], "搜索");
  add("全站", ["t"], "深浅：跟随系统、浅色、深色", palette);
  add("全站", ["B"], "打开摘编", () => Tigang.basket.open());
  add("全站", ["?"], "这张表", show);
  add("全站", ["Esc"], "关闭");
})();
