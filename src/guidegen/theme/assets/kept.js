/* What readers tick and write: an entry of localStorage for each item, so that two tabs never overwrite one another's, or in memory
   where that is refused; and what several scripts need. */
(function () {
  "use strict";
  const guidegen = window.guidegen;
  if (!guidegen) return;
  const start = `guidegen:${guidegen.handbook.id}:`, chosen = "~cohorts";
  const folder = new URL("..", [...document.scripts].find(one => one.src.endsWith("/progress/handbook.js")).src);
  const memory = new Map(), listeners = [];
  let standing = "kept";

  const every = (css, within = document) => [...within.querySelectorAll(css)];
  const short = (text, most = 2000) => (text.length > most ? `${text.slice(0, most)}…` : text);

  /* An element that holds words, another element, or several of either. */
  function made(tag, inside = "", className = "") {
    const one = Object.assign(document.createElement(tag), { className });
    one.append(...[inside].flat());
    return one;
  }

  const isEmpty = value => (typeof value === "object" ? Object.values(value).every(isEmpty) : !value);
  const has = (values, name) => Object.prototype.hasOwnProperty.call(values, name);
  const plain = place => (place ? place.textContent.replace(/\s+/g, " ").trim() : "");
  const isName = text => typeof text === "string" && /^[^\u0000-\u001f]{1,300}$/.test(text);
  const hasTexts = (one, ...names) => names.every(name => !has(one, name) || typeof one[name] === "string");
  const activityNamed = (kind, id) => guidegen.activities.find(one => one.kind === kind && one.id === id);

  function say(key, values = {}) {
    let text = guidegen.words[key];
    if (typeof text === "object") text = text[new Intl.PluralRules(guidegen.locale).select(values.n)] || text.other;
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /* An answer in words; what has no text of its own says itself. */
  function wordsOf({ text, value }) {
    if (text || typeof value === "string") return text || value;
    return typeof value === "boolean" ? say(value ? "sheet_yes" : "sheet_no") : JSON.stringify(value);
  }

  const formats = new Map();
  function dateFormat(style) {
    const key = JSON.stringify(style);
    if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(guidegen.locale, style));
    return formats.get(key);
  }

  function momentOf(text) {
    const at = new Date(text || NaN), written = style => dateFormat(style).format(at);
    return isNaN(at) ? null : { day: written({ dateStyle: "long" }), time: written({ hour: "numeric", minute: "2-digit" }), isToday: at.toDateString() === new Date().toDateString() };
  }

  const status = made("p", "", "hidden");
  status.setAttribute("role", "status");
  document.body.append(status);

  function announce(text) {
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 50);
  }

  /* Said aloud, and for those who see under the row of the button that was pressed. */
  function tellBelow(button, text) {
    const row = button && button.closest(".buttons");
    announce(text);
    every(".told").forEach(one => one.remove());
    if (row) row.after(made("p", text, "keeping screen-only told"));
  }

  function button(key, act, className = "button quiet") {
    const one = Object.assign(made("button", say(key), className), { type: "button" });
    one.addEventListener("click", act);
    return one;
  }

  function onPress(place, acts) {
    place.addEventListener("click", ({ target }) => {
      const pressed = target.closest("button[data-does]"), act = pressed && acts[pressed.dataset.does];
      if (act) act(pressed);
    });
  }

  /* Whether the browser let the page copy. */
  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (refused) {
      const area = made("textarea", text);
      document.body.append(area);
      area.select();
      const isDone = document.execCommand("copy");
      area.remove();
      return isDone;
    }
  }

  /* A button that copies, and *tell*, which says how that went. */
  const copier = (key, text, tell) => button(key, async () => tell(say(await copied(text) ? "copied" : "not_copied")));

  /* The store. Its getter throws where cookies are blocked, and it is null in some frames. */

  function refused(error) {
    standing = error && /quota/i.test(error.name) ? "full" : "forbidden";
    return null;
  }

  const store = (function () {
    try { return window.localStorage || refused(); } catch (error) { return refused(error); }
  }());

  /* The id of a chapter is its path, which may hold a colon. */
  const coded = text => text.replace(/[%:]/g, encodeURIComponent);
  const decoded = text => text.replace(/%25|%3A/g, decodeURIComponent);
  const keyOf = (cohort, activity, item) => `${start}${cohort}:${coded(activity)}:${item}`;

  function placeOf(key) {
    const [cohort, activity, ...item] = key.slice(start.length).split(":");
    return { cohort, activity: decoded(activity || ""), item: item.join(":") };
  }

  function raw(key) {
    if (memory.has(key)) return memory.get(key);
    try { return store && store.getItem(key); } catch (error) { return refused(error); }
  }

  function put(key, text) {
    try {
      if (!store) return false;
      if (text === null) store.removeItem(key);
      else store.setItem(key, text);
      return true;
    } catch (error) {
      refused(error);
      return false;
    }
  }

  /* Once there is room again, what had to wait is kept, too. */
  function settle() {
    for (const [key, text] of memory) {
      if (!put(key, text)) return;
      memory.delete(key);
    }
    standing = "kept";
  }

  function write(key, text) {
    const kept = put(key, text);
    if (kept) memory.delete(key);
    else memory.set(key, text);
    if (kept && standing !== "kept") settle();
    return kept;
  }

  /* Entries: whatever else lies in the store is nobody's answer. */

  function isValue(one, depth = 3) {
    if (typeof one === "string" || typeof one === "boolean") return true;
    if (typeof one !== "object" || one === null || !depth) return false;
    const inside = Object.values(one);
    return inside.length <= 1000 && inside.every(each => isValue(each, depth - 1));
  }

  function isEntry(one) {
    if (typeof one !== "object" || one === null || Array.isArray(one) || !has(one, "value")) return false;
    return isValue(one.value) && hasTexts(one, "text", "label", "title", "at", "kind") && [undefined, true, false].includes(one.private);
  }

  function parsed(text) {
    if (text === null) return null;
    try {
      const entry = JSON.parse(text);
      return isEntry(entry) ? entry : null;
    } catch (junk) { return null; }
  }

  const recall = (cohort, activity, item) => parsed(raw(keyOf(cohort, activity, item)));

  function keys() {
    const found = new Set();
    try {
      for (let at = 0; store && at < store.length; at += 1) found.add(store.key(at));
    } catch (error) { refused(error); }
    memory.forEach((text, key) => (text === null ? found.delete(key) : found.add(key)));
    return [...found].filter(key => key.startsWith(start)).sort();
  }

  const kept = () => keys().map(key => ({ ...placeOf(key), entry: parsed(raw(key)) }))
    .filter(({ cohort, activity, item, entry }) => entry && isName(cohort) && isName(activity) && isName(item));

  /* A chapter or a list may go by the id of a sheet: its ticks are not the sheet's. */
  const keptOfSheet = id => kept().filter(({ cohort, activity, entry }) => cohort === "-" && activity === id && entry.kind !== "list");

  /* An answer set aside stands under the name of its item with a number behind it. Without room it stays where it is. */
  function setAside(cohort, activity, item) {
    const key = keyOf(cohort, activity, item), text = raw(key);
    if (text === null) return true;
    let number = 1;
    while (raw(`${key}~${number}`) !== null) number += 1;
    const entry = parsed(text) ? text : JSON.stringify({ value: text, at: new Date().toISOString() });
    if (!write(`${key}~${number}`, entry) && standing === "full") return !memory.delete(`${key}~${number}`);
    write(key, null);
    tell({ cohort, activity, item: `${item}~${number}` });
    return true;
  }

  function keep(cohort, activity, item, entry) {
    const key = keyOf(cohort, activity, item), old = raw(key);
    const isFree = old === null || parsed(old) || setAside(cohort, activity, item);
    const done = isFree && write(key, entry && JSON.stringify({ ...entry, at: entry.at || new Date().toISOString() }));
    tell({ cohort, activity, item });
    return done;
  }

  /* Once for many changes, and at once for those who look. */
  function soon(act) {
    let timer = 0;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(act);
    };
  }

  /* What changes here or in another tab is told to whoever shows it. */

  const tell = place => listeners.forEach(listener => listener(place));
  const everything = { cohort: null, activity: null, item: null };

  addEventListener("storage", ({ key, storageArea }) => {
    if (storageArea !== store || (key !== null && !key.startsWith(start))) return;
    memory.delete(key);
    tell(key === null ? everything : placeOf(key));
  });
  addEventListener("pageshow", ({ persisted }) => { if (persisted) tell(everything); });

  function cohortOf(program) {
    const entry = recall("-", chosen, program);
    return entry && typeof entry.value === "string" ? entry.value : "";
  }

  const chooseCohort = (program, id) => keep("-", chosen, program, id ? { value: id } : null);
  const chosenCohort = program => guidegen.cohorts.find(one => one.program === program && one.id === cohortOf(program));

  Object.assign(guidegen, {
    say, every, made, plain, short, soon, has, hasTexts, isEmpty, isName, isValue, activityNamed, wordsOf, dateFormat, momentOf,
    announce, tellBelow, button, onPress, copied, copier, recall, keep, kept, keptOfSheet, setAside, cohortOf, chosenCohort, chooseCohort,
    onChange: listener => { listeners.push(listener); },
    href: address => new URL(address, folder).href,
  });
  raw(start);
  every("[data-scripted]").forEach(one => { one.hidden = one.dataset.scripted === "kept" && standing === "forbidden"; });
  Object.defineProperty(guidegen, "standing", { get: () => standing });
}());
