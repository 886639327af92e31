/* The search: from a query to an answer that the box shows. */
"use strict";
self.TigangSearch = self.TigangSearch || {};
TigangSearch.engine = (() => {
  const VERSION = 1;
  const FIRST = 12; // texts that are read before anything is shown: the best of them come first
  const MORE = 10; // as many with each step further down
  const AT_ONCE = 6, CHECKED = 240; // texts read to settle the number of hits
  const FEW = 3; // fewer hits than this are joined by near ones
  const { postings, text, query: language, match, rank, results, narrow, near } = TigangSearch;

  /** An engine over the index below `base`, the site's root. */
  function create(base) {
    const store = TigangSearch.store.open(`${base}search/`);
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
        for (const name of ["headings", "bodies", "months"]) found[name] = postings.column(file[name]);
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
      const excluded = without.filter((one) => one.exact);
      const facts = filters.length ? await facets(table) : null;
      return documents.filter(
        (document) =>
          all.every((one) => one.hits.has(document)) &&
          !excluded.some((one) => one.hits.has(document)) &&
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

    async function search({ query, filters = {}, sort = "relevance", count = 10 }, onUpdate) {
      const own = ++running;
      const isStale = () => own !== running;
      const answer = {
        query, state: "partial", total: 0, near: 0, missing: [], problem: "", facets: null, items: [],
      };
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
      const words = [parsed.words, parsed.without, parsed.title].map(termsOf);
      const [table, wanted, without, inTitle] = await Promise.all([openTable(), ...words]);
      const context = { store, manifest, table };
      const asked = { wanted, without, inTitle, filters: narrow.filters(parsed.filters, filters) };
      const terms = [...wanted, ...inTitle];
      if (!terms.length && !asked.filters.length) return say("done");
      answer.missing = terms.filter((one) => !one.hits.size).map((one) => one.word);
      const documents = await ordered(await candidates(asked, table), terms, sort, table);

      const gone = new Set();
      /** The documents [from, to) that really have all terms. */
      const checked = async (from, to) => {
        const batch = documents.slice(from, to);
        const looked = await Promise.all(batch.map((one) => look(one, terms, terms.length, without, inTitle)));
        for (const { document, seen } of looked) if (!seen) gone.add(document);
        return looked.filter(({ seen }) => seen);
      };
      // Each step is put in order by itself, so that nothing moves that was shown.
      let at = 0;
      while (at < documents.length && answer.items.length < count && !isStale()) {
        const to = at + (at ? MORE : FIRST);
        const kept = await checked(at, to);
        at = Math.min(to, documents.length);
        const score = new Map(kept.map((one) => [one, rank.refine(terms, one.document, table, one.seen)]));
        if (sort !== "date") kept.sort((one, two) => score.get(two) - score.get(one));
        answer.items.push(...kept.map(({ file, seen }) => results.item(file, seen, "")));
      }
      answer.total = documents.length - gone.size;
      say("partial");
      const isSure = [...terms, ...without].every((one) => one.exact);
      for (const last = Math.min(documents.length, at + CHECKED); !isSure && at < last && !isStale(); at += AT_ONCE) {
        await checked(at, Math.min(last, at + AT_ONCE));
      }
      if (isStale()) return;
      answer.total = documents.length - gone.size;
      if (!answer.total && documents.length && terms.length === 1) answer.missing = [terms[0].word];
      const hits = documents.filter((one) => !gone.has(one));
      if (hits.length) answer.facets = narrow.counts(await facets(table), hits);
      // Of a facet that narrows already, what else could be chosen is counted as well.
      for (const facet of answer.facets ? Object.keys(filters) : []) {
        const others = narrow.filters(parsed.filters, { ...filters, [facet]: [] });
        const wider = (await candidates({ ...asked, filters: others }, table)).filter((one) => !gone.has(one));
        answer.facets[facet] = narrow.counts(await facets(table), wider)[facet];
      }
      if (hits.length < FEW && wanted.length && !inTitle.length) {
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
        const documents = plan.documents.filter(fits);
        const isSure = plan.sure && !without.length;
        const last = Math.min(documents.length, CHECKED);
        for (let at = 0; at < last && !isStale(); at += FIRST) {
          if (isSure && answer.items.length >= count) break;
          const batch = documents.slice(at, Math.min(last, at + FIRST));
          const looked = await Promise.all(batch.map((one) => look(one, plan.terms, plan.needed, without, [])));
          const found = looked.filter(({ seen }) => seen);
          answer.items.push(...found.map(({ file, seen }) => results.item(file, seen, plan.kind)));
          answer.near += found.length;
          if (found.length && !isSure) onMore();
        }
        if (isSure) answer.near = documents.length;
        else if (answer.near) answer.near += documents.length - last; // as the index says
        if (answer.near) return;
      }
    }

    return {
      warm: () => openTable().then(() => undefined),
      search: (request, onUpdate) =>
        search(request, onUpdate).catch((error) => {
          onUpdate({
            query: request.query, state: "done", total: 0, near: 0, missing: [], facets: null, items: [],
            problem: `搜索的数据没有读出来（${error.message}）`,
          });
        }),
      suggest: async (typed) => TigangSearch.suggest.suggest(store, await openManifest(), typed),
    };
  }

  return { create };
})();
