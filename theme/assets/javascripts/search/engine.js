/* The search: from a query to an answer that the box shows. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.engine = (() => {
  const VERSION = 1;
  const FIRST = 12, AT_ONCE = 6, CHECKED = 240;
  const { column } = TigangSearch.postings;
  const { phrase, check, item } = TigangSearch.results;

  /** An engine over the index below `base`, the site's root. */
  function create(base) {
    const store = TigangSearch.store.open(`${base}search/`);
    let ready = null, facets = null, running = 0;

    function open() {
      ready ||= (async () => {
        const manifest = await store.load("manifest");
        if (manifest.version !== VERSION) throw new Error(`index version ${manifest.version}`);
        store.pin(manifest.digest);
        const files = await store.load("documents");
        const table = { count: manifest.documents };
        for (const name of ["headings", "bodies", "months"]) table[name] = column(files[name]);
        table.average = table.bodies.reduce((sum, one) => sum + one, 0) / Math.max(1, table.count) || 1;
        return { manifest, table };
      })();
      ready.catch(() => (ready = null));
      return ready;
    }

    async function loadFacets(count) {
      facets ||= store.load("facets").then((file) => {
        const topics = [], listed = column(file.topic);
        for (let at = 0, document = 0; document < count; document++) {
          topics.push([...listed.slice(at + 1, at + 1 + listed[at])].map((index) => file.topics[index]));
          at += 1 + listed[at];
        }
        const named = (names, numbers) => Array.from(column(numbers), (one) => (one ? [names[one - 1]] : []));
        return {
          genre: named(file.genres, file.genre),
          collection: named(file.collections, file.collection),
          year: Array.from(column(file.year), (one) => (one ? [String(one)] : [])),
          topic: topics,
          day: column(file.day),
        };
      });
      facets.catch(() => (facets = null));
      return facets;
    }

    const text = (document) => store.load(`text/${document}`);

    /** Every document that has all terms, none of those left out, and passes the filters. */
    async function candidates(terms, without, inTitle, filters, table) {
      const all = [...terms, ...inTitle];
      let documents;
      if (all.length) {
        const [fewest, ...others] = [...all].sort((one, two) => one.hits.size - two.hits.size);
        documents = [...fewest.hits.keys()].filter((document) => others.every((one) => one.hits.has(document)));
      } else documents = Array.from({ length: table.count }, (_, document) => document);
      const exact = without.filter((one) => one.exact);
      documents = documents.filter((document) => !exact.some((one) => one.hits.has(document)));
      const inTitleUnit = (hit) => (hit.units.length ? hit.units.includes(0) : (hit.weight & 8) !== 0);
      documents = documents.filter((document) => inTitle.every((one) => inTitleUnit(one.hits.get(document))));
      if (!filters.length) return documents;
      const known = await loadFacets(table.count);
      return documents.filter((document) => filters.every((passes) => passes(known, document)));
    }

    /** Filters of the query and of the chips, as functions. */
    function filtersOf(asked, given) {
      const made = [];
      for (const facet of ["genre", "topic", "collection", "year"]) {
        const chosen = given[facet] || [];
        if (chosen.length) made.push((known, document) => known[facet][document].some((one) => chosen.includes(one)));
        for (const word of asked[facet] || []) {
          made.push((known, document) => known[facet][document].some((one) => one.includes(word)));
        }
      }
      if (asked.years.length) {
        const within = (year) => asked.years.some(([from, to]) => from <= +year && +year <= to);
        made.push((known, document) => known.year[document].some(within));
      }
      return made;
    }

    async function counts(documents, table) {
      const known = await loadFacets(table.count);
      const counted = {};
      for (const facet of ["genre", "year", "topic", "collection"]) {
        const found = new Map();
        for (const document of documents) {
          for (const one of known[facet][document]) found.set(one, (found.get(one) || 0) + 1);
        }
        const order = facet === "year" ? (one, two) => two[0].localeCompare(one[0]) : (one, two) => two[1] - one[1];
        counted[facet] = [...found].sort(order);
      }
      return counted;
    }

    async function search({ query, filters = {}, sort = "relevance", count = 10 }, onUpdate) {
      const own = ++running;
      const stale = () => own !== running;
      const answer = {
        query, state: "partial", total: 0, near: 0, missing: [], problem: "", facets: null, items: [],
      };
      const say = (state) => {
        if (!stale()) onUpdate({ ...answer, state, items: answer.items.slice(0, count) });
      };
      const asked = TigangSearch.query.parse(query);
      const { manifest, table } = await open();
      const terms = (words) => Promise.all(words.map((word) => TigangSearch.match.term(store, manifest, word)));
      const [found, without, inTitle] = await Promise.all([terms(asked.words), terms(asked.without), terms(asked.title)]);
      for (const one of [...found, ...without, ...inTitle]) one.spans = phrase(one.forms);
      const wanted = found.filter((one) => one.stream), excluded = without.filter((one) => one.stream);
      const passes = filtersOf(asked, filters);
      if (!wanted.length && !inTitle.length && !passes.length) return say("done");
      answer.missing = [...wanted, ...inTitle].filter((one) => !one.hits.size).map((one) => one.word);
      let documents = await candidates(wanted, excluded, inTitle, passes, table);
      if (stale()) return;

      const scores = new Map(documents.map((document) => [document, TigangSearch.rank.score([...wanted, ...inTitle], document, table)]));
      const newer = (one, two) => table.months[two] - table.months[one] || one - two;
      if (sort === "date") {
        const { day } = await loadFacets(table.count);
        documents.sort((one, two) => table.months[two] - table.months[one] || day[two] - day[one] || one - two);
      } else documents.sort((one, two) => scores.get(two) - scores.get(one) || newer(one, two));

      const needsText = [...wanted, ...excluded, ...inTitle].some((one) => !one.exact);
      const all = [...wanted, ...inTitle];
      const look = async (document) => {
        const file = await text(document);
        const seen = check(file, all, all.length, excluded, inTitle);
        return { document, file, seen };
      };
      const gone = new Set();
      const kept = [];
      const settle = () => {
        answer.total = documents.length - gone.size;
        if (sort !== "date") kept.sort((one, two) => two.score - one.score || newer(one.document, two.document));
        answer.items = kept.map(({ file, seen }) => item(file, seen, ""));
      };
      let at = 0;
      // Shown results are checked against their text; a few more, so that the best of them come first.
      while (at < documents.length && kept.length < Math.max(count, FIRST)) {
        const batch = documents.slice(at, at + (at ? AT_ONCE : Math.max(count, FIRST)));
        for (const { document, file, seen } of await Promise.all(batch.map(look))) {
          if (!seen) gone.add(document);
          else kept.push({ document, file, seen, score: scores.get(document) + TigangSearch.rank.refine(seen) });
        }
        if (stale()) return;
        at += batch.length;
      }
      settle();
      say("partial");
      // The rest of what may be wrong, so that the number is true.
      for (const last = Math.min(documents.length, at + CHECKED); needsText && at < last; at += AT_ONCE) {
        for (const { document, seen } of await Promise.all(documents.slice(at, Math.min(last, at + AT_ONCE)).map(look))) {
          if (!seen) gone.add(document);
        }
        if (stale()) return;
      }
      answer.total = documents.length - gone.size;
      const hits = documents.filter((document) => !gone.has(document));
      if (answer.total < 3 && !inTitle.length && wanted.length) await addNear(answer, wanted, excluded, hits, passes, manifest, table, count, stale);
      if (stale()) return;
      answer.facets = await counts(hits, table);
      say("done");
    }

    async function addNear(answer, wanted, excluded, hits, passes, manifest, table, count, stale) {
      const seen = new Set(hits);
      const add = async (documents, kind, terms, needed) => {
        const known = passes.length ? await loadFacets(table.count) : null;
        const fitting = documents.filter((one) => !seen.has(one) && passes.every((passes) => passes(known, one)));
        for (let at = 0; at < fitting.length && !stale(); at += AT_ONCE) {
          const files = await Promise.all(
            fitting.slice(at, at + AT_ONCE).map(async (document) => ({ document, file: await text(document) })),
          );
          for (const { document, file } of files) {
            const found = check(file, terms, needed, excluded, []);
            if (!found) continue;
            seen.add(document);
            answer.near += 1;
            if (answer.items.length < count) answer.items.push(item(file, found, kind));
          }
        }
      };
      if (wanted.length === 1) {
        const [term] = wanted;
        const typo = await TigangSearch.near.typos(store, manifest, term.stream);
        if (typo) await add(typo.documents, "typo", [{ spans: typo.spans }], 1);
        if (answer.near || hits.length) return;
        const words = await TigangSearch.match.cut(store, manifest, term.stream);
        if (words.length) await addSome(words, "words");
      } else if (!hits.length) await addSome(wanted.map((one) => one.word), "some");

      async function addSome(words, kind) {
        const terms = await Promise.all(words.map((word) => TigangSearch.match.term(store, manifest, word)));
        for (const one of terms) one.spans = phrase(one.forms);
        const there = terms.filter((one) => one.hits.size);
        const times = new Map();
        for (const one of there) for (const document of one.hits.keys()) times.set(document, (times.get(document) || 0) + 1);
        const most = Math.max(0, ...times.values());
        if (!most || (kind === "words" && most < Math.min(2, there.length))) return;
        const documents = [...times].filter(([, number]) => number === most).map(([document]) => document);
        const score = (document) => TigangSearch.rank.score(there, document, table);
        documents.sort((one, two) => score(two) - score(one) || one - two);
        await add(documents.slice(0, CHECKED), kind, there, most);
      }
    }

    return {
      warm: () => open().then(() => undefined),
      search: (request, onUpdate) =>
        search(request, onUpdate).catch((error) => {
          onUpdate({
            query: request.query, state: "done", total: 0, near: 0, missing: [], facets: null, items: [],
            problem: `搜索的数据没有读出来（${error.message}）`,
          });
        }),
      suggest: async (typed) => {
        const { manifest } = await open();
        return TigangSearch.suggest.suggest(store, manifest, typed);
      },
    };
  }

  return { create };
})();
