/* The search: from a query to an answer that the box shows. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.engine = (() => {
  const VERSION = 3;
  const FIRST = 6; // texts that are read before anything is shown: as many as a browser loads at once
  const MORE = 10; // as many with each step further down, the first ones among them
  const AT_ONCE = 12, CHECKED = 240; // texts read to settle the number of hits
  const MOST_READ = 240; // texts read in search of something to show
  const FEW = 3; // fewer hits than this are joined by near ones
  const { postings, text, query: language, match, rank, results, narrow, near } = TigangSearch;

  const NOTHING = {
    state: "done", total: 0, isAbout: false, near: 0, isNearAbout: false, missing: [], problem: "", facets: null, items: [],
  };

  /** An engine over the index below `base`, the site's root; `early`: the manifest, where it is on its way already. */
  function create(base, early = null) {
    const store = TigangSearch.store.open(`${base}search/`, early);
    let opened = null, tables = null, known = null, running = 0;

    /** The manifest, which every other file needs. */
    function openManifest() {
      opened ||= (async () => {
        const found = await store.load("manifest");
        if (found.version !== VERSION) throw new Error(`index version ${found.version}`);
        store.pin(found.digest);
        return found;
      })();
      opened.catch(() => (opened = null));
      return opened;
    }

    /** What the order of results needs to know of all documents. */
    function openTable() {
      tables ||= (async () => {
        const { documents: count } = await openManifest();
        const file = await store.load("documents");
        const found = { count };
        for (const name of ["bodies", "months"]) found[name] = postings.column(file[name]);
        found.average = found.bodies.reduce((sum, one) => sum + one, 0) / Math.max(1, count) || 1;
        return found;
      })();
      tables.catch(() => (tables = null));
      return tables;
    }

    function facets(table) {
      known ||= store.load("facets").then((file) => narrow.open(file, table.count));
      known.catch(() => (known = null));
      return known;
    }

    /** Begins to load a document's text. */
    const ahead = (document) => void store.load(`text/${document}`).catch(() => {}); // whoever reads it is told

    /** A document's text with what it has of the terms; `seen` is null where it has too little. */
    async function look(document, terms, needed, without, inTitle) {
      const file = await store.load(`text/${document}`);
      const check = () => results.check(file, terms, needed, without, inTitle);
      let seen = check();
      if (!seen && !text.knowsTraditional()) {
        text.learn(await store.load("fold")); // the text may be in traditional characters, the index never is
        seen = check();
      }
      return { document, file, seen };
    }

    /** Every document that has all terms, none of those left out, and passes the filters. */
    async function candidates({ wanted, without, inTitle, filters }, table) {
      const all = [...wanted, ...inTitle].sort((one, two) => one.hits.size - two.hits.size);
      const documents = all.length ? [...all[0].hits.keys()] : Array.from({ length: table.count }, (_, index) => index);
      const facts = filters.length ? await facets(table) : null;
      return documents.filter(
        (document) =>
          all.every((one) => one.hits.has(document)) &&
          !without.some((one) => match.isSurelyIn(one, document)) &&
          inTitle.every((one) => postings.isInTitle(one.hits.get(document))) &&
          (!facts || narrow.passes(facts, filters, document)),
      );
    }

    /** The documents in the order of the answer, as far as the postings tell. */
    async function ordered(documents, terms, sort, table) {
      const scores = new Map(documents.map((document) => [document, rank.score(terms, document, table)]));
      const { day } = sort === "date" ? await facets(table) : {};
      const newer = (one, two) => table.months[two] - table.months[one] || (day ? day[two] - day[one] : 0) || one - two;
      const order = day ? newer : (one, two) => scores.get(two) - scores.get(one) || newer(one, two);
      return documents.sort(order);
    }

    /**
     * Reads texts in the order of the answer until `count` documents are there to show; then those of the others of which
     * the index is not sure, unless that is left to an estimate. Of the first page all load while the first are shown.
     * @param {number[]} documents
     * @param {object} how
     * @param {(batch: number[]) => Promise<object[]>} how.read those of a batch that belong to the answer, in their order
     * @param {(document: number) => boolean} how.isSure
     * @param {number} how.most texts read to settle the number
     * @param {(found: object[], total: number) => void} how.onStep after every step that is shown
     * @returns {Promise<{total: number, isAbout: boolean, hits: number[]}>}
     */
    async function gather(documents, { count, read, isSure, most, onStep, isStale }) {
      const gone = new Set();
      const kept = async (batch) => {
        const found = await read(batch);
        const there = new Set(found.map(({ document }) => document));
        for (const one of batch) if (!there.has(one)) gone.add(one);
        return found;
      };
      let at = 0, shown = 0;
      for (const one of documents.slice(0, Math.min(count, MORE))) ahead(one);
      while (at < documents.length && shown < count && at < MOST_READ + count && !isStale()) {
        const batch = documents.slice(at, at ? at - (at % MORE) + MORE : FIRST);
        at += batch.length;
        const found = await kept(batch);
        shown += found.length;
        onStep(found, documents.length - gone.size);
      }
      const due = documents.slice(at).filter((one) => !isSure(one));
      let settled = 0;
      while (settled < Math.min(most, due.length) && !isStale()) {
        const batch = due.slice(settled, settled + AT_ONCE);
        settled += batch.length;
        await kept(batch);
      }
      // What is left is as often wrong as what was read.
      const left = due.length - settled;
      const wrong = left && Math.round((left * gone.size) / Math.max(1, at + settled));
      return { total: documents.length - gone.size - wrong, isAbout: left > 0, hits: documents.filter((one) => !gone.has(one)) };
    }

    async function search({ query, filters = {}, sort = "relevance", count = 10 }, onUpdate) {
      const own = ++running;
      const isStale = () => own !== running;
      const answer = { ...NOTHING, query, state: "partial", items: [] };
      const say = (state) => {
        if (!isStale()) onUpdate({ ...answer, state, items: answer.items.slice(0, count) });
      };
      const manifest = await openManifest();
      const parsed = language.parse(query);
      const termsOf = async (words) => {
        const terms = await Promise.all(words.map((word) => match.term(store, manifest, word)));
        for (const one of terms) one.spans = results.phrase(one.forms);
        return terms;
      };
      const words = [parsed.words, parsed.without, parsed.title, parsed.untitled].map(termsOf);
      const [table, wanted, nowhere, inTitle, untitled] = await Promise.all([openTable(), ...words]);
      const without = [...nowhere, ...untitled.map((one) => ({ ...one, isTitle: true }))];
      const context = { store, manifest, table };
      const asked = { wanted, without, inTitle, filters: narrow.filters(parsed.filters, filters) };
      const terms = [...wanted, ...inTitle];
      if (!terms.length && !asked.filters.length) return say("done");
      answer.missing = terms.filter((one) => !one.hits.size).map((one) => one.word);
      const documents = await ordered(await candidates(asked, table), terms, sort, table);

      const { total, isAbout, hits } = await gather(documents, {
        count,
        most: CHECKED,
        isStale,
        isSure: (document) => match.isSure(asked, document),
        async read(batch) {
          const looked = await Promise.all(batch.map((one) => look(one, terms, terms.length, without, inTitle)));
          const kept = looked.filter(({ seen }) => seen);
          const score = new Map(kept.map((one) => [one, rank.refine(terms, one.document, table, one.seen)]));
          return sort === "date" ? kept : kept.sort((one, two) => score.get(two) - score.get(one));
        },
        // Each step is put in order by itself, so that nothing moves that was shown.
        onStep(found, atMost) {
          answer.items.push(...found.map(({ file, seen }) => results.item(file, seen, "")));
          answer.total = atMost;
          const isPage = answer.items.length >= Math.min(count, atMost);
          if (isPage || (found.length && count <= MORE)) say("partial"); // no page takes back what an earlier one showed
        },
      });
      if (isStale()) return;
      Object.assign(answer, { total, isAbout });
      if (!total && documents.length && terms.length === 1) answer.missing = [terms[0].word];
      if (hits.length) answer.facets = narrow.counts(await facets(table), hits);
      // Of a facet that narrows already, what else could be chosen is counted as well.
      const gone = new Set(hits.length ? documents : []);
      for (const one of hits) gone.delete(one);
      for (const facet of answer.facets ? Object.keys(filters) : []) {
        const others = narrow.filters(parsed.filters, { ...filters, [facet]: [] });
        const wider = (await candidates({ ...asked, filters: others }, table)).filter((one) => !gone.has(one));
        answer.facets[facet] = narrow.counts(await facets(table), wider)[facet];
      }
      if (hits.length < FEW && wanted.length && !inTitle.length && !parsed.isQuoted) {
        if (hits.length) say("partial");
        await addNear(context, asked, answer, new Set(hits), count, () => say("partial"), isStale);
      }
      say("done");
    }

    /** Near hits, after the exact ones. */
    async function addNear(context, { wanted, without, filters }, answer, shown, count, onMore, isStale) {
      const facts = filters.length ? await facets(context.table) : null;
      const fits = (one) => !shown.has(one) && (!facts || narrow.passes(facts, filters, one));
      for await (const plan of near.plans(context, wanted, shown.size > 0)) {
        if (isStale()) return;
        if (!plan) continue;
        const { total, isAbout } = await gather(plan.documents.filter(fits), {
          count: count - answer.items.length,
          most: 0,
          isStale,
          isSure: (document) => plan.isSure(document) && !without.some((one) => match.mayBeIn(one, document)),
          async read(batch) {
            const looked = await Promise.all(batch.map((one) => look(one, plan.terms, plan.needed, without, [])));
            return looked.filter(({ seen }) => seen);
          },
          onStep(found) {
            answer.items.push(...found.map(({ file, seen }) => results.item(file, seen, plan.kind)));
            answer.near += found.length;
            if (found.length) onMore();
          },
        });
        Object.assign(answer, { near: total, isNearAbout: isAbout });
        if (total) return;
      }
    }

    return {
      warm: () => openTable().then(() => undefined),
      search: (request, onUpdate) =>
        search(request, onUpdate).catch((error) => {
          onUpdate({ ...NOTHING, query: request.query, problem: `搜索的数据没有读出来（${error.message}）` });
        }),
      suggest: async (typed) => TigangSearch.suggest.suggest(store, await openManifest(), typed),
    };
  }

  return { create };
})();
