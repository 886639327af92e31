/* A ZIP file whose entries are stored as they are. Equal parts give equal bytes: all carry the first date of the format. */
"use strict";
var Tigang = window.Tigang || {};

Tigang.zip = (() => {
  const TABLE = Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value >>> 0;
  });

  const crc32 = (bytes) => {
    let value = 0xffffffff;
    for (const byte of bytes) value = TABLE[(value ^ byte) & 255] ^ (value >>> 8);
    return (value ^ 0xffffffff) >>> 0;
  };

  /* Numbers as [bytes, value], little-endian. */
  const record = (...fields) => {
    const out = new Uint8Array(fields.reduce((sum, [size]) => sum + size, 0));
    let at = 0;
    for (const [size, value] of fields) {
      for (let byte = 0; byte < size; byte += 1) out[at + byte] = Math.floor(value / 256 ** byte) & 255;
      at += size;
    }
    return out;
  };

  /* parts: [[name (ASCII), text]]. */
  return (parts, type) => {
    const encoder = new TextEncoder();
    const files = [];
    const listed = [];
    let offset = 0;
    for (const [name, text] of parts) {
      const path = encoder.encode(name);
      const data = encoder.encode(text);
      // Time 0:00, date 1980-01-01, checksum, packed and unpacked size, lengths of the name and of nothing.
      const shared = [[2, 0], [2, 0x21], [4, crc32(data)], [4, data.length], [4, data.length], [2, path.length], [2, 0]];
      const local = record([4, 0x04034b50], [2, 20], [2, 0], [2, 0], ...shared);
      files.push(local, path, data);
      listed.push(record([4, 0x02014b50], [2, 20], [2, 20], [2, 0], [2, 0], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), path);
      offset += local.length + path.length + data.length;
    }
    const size = listed.reduce((sum, part) => sum + part.length, 0);
    const end = record([4, 0x06054b50], [2, 0], [2, 0], [2, parts.length], [2, parts.length], [4, size], [4, offset], [2, 0]);
    return new Blob([...files, ...listed, end], { type });
  };
})();
