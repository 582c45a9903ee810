/* Finds words in the handbook, in the reader's browser and nowhere else. Loaded on first use, with MiniSearch and
   the words of the edition, which are indexed in chunks so that typing never stalls. What was searched for, and which
   words to mark on the page that is opened, is kept by sessionStorage, so it is gone with the tab. */
(function () {
  "use strict";
  const guidegen = window.guidegen;
  if (!guidegen || !guidegen.made || guidegen.finder) return;
  const { say, every, made } = guidegen;
  const folder = document.currentScript.src;
  const SOUGHT = "guidegen:sought", FOUND = "guidegen:found", SLASH = "guidegen:slash", MOST = 20, FEW = 3, AT_ONCE = 4;

  function keep(store, key, value) {
    try {
      if (value) window[store].setItem(key, value);
      else window[store].removeItem(key);
    } catch (refused) { /* Then nothing is marked on arrival. */ }
  }

  function kept(store, key) {
    try { return window[store].getItem(key); } catch (refused) { return null; }
  }

  /* Words: runs of letters and digits. Scripts without blanks are parted by the browser, or into pairs of letters. */

  const RUN = /[\p{L}\p{N}\p{M}]+/gu;
  const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
  const OTHERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
  const parting = window.Intl && Intl.Segmenter ? new Intl.Segmenter(guidegen.locale, { granularity: "word" }) : null;

  function partsOf(run) {
    if (parting) return [...parting.segment(run)].filter(one => one.isWordLike).map(one => [one.index, one.segment]);
    const letters = [...run];
    let at = 0;
    return letters.flatMap((letter, place) => {
      const pair = [at, letter + (letters[place + 1] || "")];
      at += letter.length;
      return place && place === letters.length - 1 ? [] : [pair];
    });
  }

  /* Each word with where it begins, until there are enough. */
  function wordsIn(text, isEnough) {
    const found = [];
    for (const { 0: run, index } of text.matchAll(RUN)) {
      if (isEnough && isEnough(found)) break;
      if (UNSPACED.test(run)) partsOf(run).forEach(([at, word]) => found.push([index + at, word]));
      else found.push([index, run]);
    }
    return found;
  }

  const isPlain = /^[a-z0-9]+$/;
  function folded(word) {
    const small = word.toLowerCase();
    if (isPlain.test(small)) return small;
    return small.normalize("NFKD").replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]/g, "").replace(/[ßæœøłđðþı]/g, one => OTHERS[one]);
  }

  /* Words as nodes, with those marked that were found. */
  function marked(text, terms, className) {
    const nodes = [];
    let end = 0;
    for (const [at, word] of wordsIn(text)) {
      if (!terms.has(folded(word))) continue;
      if (at > end) nodes.push(text.slice(end, at));
      nodes.push(made("mark", word, className));
      end = at + word.length;
    }
    nodes.push(text.slice(end));
    return nodes;
  }

  /* A stretch of a text around the first word that was found; none where there is none. */
  function around(text, terms) {
    let seen = 0, first = -1;
    const words = wordsIn(text, all => {
      for (; first < 0 && seen < all.length; seen += 1) if (terms.has(folded(all[seen][1]))) first = seen;
      return first >= 0 && all.length > first + 22;
    });
    if (first < 0) first = words.findIndex(([, word], at) => at >= seen && terms.has(folded(word)));
    if (first < 0) return null;
    const begin = words[Math.max(0, first - 8)][0], last = words[Math.min(words.length - 1, first + 22)];
    const end = last[0] + last[1].length, isAll = begin < 3;
    return `${isAll ? text.slice(0, begin) : "… "}${text.slice(begin, end)}${end < text.length - 2 ? " …" : text.slice(end)}`;
  }

  /* The index */

  let index = null, begun = null, isWhole = false, isBroken = false;
  const pages = [], entries = [], listeners = [];

  function loaded(address) {
    return new Promise((done, failed) => {
      const script = made("script");
      script.onload = done;
      script.onerror = failed;
      script.src = address;
      document.head.append(script);
    });
  }

  function taken(told) {
    for (const page of told) {
      const place = pages.push(page) - 1;
      page.sections.forEach(([, heading, text], at) => {
        const isFirst = at === 0;
        entries.push({ id: entries.length, place, at, title: isFirst ? page.title : "", heading, text: isFirst ? `${page.about} ${text}` : text });
      });
      if (!page.sections.length) entries.push({ id: entries.length, place, at: 0, title: page.title, heading: "", text: page.about });
    }
  }

  async function read() {
    guidegen.sections = taken;
    await Promise.all([loaded(new URL("minisearch.js", folder)), ...guidegen.parts.map(one => loaded(guidegen.href(one)))]);
    index = new window.MiniSearch({
      fields: ["title", "heading", "text"],
      tokenize: text => wordsIn(text).map(([, word]) => word),
      processTerm: folded,
    });
    const soon = setInterval(told, 200);
    await index.addAllAsync(entries, { chunkSize: 20 });
    clearInterval(soon);
    isWhole = true;
  }

  const told = () => { asked.clear(); listeners.forEach(listener => listener()); };
  const prepare = () => { begun = begun || read().catch(() => { isBroken = true; }).then(told); };

  /* Searching. A page has a word in its title, in a heading or in its text, as it is written or with a slip in it. */

  const TIERS = { title: 0, heading: 1, text: 2 }, asked = new Map();
  const ANYHOW = {}, ABOVE = { fields: ["title", "heading"] }, WHOLE = { prefix: false }, SLIPS = { fuzzy: 0.25 };

  /* The pages that have one word, by their place, with their sections; kept, since a key mostly changes the last word alone. */
  function having(word, options) {
    const name = `${word} ${JSON.stringify(options)}`, known = asked.get(name);
    if (known) return known;
    const found = new Map();
    for (const hit of index.search(word, { tokenize: one => [one], boost: { title: 6, heading: 3 }, weights: { fuzzy: 0.3, prefix: 0.5 }, prefix: true, ...options })) {
      const { place } = entries[hit.id];
      let page = found.get(place), tier = 9;
      if (!page) found.set(place, page = { tier, hits: [] });
      page.hits.push(hit);
      for (const term of hit.terms) {
        const near = term.startsWith(word) ? 0 : 3;
        for (const field of hit.match[term]) tier = Math.min(tier, TIERS[field] + near);
      }
      page.tier = Math.min(page.tier, tier);
    }
    if (asked.size > 30) asked.clear();
    asked.set(name, found);
    return found;
  }

  /* A word of a letter or two begins words of nearly every text, so there it counts only as a whole word. */
  function strictly(word) {
    const found = new Map(having(word, WHOLE));
    for (const [place, page] of having(word, ABOVE)) {
      const other = found.get(place), hits = other ? other.hits.filter(({ id }) => !page.hits.some(one => one.id === id)) : [];
      found.set(place, { tier: page.tier, hits: [...page.hits, ...hits] });
    }
    return found;
  }

  /* The sections of a page that have any of the words; all the words in one count for more than here and there. */
  function sectionsOf(pages) {
    const found = new Map();
    for (const { hits } of pages) {
      for (const hit of hits) {
        const one = found.get(hit.id) || { entry: entries[hit.id], score: 0, words: 0, hits: [] };
        found.set(hit.id, one);
        one.score += hit.score;
        one.words += 1;
        one.hits.push(hit);
      }
    }
    return [...found.values()].sort((one, other) => other.score * other.words - one.score * one.words);
  }

  /* The pages that have all words, best first. */
  function together(found) {
    const [fewest, ...others] = [...found].sort((one, other) => one.size - other.size), pages = [];
    for (const [place, one] of fewest) {
      const all = [one, ...others.map(other => other.get(place))];
      if (!all.every(Boolean)) continue;
      const sections = all.length > 1 ? sectionsOf(all) : [{ score: one.hits[0].score, words: 1 }];
      pages.push({ place, all, worst: Math.max(...all.map(({ tier }) => tier)), score: sections[0].score * sections[0].words });
    }
    return pages.sort((one, other) => one.worst - other.worst || other.score - one.score);
  }

  /* Where no page has them all: the pages that have the most of them. */
  function most(found) {
    const counts = new Map();
    for (const pages of found) for (const place of pages.keys()) counts.set(place, (counts.get(place) || 0) + 1);
    const best = Math.max(0, ...counts.values());
    const groups = new Map();
    for (const [place, count] of counts) {
      if (count < best) continue;
      const which = found.filter(pages => pages.has(place)), name = which.map(pages => found.indexOf(pages)).join();
      if (!groups.has(name)) groups.set(name, [which, new Set()]);
      groups.get(name)[1].add(place);
    }
    const pages = [...groups.values()].flatMap(([which, places]) => together(which).filter(({ place }) => places.has(place)));
    return pages.sort((one, other) => one.worst - other.worst || other.score - one.score);
  }

  function search(query) {
    const wanted = [...new Set(wordsIn(query).map(([, word]) => folded(word)))];
    if (!wanted.length) return { manner: "nothing", found: [] };
    const isBrief = word => word.length < 3 && isPlain.test(word), isShort = wanted.every(isBrief);
    const all = ways => together(wanted.map(ways)), also = (found, more) => {
      const known = new Set(found.map(({ place }) => place));
      return [...found, ...more.filter(({ place }) => !known.has(place))];
    };
    let exact;
    if (isShort) {
      exact = all(word => having(word, ABOVE));
      if (exact.length < FEW) exact = also(exact, all(strictly));
    } else {
      exact = all(word => (isBrief(word) ? strictly(word) : having(word, ANYHOW)));
      if (exact.length < FEW && wanted.some(isBrief)) exact = also(exact, all(word => having(word, ANYHOW)));
    }
    const isSlip = word => word.length > 3 && (wanted.length === 1 || !having(word, ANYHOW).size);
    const ways = word => (isShort ? strictly(word) : having(word, isSlip(word) ? SLIPS : ANYHOW));
    const full = exact.length < FEW && wanted.some(isSlip) ? all(ways) : [];
    if (exact.length) return { manner: "found", found: also(exact, full) };
    if (full.length) return { manner: "near", found: full };
    const some = most(wanted.map(ways));
    return { manner: some.length ? "some" : "nothing", found: some };
  }

  /* Results */

  function link(page, id, words, terms) {
    const address = id ? `${page.address}#${encodeURIComponent(id)}` : page.address.replace(/#(.*)/, (_, name) => `#${encodeURIComponent(name)}`);
    const one = made("a", words);
    one.href = guidegen.href(address);
    one.addEventListener("click", () => follow(one, terms));
    return one;
  }

  function shown({ place, all }) {
    const hits = sectionsOf(all), terms = new Set(all.flatMap(one => one.hits.flatMap(hit => hit.terms)));
    const page = pages[place], item = made("li"), heading = made("h2", link(page, "", marked(page.title, terms), terms));
    const first = hits.find(({ entry }) => entry.at === 0), about = first && around(entries[first.entry.id].text, terms);
    const under = hits.filter(({ entry }) => entry.at).slice(0, 3);
    if (page.lang) item.lang = page.lang;
    if (page.where) item.append(made("p", page.where, "where"));
    item.append(heading);
    if (about || page.about) item.append(made("p", marked(about || page.about, terms)));
    if (under.length) {
      item.append(made("ul", under.map(({ entry }) => {
        const [id, name] = page.sections[entry.at], words = around(entry.text, terms);
        const line = made("li", link(page, id, marked(name || page.title, terms), terms));
        if (words) line.append(made("p", marked(words, terms)));
        return line;
      })));
    }
    return item;
  }

  /* On arrival the page marks what was found. It is not said in its address, where others would see it, and a fragment stays what it is. */

  const bare = address => address.replace(/#.*/, "");

  function follow({ href }, terms) {
    keep("sessionStorage", FOUND, JSON.stringify({ href: bare(href), terms: [...terms].slice(0, 200) }));
    if (bare(href) !== bare(location.href)) return;
    const dialog = document.querySelector("dialog.finder");
    if (dialog) dialog.close();
    arrive();
  }

  const UNMARKED = "script, style, noscript, textarea, select, button, svg, mark, .running, .finder";

  function mark(terms) {
    const main = document.getElementById("main"), nodes = [];
    unmark();
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, node => (node.parentElement.closest(UNMARKED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const parts = marked(node.data, terms, "sought");
      if (parts.length > 1) node.replaceWith(...parts.filter(Boolean));
    }
    every("details:has(mark.sought)", main).forEach(one => { one.open = true; });
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) target.scrollIntoView();
  }

  function unmark() {
    every("mark.sought").forEach(one => {
      const around = one.parentNode;
      one.replaceWith(...one.childNodes);
      around.normalize();
    });
  }

  function arrive() {
    const text = kept("sessionStorage", FOUND);
    keep("sessionStorage", FOUND, "");
    try {
      const { href, terms } = JSON.parse(text);
      if (href === bare(location.href)) mark(new Set(terms));
    } catch (junk) { /* Nothing to mark. */ }
  }

  addEventListener("keydown", ({ key }) => { if (key === "Escape" && !document.querySelector("dialog[open]")) unmark(); });

  /* What one types into, and what is found under it */

  function button(words, act) {
    const one = Object.assign(made("button", words, "button quiet"), { type: "button" });
    one.addEventListener("click", act);
    return one;
  }

  function switchOfSlash() {
    const box = Object.assign(made("input"), { type: "checkbox", checked: !kept("localStorage", SLASH) });
    box.addEventListener("change", () => keep("localStorage", SLASH, box.checked ? "" : "off"));
    return made("label", [box, ` ${say("search_slash")}`]);
  }

  function finderIn(place) {
    const input = Object.assign(made("input"), { type: "search", autocomplete: "off", spellcheck: false, enterKeyHint: "search" });
    const field = made("div", [made("label", [made("span", say("search_label")), input])], "asks");
    const status = made("p", "", "help"), list = made("ol", "", "found");
    field.setAttribute("role", "search");
    status.setAttribute("role", "status");

    let later;

    /* The first of what was found at once, the others when that is on the screen; a key in between leaves them out. */
    function draw(found) {
      list.append(...found.slice(0, AT_ONCE).map(shown));
      if (found.length > AT_ONCE) later = setTimeout(draw, 0, found.slice(AT_ONCE));
    }

    function tell(words) {
      if (status.textContent !== words) status.textContent = words;
    }

    function show() {
      const words = input.value.trim();
      clearTimeout(later);
      keep("sessionStorage", SOUGHT, words);
      if (isBroken) return tell(say("search_broken"));
      if (!words || !index) {
        list.replaceChildren();
        return tell(words ? say("search_reading") : say("search_begin"));
      }
      const { manner, found } = search(words), n = found.length;
      const key = `search_${manner}`;
      list.replaceChildren();
      draw(found.slice(0, MOST));
      if (!isWhole && !n) return tell(say("search_reading"));
      tell(manner === "found" && n > MOST ? say("search_first", { n, most: MOST }) : say(key, { n, words }));
    }

    const links = () => every("a", list);

    function walk(event) {
      const all = links(), at = all.indexOf(document.activeElement), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.isComposing) return;
      if (event.key === "Enter" && event.target === input && all.length) all[0].click();
      if (!step || (event.target !== input && at < 0)) return;
      event.preventDefault();
      (at + step < 0 ? input : all[Math.min(at + step, all.length - 1)] || input).focus();
    }

    input.addEventListener("input", guidegen.soon(show));
    place.addEventListener("keydown", walk);
    place.append(field, status, list, made("div", [made("p", say("search_keys")), switchOfSlash()], "keeping"));
    input.value = kept("sessionStorage", SOUGHT) || "";
    listeners.push(() => { if (!list.contains(document.activeElement)) show(); });
    show();
    prepare();
    return input;
  }

  let input = null;

  function styled() {
    return new Promise(done => {
      const sheet = Object.assign(made("link"), { rel: "stylesheet", media: "screen", onload: done, onerror: done });
      sheet.href = new URL("search.css", folder);
      document.head.append(sheet);
    });
  }

  function start() {
    input.focus();
    input.select();
  }

  async function open() {
    const page = document.querySelector("[data-search]");
    if (page) return start();
    let dialog = document.querySelector("dialog.finder");
    if (!dialog) {
      dialog = made("dialog", button(say("search_close"), () => dialog.close()), "finder");
      dialog.setAttribute("aria-label", say("search_label"));
      dialog.addEventListener("keydown", event => {
        if (event.key !== "Escape" || event.isComposing) return;
        event.preventDefault();
        event.stopPropagation();
        dialog.close();
      });
      dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });
      document.body.append(dialog);
      input = finderIn(dialog);
      await styled();
    }
    if (!dialog.open) dialog.showModal();
    start();
  }

  guidegen.finder = { open, arrive, isRead: () => isWhole };
  every("[data-search]").forEach(place => {
    input = finderIn(place);
    start();
  });
}());
