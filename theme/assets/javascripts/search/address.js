/* Addresses of the search: those of results, and ?q= of the page with what narrows the query. */
"use strict";
var TigangSearch = window.TigangSearch || {};

TigangSearch.address = (() => {
  const FACETS = ["genre", "year", "topic", "collection"];

  /* The site's root, which Material's configuration names relative to the page. */
  const root = () => {
    const { base } = JSON.parse(document.getElementById("__config").textContent);
    return new URL(base.replace(/\/*$/, "/"), document.baseURI).href;
  };

  /* A result: the words to mark there stand in ?h=. */
  const result = (base, url, terms) => {
    const target = new URL(url, base);
    const words = terms.map((term) => term.replace(/\s+/g, "")).filter(Boolean);
    if (words.length) target.searchParams.set("h", words.join(" "));
    return target.href;
  };

  /* This page with a search, or without one. */
  const page = (search) => {
    const target = new URL(location.href);
    for (const key of ["q", "sort", ...FACETS]) target.searchParams.delete(key);
    if (!search) return target;
    target.searchParams.set("q", search.query);
    for (const facet of FACETS) {
      for (const value of search.filters[facet] || []) target.searchParams.append(facet, value);
    }
    if (search.sort !== "relevance") target.searchParams.set("sort", search.sort);
    return target;
  };

  const share = (search) => {
    const target = page(search);
    target.searchParams.delete("h");
    target.hash = "";
    return target.href;
  };

  const write = (search) => {
    const target = page(search);
    if (target.href !== location.href) history.replaceState(history.state, "", target);
  };

  /* The search that the address asks for, or null. */
  const read = () => {
    const wanted = new URL(location.href).searchParams;
    if (!wanted.has("q")) return null;
    const filters = {};
    for (const facet of FACETS) if (wanted.has(facet)) filters[facet] = wanted.getAll(facet);
    return { query: wanted.get("q"), filters, sort: wanted.get("sort") === "date" ? "date" : "relevance" };
  };

  const copy = async (text, place) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Without https there is no clipboard; what is selected in a field can still be copied.
      const field = document.createElement("textarea");
      field.value = text;
      place.append(field);
      field.select();
      const copied = document.execCommand("copy");
      field.remove();
      return copied;
    }
  };

  return { root, result, share, write, read, copy };
})();
