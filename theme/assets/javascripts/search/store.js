/* The files of the index: fetched over http, added as scripts where a page was opened from a folder. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.store = (() => {
  const MOST = 12_000_000; // characters kept; the oldest unused go first
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

  async function fetched(url, name) {
    const answer = await fetch(url, name === "manifest" ? { cache: "no-cache" } : {});
    if (answer.status === 404) throw absent(name);
    if (!answer.ok) throw new Error(`${name} ${answer.status}`);
    const text = await answer.text();
    const open = text.indexOf("(") + `${JSON.stringify(name)}`.length + 2;
    return { value: JSON.parse(text.slice(open, text.lastIndexOf(")"))), size: text.length };
  }

  /** A store of the index below `base`, the address of search/. */
  function open(base) {
    const files = new Map();
    let version = "", size = 0;

    function load(name) {
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
          : fetched(url, name)
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
      load,
      pin(digest) {
        version = digest;
      },
    };
  }

  return { open };
})();
