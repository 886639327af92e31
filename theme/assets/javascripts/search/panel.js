/*
 * What the search box shows once it is open: it needs a script, so no page carries it. What can be typed into stands in
 * the page, since keys may come before any script does (partials/tigang/search.html).
 */
"use strict";

(() => {
  const box = document.querySelector(".tg-search");
  if (!box) return;
  const form = box.querySelector(".tg-search__form");
  const button = (type, name, title, icon) =>
    `<button type="${type}" class="tg-icon tg-search__${name}" title="${title}" aria-label="${title}">${icon}</button>`;

  form.insertAdjacentHTML("afterbegin", button("button", "back", "关闭搜索", `{% include ".icons/material/arrow-left.svg" %}`));
  form.insertAdjacentHTML(
    "beforeend",
    `<span class="tg-search__note" role="status"></span>` +
      button("button", "share", "复制这次搜索的链接", `{% include ".icons/material/link-variant.svg" %}`) +
      button("reset", "reset", "清空", `{% include ".icons/material/close.svg" %}`),
  );
  form.insertAdjacentHTML(
    "afterend",
    `<div class="tg-search__output" data-query="" data-state="done">
      <ul class="tg-search__suggest" id="__suggest" role="listbox" aria-label="搜索建议" hidden></ul>
      <p class="tg-search__help">
        <span><code>甲 乙</code>两个词都要出现</span>
        <span><code>“原句”</code>一字不差</span>
        <span><code>-词</code>不含</span>
        <span><code>标题:</code><code>体裁:</code><code>主题:</code>只在其中找</span>
        <span><code>年份:2024</code><code>2023-2025</code>当年，几年间</span>
      </p>
      <div class="tg-search__bar">
        <p class="md-search-result__meta" role="status" data-total="0" data-near="0" data-state="done"></p>
        <div class="tg-search__sort" role="group" aria-label="排序" hidden>
          <button type="button" data-sort="relevance" aria-pressed="true">相关</button>
          <button type="button" data-sort="date" aria-pressed="false">日期</button>
        </div>
      </div>
      <div class="tg-search__facets" role="group" aria-label="筛选"></div>
      <div class="tg-search__scroll" tabindex="-1">
        <div class="md-search-result">
          <ol class="md-search-result__list" aria-label="搜索结果"></ol>
          <div class="tg-search__end"></div>
        </div>
      </div>
      <p class="tg-search__keys" aria-hidden="true"><span><kbd>↓</kbd> <kbd>↑</kbd> 选择</span><span><kbd>↵</kbd> 打开</span><span><kbd>Esc</kbd> 关闭</span></p>
    </div>`,
  );
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "__suggest" };
  for (const [name, value] of Object.entries(roles)) form.querySelector("input").setAttribute(name, value);
})();
