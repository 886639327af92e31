/* Pieces (see reading/format.js) as a Word file in the layout of GB/T 9704; how it looks stands in the template's styles. */
"use strict";
var Tigang = window.Tigang || {};

Tigang.word = (() => {
  const TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  const STYLES = {
    title: "Title",
    byline: "Byline",
    paragraph: "BodyText",
    salutation: "Salutation",
    verse: "Verse",
    closing: "Closing",
    signature: "Signature",
    attachment: "Attachment",
    source: "Byline",
    break: "BodyText",
  };
  // What a piece adds to its style: a source stays with nothing, the title of a whole outline stands in the middle.
  const SOURCE = '<w:keepNext w:val="0"/><w:keepLines/><w:ind w:firstLine="630" w:firstLineChars="200"/><w:jc w:val="left"/>';
  const CENTRED = '<w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>';

  // XML has no control characters and no halves of pairs.
  const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
  const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
  const xml = (text) => text.replace(NOT_XML, "").replace(/[&<>]/g, (sign) => SIGNS[sign]);

  const runs = (text) =>
    text
      .split("\n")
      .map((line) => `<w:t xml:space="preserve">${xml(line)}</w:t>`)
      .join("<w:br/>");

  const paragraph = (style, text, form = "") =>
    `<w:p><w:pPr><w:pStyle w:val="${style}"/>${form}</w:pPr><w:r>${runs(text)}</w:r></w:p>`;

  const table = (rows) => {
    const columns = Math.max(1, ...rows.map((row) => row.length));
    const cell = (text, span) =>
      `<w:tc><w:tcPr>${span > 1 ? `<w:gridSpan w:val="${span}"/>` : ""}</w:tcPr>${paragraph("TableText", text)}</w:tc>`;
    const line = (cells) => {
      const known = cells.length ? cells : [""];
      const made = known.map((text, index) => cell(text, index + 1 === known.length ? columns - index : 1));
      return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${made.join("")}</w:tr>`;
    };
    const grid = "<w:gridCol/>".repeat(columns);
    return (
      '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr>' +
      `<w:tblGrid>${grid}</w:tblGrid>${rows.map(line).join("")}</w:tbl>`
    );
  };

  const one = ({ kind, text, level, rows, titled }) => {
    if (kind === "table") return table(rows);
    if (kind === "heading") return paragraph(`Heading${level - 1}`, text.replace(/\n/g, " "), titled ? CENTRED : "");
    return paragraph(STYLES[kind], text, kind === "source" ? SOURCE : "");
  };

  return (title, pieces) => {
    const body = [{ kind: "title", text: title }, { kind: "break", text: "" }, ...pieces].map(one).join("");
    const filled = { "word/document.xml": ["{body}", body], "docProps/core.xml": ["{title}", xml(title)] };
    const parts = Object.entries(Tigang.wordTemplate).map(([name, text]) => {
      const [from, to] = filled[name] || ["", ""];
      return [name, from ? text.replace(from, () => to) : text];
    });
    return Tigang.zip(parts, TYPE);
  };
})();
