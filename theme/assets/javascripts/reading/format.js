/*
 * Outlines as text and as Markdown. A piece is {kind, text}: title, byline, heading (with level, 2 to 6), paragraph,
 * salutation, verse, closing, signature, attachment, source, break (between parts), or table (with rows, arrays of cells).
 */
"use strict";
var Tigang = window.Tigang || {};

Tigang.format = (() => {
  const SET_IN = new Set(["heading", "paragraph", "closing", "attachment"]);
  const PACE = 220; // characters a minute, as generator/facts.py counts them
  const UNIT = /\p{Script=Han}|[0-9０-９]|[A-Za-zＡ-Ｚａ-ｚÀ-ÿ]+/gu;

  const plain = (pieces) => {
    const lines = [];
    for (const { kind, text, rows } of pieces) {
      if (kind === "table") lines.push(...rows.map((row) => row.join("\t")));
      else if (kind === "source") lines.push("", text);
      else {
        const margin = SET_IN.has(kind) ? "　　" : kind === "verse" ? "　　　　" : "";
        lines.push(...text.split("\n").map((line) => margin + line));
      }
      if (kind === "title") lines.push("");
    }
    return `${lines.join("\n")}\n`;
  };

  // As few as will do: what is escaped is read by people too.
  const escape = (text) =>
    text
      .replace(/[\\`*_[\]]/g, "\\$&")
      .replace(/</g, "&lt;")
      .replace(/^(\d+)([.)])/gm, "$1\\$2")
      .replace(/^[-+#>]/gm, "\\$&");

  const row = (cells) => `| ${cells.map((cell) => escape(cell).replace(/\|/g, "\\|")).join(" | ")} |`;

  const markdown = (pieces) => {
    const blocks = [];
    for (const { kind, text, level, rows } of pieces) {
      if (kind === "table") {
        const [first = [], ...rest] = rows;
        blocks.push([row(first), `|${" --- |".repeat(first.length)}`, ...rest.map(row)].join("\n"));
      } else if (kind === "title") blocks.push(`# ${escape(text)}`);
      else if (kind === "heading") blocks.push(`${"#".repeat(level)} ${escape(text).replace(/\n/g, " ")}`);
      else if (kind === "break") continue;
      else if (kind === "source") blocks.push(`> ${escape(text)}`);
      else blocks.push(escape(text).replace(/\n/g, "  \n"));
    }
    return `${blocks.join("\n\n")}\n`;
  };

  const characters = (text) => text.replace(/\s/g, "").length;

  /* What it takes to say: 40 秒, 2 分半, 12 分. */
  const spoken = (text) => {
    const seconds = ((text.match(UNIT) || []).length * 60) / PACE;
    if (seconds < 55) return `${Math.max(1, Math.round(seconds / 10)) * 10} 秒`;
    if (seconds >= 585) return `${Math.round(seconds / 60)} 分`;
    const halves = Math.round(seconds / 30);
    return halves % 2 ? `${(halves - 1) / 2} 分半` : `${halves / 2} 分`;
  };

  const textOf = (pieces) => pieces.map(({ text, rows }) => (rows ? rows.flat().join("") : text)).join("");

  return { plain, markdown, characters, spoken, textOf };
})();
