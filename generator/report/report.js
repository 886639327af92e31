// The keeper's report: filter and sort the table of all documents, copy a sidecar. Without it everything is there too.
"use strict";

function table(all, form) {
  const rows = [...all.tBodies[0].rows];
  const words = rows.map((row) => `${row.cells[0].textContent} ${row.cells[1].textContent}`.toLowerCase());
  const marks = rows.map((row) => new Set(row.dataset.marks.split(" ")));
  const input = form.querySelector("input");
  const output = form.querySelector("output");
  const buttons = [...form.querySelectorAll("button")];
  const show = () => {
    const asked = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const pressed = buttons.filter((one) => one.ariaPressed === "true").map((one) => one.dataset.mark);
    let count = 0;
    rows.forEach((row, at) => {
      row.hidden = !(asked.every((word) => words[at].includes(word)) && pressed.every((mark) => marks[at].has(mark)));
      count += !row.hidden;
    });
    output.value = asked.length || pressed.length ? `${count} 个文件` : "";
  };
  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of buttons)
    button.addEventListener("click", () => {
      button.ariaPressed = String(button.ariaPressed !== "true");
      show();
    });
  form.hidden = false;
  show(); // a browser may have kept what was typed
  sortable(all, rows);
}

function sortable(all, rows) {
  const heads = [...all.tHead.rows[0].cells];
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.ariaSort === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.ariaSort = down ? "descending" : "ascending";
      const text = new Map(rows.map((row) => [row, row.cells[column].textContent]));
      const ordered = [...rows].sort((one, other) => collator.compare(text.get(one), text.get(other)));
      all.tBodies[0].append(...(down ? ordered.reverse() : ordered));
    });
  });
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text.textContent);
  } catch {
    // From a folder a browser may keep the clipboard to itself: what is selected can be copied by hand.
    getSelection().selectAllChildren(text);
    button.textContent = document.execCommand("copy") ? "已复制" : "已选中，请按 Ctrl+C";
    return;
  }
  button.textContent = "已复制";
}

for (const form of document.querySelectorAll(".filters")) table(form.nextElementSibling, form);
for (const box of document.querySelectorAll(".sidecar")) {
  const button = box.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => copy(button, box.querySelector("pre")));
}
