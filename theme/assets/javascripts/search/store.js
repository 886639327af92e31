/* The files of the index: fetched over http, added as scripts where a page was opened from a folder. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.store = (() => {
  const MOST = 1_000_000; // characters kept; the oldest unused go first
  const waiting = new Map();
  self.tigangSearch = (name, value) => {
    const due = waiting.get(name);
    if (due) due.resolve(value);
  };

  /** A file that is not there: what would stand in it is in no outline. */
  const absent = (name) => Object.assign(new Error(name), { absent: true });

  function script(url, name) {
    return new Promise((resolve, reject) => {
      waiting.set(name, { resolve });
      const element = document.createElement("script");
      element.src = url;
      element.onload = () => {
        element.remove();
        waiting.delete(name);
        reject(new Error(name)); // nothing where it was resolved before
      };
      element.onerror = () => {
        element.remove();
        waiting.delete(name);
        reject(absent(name));
      };
      document.head.append(element);
    });
  }

  async function sent(url, name) {
    const answer = await fetch(url, name === "manifest" ? { cache: "no-cache" } : {});
    if (answer.status === 404) throw absent(name);
    if (!answer.ok) throw new Error(`${name} ${answer.status}`);
    return answer.text();
  }

  async function fetched(url, name, early) {
    const text = (await early) || (await sent(url, name));
    const open = text.indexOf("(") + `${JSON.stringify(name)}`.length + 2;
    return text.slice(open, text.lastIndexOf(")"));
  }

  const ITEM = /"[^"]*"|\[(?:"[^"]*",?)*\]/y; // a value of a shard: no quotation mark stands within its strings

  /** The value of one key of a shard, which is parsed alone: a query needs one of a thousand. */
  function item(text, key) {
    const at = text.indexOf(`"${key}":`);
    if (at < 0) return undefined;
    ITEM.lastIndex = at + key.length + 3;
    return JSON.parse(ITEM.exec(text)[0]);
  }

  /**
   * A store of the index below `base`, the address of search/.
   * @param {Promise<string|null>|null} early the manifest, where it is on its way already
   */
  function open(base, early) {
    const files = new Map();
    let version = "", size = 0;

    function kept(name, read) {
      let file = files.get(name);
      if (file) {
        files.delete(name); // the newest stand last
        files.set(name, file);
        return file.value;
      }
      const url = `${base}${name}.js${version && `?v=${version}`}`;
      file = { size: 0 };
      file.value = (
        self.document && location.protocol === "file:"
          ? script(url, name).then((value) => ({ value, size: 30_000 }))
          : fetched(url, name, name === "manifest" ? early : null).then((text) => ({ value: read(text), size: text.length }))
      ).then(
        (found) => {
          file.size = found.size;
          size += found.size;
          for (const [oldest, one] of files) {
            if (size <= MOST) break;
            if (one.size && oldest.includes("/")) {
              size -= one.size;
              files.delete(oldest);
            }
          }
          return found.value;
        },
        (error) => {
          files.delete(name);
          throw error;
        },
      );
      files.set(name, file);
      return file.value;
    }

    return {
      /** The value of a file. */
      load: (name) => kept(name, JSON.parse),
      /** The value of one key of a shard. */
      async pick(name, key) {
        const shard = await kept(name, String);
        return typeof shard === "string" ? item(shard, key) : shard[key];
      },
      pin(digest) {
        version = digest;
      },
    };
  }

  return { open };
})();
