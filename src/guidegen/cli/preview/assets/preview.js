/* What happens in a page while its handbook is written: it changes in place, leads to what was edited, and tells what
   is wrong. `guidegen serve` puts this before all other scripts of a page, and no site that is built has it. It is for
   those who write the handbook, so its words are English. */
(function () {
  "use strict";
  const { source = "", editor = "", edition = "", draft } = document.currentScript.dataset;
  const OWN = "/.guidegen/", NAME = "guidegen-preview";

  const every = (css, within = document) => [...within.querySelectorAll(css)];
  const reaches = (one, css) => one.nodeType === 1 && (one.matches(css) || Boolean(one.querySelector(css)));
  const counted = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

  /* An element with its properties and what is in it: words, or other elements. */
  function made(tag, properties = {}, ...inside) {
    const one = document.createElement(tag);
    Object.entries(properties).forEach(([name, value]) => {
      if (name in one) one[name] = value;
      else one.setAttribute(name, value);
    });
    one.append(...inside.flat().filter(each => each !== null));
    return one;
  }

  /* A few settings, kept in this browser, or in this tab alone; a browser that keeps nothing has none. */
  function setting(name, storeOf) {
    const key = `${NAME}:${name}`;
    return {
      get() {
        try { return JSON.parse(storeOf().getItem(key)); } catch (refused) { return null; }
      },
      set(value) {
        try { storeOf().setItem(key, JSON.stringify(value)); } catch (refused) { /* Then it holds for this page. */ }
      },
    };
  }

  const inBrowser = name => setting(name, () => window.localStorage);
  const inTab = name => setting(name, () => window.sessionStorage);

  /* What the server sent, beside what became of it.

     A page on the screen holds more than what was sent: ticks and answers, opened details, what other scripts put in.
     So a copy is kept as it was sent, each of its nodes knowing its twin on the screen. What comes anew is compared with
     the copy, and on the screen only that is done which differs: what the author left alone stays as it is. */

  const copy = document.implementation.createHTMLDocument(""), twins = new WeakMap();

  function pair(one, twin) {
    twins.set(one, twin);
    one.childNodes.forEach((each, at) => pair(each, twin.childNodes[at]));
  }

  /* Whether a reader wants it light or dark is no part of what was sent. */
  const CHOSEN = "data-scheme";
  const attributesOf = one =>
    [...one.attributes].filter(({ name }) => name !== CHOSEN).map(({ name, value }) => `${name}=${value}`).sort().join("\n");
  const QUIET = "title, meta[name=description], meta[property], link[rel=canonical], link[rel=preload]";
  const loudOf = page => [...page.head.children].filter(one => !one.matches(QUIET)).map(one => one.outerHTML);
  const frameOf = page => [attributesOf(page.documentElement), ...loudOf(page)].join("\n");

  /* With scripts on, what is meant for browsers without is words to them, and elements to everyone else. */
  const withoutAsides = page => every("noscript", page).forEach(one => one.replaceChildren());

  const frame = frameOf(document);
  copy.body.replaceWith(copy.importNode(document.body, true));
  pair(copy.body, document.body);
  withoutAsides(copy);

  /* Blocks that are alike before and after, and details with the same summary, get the same name for the time of a
     comparison, so that what comes before them does not push their words from one to the next. */

  const BLOCKS = "p, li, ul, ol, dl, dt, dd, details, figure, blockquote, pre, table, tr, section, aside, article, div, h1, h2, h3, h4, h5, h6";
  const wholly = one => one.outerHTML;
  const bySummary = one => (one.localName === "details" && one.firstElementChild ? `details ${one.firstElementChild.textContent}` : "");

  function only(page, keyOf) {
    const found = new Map();
    every(BLOCKS, page).filter(one => !one.hasAttribute("id")).forEach(one => {
      const key = keyOf(one);
      if (key) found.set(key, found.has(key) ? null : one);
    });
    return found;
  }

  function nameAlike(page) {
    let number = 0;
    [wholly, bySummary].forEach(keyOf => {
      const before = only(copy, keyOf), after = only(page, keyOf);
      before.forEach((one, key) => {
        if (!one || !after.get(key)) return;
        number += 1;
        [one, after.get(key)].forEach(each => each.setAttribute("id", `${NAME}-alike-${number}`));
      });
    });
  }

  const forget = () => every(`[id^=${NAME}-alike]`, copy).forEach(one => one.removeAttribute("id"));

  /* Make the copy like *page*, and return what that took. */
  function difference(page) {
    const found = { parents: new Set(), come: new Set(), left: new Set(), words: new Set(), attributes: new Map() };
    const watcher = new MutationObserver(() => {});
    nameAlike(page);
    watcher.observe(copy, { subtree: true, childList: true, characterData: true, attributes: true, attributeOldValue: true });
    window.Idiomorph.morph(copy.body, page.body, { restoreFocus: false });
    watcher.takeRecords().forEach(record => note(found, record));
    watcher.disconnect();
    forget();
    const isHere = one => copy.body.contains(one);
    found.come = new Set([...found.come].filter(isHere));
    found.left = new Set([...found.left].filter(one => !isHere(one) && twins.has(one)));
    found.words = new Set([...found.words].filter(one => isHere(one) && twins.has(one)));
    found.attributes.forEach((names, one) => {
      names.forEach((old, name) => { if (one.getAttribute(name) === old) names.delete(name); });
      if (!names.size || !isHere(one) || !twins.has(one)) found.attributes.delete(one);
    });
    return found;
  }

  function note({ parents, come, left, words, attributes }, { type, target, addedNodes, removedNodes, attributeName, oldValue }) {
    if (type === "characterData") words.add(target);
    if (type === "childList") {
      parents.add(target);
      addedNodes.forEach(one => come.add(one));
      removedNodes.forEach(one => left.add(one));
    }
    if (type !== "attributes") return;
    if (!attributes.has(target)) attributes.set(target, new Map());
    if (!attributes.get(target).has(attributeName)) attributes.get(target).set(attributeName, oldValue);
  }

  const isBlank = one => one.nodeType !== 1 && !one.data.trim();

  /* Do on the screen what was done to the copy, and return the elements that it shows in. */
  function perform({ parents, come, left, words, attributes }) {
    const shown = new Set();
    left.forEach(one => {
      const twin = twins.get(one);
      if (!isBlank(one)) shown.add(twin.previousElementSibling || twin.parentElement);
      twin.remove();
    });
    attributes.forEach((names, one) => {
      names.forEach((old, name) => change(twins.get(one), name, old, one.getAttribute(name)));
      shown.add(twins.get(one));
    });
    words.forEach(one => {
      twins.get(one).data = one.data;
      if (!isBlank(one)) shown.add(twins.get(one).parentElement);
    });
    parents.forEach(one => { if (copy.body.contains(one) && twins.has(one)) arrange(one, come, shown); });
    return [...shown].filter(one => one && one.isConnected);
  }

  /* Scripts mark elements with classes of their own, which stay. */
  function change(twin, name, old, value) {
    const names = text => (text || "").split(/\s+/).filter(Boolean);
    if (name === "class") {
      twin.classList.remove(...names(old).filter(one => !names(value).includes(one)));
      twin.classList.add(...names(value).filter(one => !names(old).includes(one)));
    } else if (value === null) twin.removeAttribute(name);
    else twin.setAttribute(name, value);
  }

  /* Put the children of a node where they belong, around those that scripts put there. What a script took away stays away. */
  function arrange(parent, come, shown) {
    const place = twins.get(parent);
    let last = null;
    parent.childNodes.forEach(one => {
      const isNew = !twins.has(one);
      if (isNew) twins.set(one, document.importNode(one, one.localName === "template"));
      const twin = twins.get(one), isOut = twin.parentNode !== place;
      if (isOut && !isNew && !come.has(one)) return;
      if (isOut || (last && last.compareDocumentPosition(twin) & Node.DOCUMENT_POSITION_PRECEDING)) put(place, twin, last);
      if (isNew) arrange(one, come, new Set());
      if (isNew && !isBlank(one)) shown.add(twin.nodeType === 1 ? twin : place);
      last = twin;
    });
  }

  /* What is moved keeps its focus, and whatever plays in it, where the browser can do that. */
  function put(place, one, last) {
    const next = last ? last.nextSibling : place.firstChild;
    if (place.moveBefore && place.isConnected && one.isConnected) place.moveBefore(one, next);
    else place.insertBefore(one, next);
  }

  const LINES = "h1, h2, h3, h4, p, li, summary, tr, pre, figure, img, input, textarea";

  /* Hold what is in view where it is, whatever comes or goes above it: what comes back puts it there again. */
  function held() {
    const topOf = one => one.getBoundingClientRect().top, lines = scrollY > 0 ? every(`main :is(${LINES})`) : [];
    const inView = lines.filter(one => one.offsetParent).map(one => [one, topOf(one)]).filter(([, top]) => top >= 0 && top < innerHeight);
    return () => {
      const [one, top] = inView.find(([each]) => each.isConnected) || [];
      if (one) scrollBy({ top: topOf(one) - top, behavior: "instant" });
    };
  }

  /* Scripts wire up some elements when the page begins; where these come, go or change their names, it has to begin anew. */
  const WIRED = "script, form[data-sheet], [data-field], [data-row], [data-chooses], [data-progress], .to-print";
  const WIRES = new Set(["data-sheet", "data-keep", "data-field", "data-type", "data-row", "data-chooses", "data-means", "data-default", "data-progress"]);

  function isWiredAnew({ come, left, attributes }) {
    const isPart = one => reaches(one, "[data-field], [data-row], [data-progress]") && !reaches(one, "form[data-sheet]");
    return [...come].some(one => !twins.has(one) && reaches(one, WIRED)) || [...left].some(isPart)
      || [...attributes].some(([one, names]) => one.matches("script") || [...names.keys()].some(name => WIRES.has(name)));
  }

  /* Other scripts are told as if another tab had kept something: they look at the page, and show what is theirs again.
     What hides itself from browsers without scripts shows itself as it does when the page begins. */
  function tellScripts({ come, words, attributes, parents }) {
    const added = [...come].map(one => twins.get(one)).filter(one => one && one.nodeType === 1);
    const scripted = added.flatMap(one => [one, ...every("[data-scripted]", one)]).filter(one => "scripted" in one.dataset);
    const isForbidden = Boolean(window.guidegen) && window.guidegen.standing === "forbidden";
    scripted.forEach(one => { one.hidden = !window.guidegen || (one.dataset.scripted === "kept" && isForbidden); });
    const touched = [...come, ...words, ...attributes.keys(), ...parents].map(one => (one.nodeType === 1 ? one : one.parentElement));
    tellOfChanges(new Set(touched.map(one => one && one.closest("[data-field]")).filter(Boolean)));
  }

  function tellOfChanges(fields) {
    const { guidegen } = window;
    if (!guidegen || !guidegen.handbook) return;
    const sheetOf = field => (field.closest("[data-sheet]") || { dataset: { sheet: "" } }).dataset.sheet;
    const keys = [...fields].map(one => `${coded(sheetOf(one))}:${one.dataset.field}`);
    [...keys, "~preview:page"].forEach(key => tellKept(`guidegen:${guidegen.handbook.id}:-:${key}`));
    document.dispatchEvent(new Event("visibilitychange"));
  }

  const coded = text => text.replace(/[%:]/g, encodeURIComponent);

  function tellKept(key) {
    try { dispatchEvent(new StorageEvent("storage", { key, storageArea: window.localStorage })); } catch (refused) { /* Nothing is kept here. */ }
  }

  /* What scripts know of the edition is a value in a script: it is taken in anew, for those that hold the old one. */
  const dataScript = () => document.querySelector("script[src$='progress/handbook.js']");

  function takeInData() {
    const old = dataScript(), { guidegen } = window;
    if (!old || !guidegen) return Promise.resolve(false);
    return new Promise(done => {
      const script = made("script", { src: versioned(old.src) });
      const end = isThere => {
        if (isThere && window.guidegen !== guidegen) Object.assign(guidegen, window.guidegen);
        window.guidegen = guidegen;
        script.remove();
        done(isThere);
      };
      script.addEventListener("load", () => end(true));
      script.addEventListener("error", () => end(false));
      document.head.append(script);
    });
  }

  /* Begin anew, and lose nothing: what is kept by other scripts comes back by itself, the rest is carried over. */

  const carried = inTab("carried");

  function restart() {
    leave();
    carried.set({ path: location.pathname, details: detailsOf(), sheets: looseAnswers(), focus: focusOf() });
    location.reload();
  }

  const detailsOf = () => every("details").map(one => [one.firstElementChild ? one.firstElementChild.textContent : "", one.open]);

  function looseAnswers() {
    const { guidegen } = window, known = guidegen && guidegen.sheets;
    if (!known) return [];
    const loose = every("form[data-sheet]").filter(form => guidegen.standing !== "kept" || !known.isKept(form));
    return loose.map(form => [form.dataset.sheet, known.answers(form)]);
  }

  function focusOf() {
    const { id, selectionStart = null, selectionEnd = null } = document.activeElement || {};
    return { id: id || "", selectionStart, selectionEnd };
  }

  function comeBack() {
    const found = carried.get();
    carried.set(null);
    if (!found || found.path !== location.pathname) return;
    const wanted = [...found.details];
    every("details").forEach(one => {
      const at = wanted.findIndex(([summary]) => one.firstElementChild && summary === one.firstElementChild.textContent);
      if (at >= 0) [[, one.open]] = wanted.splice(at, 1);
    });
    const forms = new Map(every("form[data-sheet]").map(form => [form.dataset.sheet, form]));
    found.sheets.forEach(([id, answers]) => { if (forms.has(id) && window.guidegen && window.guidegen.sheets) fill(forms.get(id), answers); });
    const { id, selectionStart, selectionEnd } = found.focus, focus = id && document.getElementById(id);
    if (focus) focusOn(focus, selectionStart, selectionEnd);
  }

  function fill(form, answers) {
    const at = new Date().toISOString();
    window.guidegen.sheets.fill(form, answers.map(({ item, label, value, text }) => ({ item, entry: { kind: "sheet", label, value, text, at } })));
  }

  function focusOn(one, first, last) {
    one.focus({ preventScroll: true });
    try { if (typeof first === "number") one.setSelectionRange(first, last); } catch (other) { /* It has no cursor. */ }
  }

  /* Act once at a time; of what is wanted meanwhile, the newest is done afterwards. */
  function inTurn(act) {
    let isBusy = false, waiting = null;
    return async wanted => {
      waiting = { wanted };
      if (isBusy) return;
      isBusy = true;
      try {
        while (waiting) {
          const now = waiting.wanted;
          waiting = null;
          await act(now);
        }
      } finally { isBusy = false; }
    };
  }

  /* The page anew */

  const [arrival = {}] = performance.getEntriesByType("navigation");
  const wasFound = !(arrival.responseStatus >= 400), hadHandbook = arrival.responseStatus !== 503;
  let sent = "", isMissing = false, heading = null;

  const lookAgain = inTurn(async () => {
    const answer = await got(location.pathname + location.search), text = answer && await answer.text(), fragment = heading;
    heading = null;
    if (answer) await take(answer, text, fragment);
  });

  /* Look at the page again, and show what changed below the heading *edited*, unless it is null. */
  function renew(edited) {
    if (edited) heading = edited.fragment;
    return lookAgain();
  }

  /* An answer; null where there is no server, which the stream tells when it is back. */
  const got = address => fetch(address, { cache: "no-store" }).catch(() => null);

  async function take(answer, text, fragment) {
    const page = new DOMParser().parseFromString(text, "text/html"), isOther = frameOf(page) !== frame;
    isMissing = !answer.ok && wasFound;
    tellState();
    if (isMissing || text === sent) return;
    if (isOther || answer.ok !== wasFound) return restart();
    sent = text;
    const focus = document.activeElement, { selectionStart = null, selectionEnd = null } = focus || {};
    withoutAsides(page);
    const found = difference(page);
    document.title = page.title;
    if (isWiredAnew(found)) return restart();
    const hold = held(), shown = perform(found);
    hold();
    if (!shown.length) return;
    if (focus && focus !== document.activeElement && focus.isConnected) focusOn(focus, selectionStart, selectionEnd);
    tellScripts(found);
    if (fragment !== null) show(shown, fragment);
  }

  /* Led to what was edited */

  const following = inBrowser("follow"), front = inBrowser("front"), tab = `${Math.random()}`;
  const follows = () => following.get() !== false;
  const WRITES = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button])";
  const isTyping = () => Boolean(document.activeElement) && document.activeElement.matches(WRITES);
  const pathOf = address => `/${address}`.replace(/\/index\.html$/, "/");
  const isHere = address => pathOf(address) === pathOf(decoded(location.pathname).slice(1));
  const hrefOf = ({ address, fragment }) => pathOf(address).split("/").map(encodeURIComponent).join("/") + (fragment ? `#${encodeURIComponent(fragment)}` : "");

  function decoded(path) {
    try { return decodeURIComponent(path); } catch (malformed) { return path; }
  }

  /* Whether the browser goes to another page now. */
  function follow(edited) {
    if (!edited || isHere(edited.address) || !hadHandbook) return false;
    if (!follows() || isTyping() || looseAnswers().some(([, answers]) => answers.length)) {
      offer(edited);
      return false;
    }
    leave();
    retry = setTimeout(listen, 3000);
    location.assign(hrefOf(edited));
    return true;
  }

  /* Bring into view what changed, unless some of it is: best with its heading above. What stands before that heading
     only changed with it, such as the minutes that a chapter takes. */
  function show(shown, fragment) {
    const main = document.querySelector("main") || document.body, low = innerHeight - host.getBoundingClientRect().height;
    const heading = document.getElementById(fragment), inside = shown.filter(one => main.contains(one) && one !== main);
    const below = inside.filter(one => heading && heading.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING || one === heading);
    const places = (below.length ? below : inside).map(one => one.getBoundingClientRect()).filter(({ width, height }) => width || height);
    if (!places.length || places.some(({ top, bottom }) => bottom > 0 && top < low) || isTyping() || !follows()) return;
    const [{ top }] = places, above = heading ? top - heading.getBoundingClientRect().top : -1;
    if (above >= 0 && above < low - 96) heading.scrollIntoView();
    else scrollBy(0, top - low / 3);
  }

  /* Files that pages show */

  /* The server says of each page which version of the handbook it is of. */
  const told = (arrival.serverTiming || []).find(({ name }) => name === "guidegen");
  let version = told ? Number(told.description) : 0;

  function versioned(address) {
    const url = new URL(address, location.href);
    url.searchParams.set("v", version);
    return url.href;
  }

  function fileOf(address) {
    const { origin, pathname } = new URL(address, location.href);
    return origin === location.origin ? decoded(pathname).slice(1) : "";
  }

  /* Returns whether the page has to begin anew for one of them. */
  async function swap(changed) {
    const files = new Set(changed), isChanged = address => files.has(fileOf(address)), data = dataScript();
    const hasFont = changed.some(one => /\.(woff2?|ttf|otf)$/i.test(one));
    if (hasFont || every("script[src]").some(one => one !== data && isChanged(one.src))) return true;
    every("link[rel=stylesheet]").filter(one => isChanged(one.href)).forEach(swapSheet);
    every("link[rel~=icon]").filter(one => isChanged(one.href)).forEach(one => { one.href = versioned(one.href); });
    every("img").filter(one => isChanged(one.src)).forEach(one => { one.src = versioned(one.src); });
    if (data && isChanged(data.src) && await takeInData()) tellOfChanges([]);
    return false;
  }

  /* The old stylesheet holds until the new one is there, and a newer one takes the place of one that is still to come. */
  const coming = new Map();

  function swapSheet(old) {
    if ([...coming.values()].includes(old)) return;
    const sheet = old.cloneNode();
    if (coming.has(old)) coming.get(old).remove();
    coming.set(old, sheet);
    sheet.href = versioned(old.href);
    sheet.addEventListener("load", () => {
      if (isOnPaper && !late.has(sheet)) turn(sheet.sheet);
      old.remove();
      coming.delete(old);
    });
    sheet.addEventListener("error", () => {
      sheet.remove();
      coming.delete(old);
    });
    old.after(sheet);
  }

  /* As on paper: what is for print shows on the screen, and the other way round, until the page is printed. */

  const paper = inTab("paper");
  let isOnPaper = false;
  const turned = text => text.replace(/\b(print|screen)\b/g, one => (one === "print" ? "screen" : "print"));

  function turn(sheet) {
    if (sheet.media && sheet.media.mediaText) sheet.media.mediaText = turned(sheet.media.mediaText);
    [...sheet.cssRules || []].filter(rule => rule.media || rule.cssRules).forEach(turn);
  }

  /* What is for print alone may come late. */
  const late = new WeakSet();

  function turnAll() {
    every(`link[rel=stylesheet]:not([href^="${OWN}"])`).forEach(link => {
      if (link.sheet) return turn(link.sheet);
      if (!late.has(link)) link.addEventListener("load", () => { if (isOnPaper) turn(link.sheet); });
      return late.add(link);
    });
  }

  function showOnPaper(isWanted) {
    if (isOnPaper === isWanted) return;
    isOnPaper = isWanted;
    turnAll();
    document.documentElement.classList.toggle(`${NAME}-paper`, isWanted);
    dispatchEvent(new Event(isWanted ? "beforeprint" : "afterprint"));
  }

  ["beforeprint", "afterprint"].forEach(name => addEventListener(name, ({ isTrusted }) => { if (isTrusted && isOnPaper) turnAll(); }));

  /* The bar at the foot of the window. It has a tree of its own, which the styles of a handbook do not reach. */

  const host = made("div", { id: NAME, lang: "en", dir: "ltr" }), room = host.attachShadow({ mode: "open" });
  const status = made("p", { className: "hidden", role: "status" }), state = made("span", { className: "state" });
  const count = made("button", { type: "button", className: "count", "aria-expanded": "false", "aria-controls": "problems" }, "No problems");
  const led = made("a", { className: "led", hidden: true }, "Go to the last edit");
  const options = made("button", { type: "button", className: "opens", "aria-expanded": "false", "aria-controls": "options" }, "Options");
  const cohorts = made("details", { className: "cohorts" });
  const panel = made("section", { id: "problems", className: "problems", tabIndex: -1, hidden: true, "aria-label": "Problems" });
  const fold = made("div", { id: "options", className: "fold" });
  const bar = made("section", { className: "bar", "aria-label": "Preview" });

  function announce(text) {
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 50);
  }

  function offer(edited) {
    led.hidden = false;
    led.href = hrefOf(edited);
    led.title = edited.address;
  }

  function press(words, act, className = "") {
    const one = made("button", { type: "button", className }, words);
    one.addEventListener("click", () => act(one));
    return one;
  }

  function tick(words, isTicked, act) {
    const box = made("input", { type: "checkbox", checked: isTicked });
    box.addEventListener("change", () => act(box.checked));
    return made("label", {}, box, " ", words);
  }

  /* Only this computer's own pages may copy by themselves; elsewhere the handbook's scripts know a way. */
  async function isCopied(text) {
    const { guidegen } = window;
    try { return await navigator.clipboard.writeText(text).then(() => true); } catch (refused) { return Boolean(guidegen && guidegen.copied) && guidegen.copied(text); }
  }

  async function copyText(text, button, words) {
    const isDone = await isCopied(text);
    announce(isDone ? `Copied ${text}` : `The browser did not copy ${text}`);
    button.textContent = isDone ? "Copied" : "Not copied";
    setTimeout(() => { button.textContent = words; }, 1500);
  }

  const copier = (words, text) => press(words, button => copyText(text, button, words));

  /* An address that would run something here is none of an editor. */
  const isOpening = address => /^(?!javascript|data|vbscript|blob)[a-z][a-z0-9+.-]*:/i.test(address);
  const opening = (address, words, name) => (isOpening(address) ? made("a", { href: address, "aria-label": name }, words) : null);

  function sourcePlace() {
    if (!source) return [];
    const path = made("span", { className: "path", title: source }, made("bdi", {}, source));
    const way = opening(editor.replace("{line}", "1"), "Open", `Open ${source} in the editor`);
    return [made("span", { className: "source" }, path, copier("Copy path", source), way)];
  }

  /* Which cohort the author reads as: the page's own scripts keep it, for each program. Those of several programs are behind a word. */
  function cohortPlaces() {
    const { guidegen } = window;
    if (!guidegen || !guidegen.chooseCohort || !guidegen.cohorts.length) return [];
    const programs = [...new Set(guidegen.cohorts.map(one => one.program))];
    const places = programs.map(program => {
      const cohorts = guidegen.cohorts.filter(one => one.program === program), name = programs.length > 1 ? cohorts[0].programTitle : "Cohort";
      const select = made("select", {}, made("option", { value: "" }, "None"), cohorts.map(one => made("option", { value: one.id }, one.title)));
      const refresh = () => { select.value = guidegen.cohortOf(program); if (select.selectedIndex < 0) select.value = ""; };
      select.addEventListener("change", () => guidegen.chooseCohort(program, select.value));
      guidegen.onChange(({ activity }) => { if (!activity || activity === "~cohorts") refresh(); });
      refresh();
      return made("label", {}, name, " ", select);
    });
    if (places.length < 2) return places;
    cohorts.append(made("summary", {}, "Cohorts"), made("div", {}, ...places));
    return [cohorts];
  }

  function openOptions(isOpen) {
    bar.classList.toggle("open", isOpen);
    options.setAttribute("aria-expanded", String(isOpen));
  }

  function paperPlace() {
    const turner = press("As on paper", () => {
      showOnPaper(!isOnPaper);
      paper.set(isOnPaper);
      turner.setAttribute("aria-pressed", String(isOnPaper));
    });
    if (!document.querySelector("link[rel=stylesheet][media=print]") || document.documentElement.hasAttribute("data-print")) return [];
    showOnPaper(paper.get() === true);
    turner.setAttribute("aria-pressed", String(isOnPaper));
    return [turner];
  }

  function followPlace() {
    return tick("Follow edits", follows(), isOn => {
      following.set(isOn);
      led.hidden = led.hidden || isOn;
    });
  }

  function build() {
    const styles = made("link", { rel: "stylesheet", href: `${OWN}preview.css` });
    const editions = edition ? [made("span", { className: "edition" }, edition)] : [], drafts = draft === undefined ? [] : [made("strong", { className: "draft" }, "Draft")];
    fold.append(...editions, ...sourcePlace(), ...cohortPlaces(), ...paperPlace(), followPlace());
    bar.append(count, ...drafts, state, led, fold, options);
    count.addEventListener("click", () => (panel.hidden ? openPanel(true) : foldPanel()));
    options.addEventListener("click", () => openOptions(!bar.classList.contains("open")));
    ["load", "error"].forEach(name => styles.addEventListener(name, () => host.classList.add("ready")));
    room.append(styles, panel, bar, status);
    document.body.append(host);
  }

  let isAway = false;

  function tellState() {
    const text = isAway ? "Waiting for guidegen serve" : isMissing ? "This page is gone" : "";
    if (state.textContent === text) return;
    state.textContent = text;
    announce(text);
  }

  /* What is wrong in the handbook, over the page. It can be folded away, and comes back with the next error. */

  const folded = inTab("folded");
  let problems = [], tally = { count: 0, errors: 0 }, seen = null, isAsked = false;
  const isError = ({ level }) => level === "error";
  const keyOf = ({ path, slug, message }) => [path, slug, message].join(" ");
  const placeOf = ({ path, line, column }) => [path, line, line && column].filter(Boolean).join(":");

  function inWords() {
    const warnings = tally.count - tally.errors;
    return [tally.errors ? counted(tally.errors, "error") : "", warnings ? counted(warnings, "warning") : ""].filter(Boolean).join(", ") || "No problems";
  }

  function openPanel(isWanted) {
    panel.hidden = !problems.length;
    count.setAttribute("aria-expanded", String(!panel.hidden));
    isAsked = isWanted;
    if (!panel.hidden) openOptions(false);
    if (isAsked && !panel.hidden) panel.focus();
  }

  function closePanel() {
    const hadFocus = panel.contains(room.activeElement);
    panel.hidden = true;
    count.setAttribute("aria-expanded", "false");
    if (hadFocus) count.focus();
  }

  function foldPanel() {
    folded.set(problems.filter(isError).map(keyOf));
    closePanel();
  }

  /* Letters that would change the direction of what follows are shown as such. */
  const tame = text => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");

  /* The line as written, with a mark under what is wrong. */
  function excerptOf({ excerpt, line, column, width }) {
    const letters = [...tame(excerpt)], part = (first, last) => letters.slice(first, last).join(""), end = column - 1 + width;
    if (!excerpt.trim()) return null;
    const inside = column ? [part(0, column - 1), made("mark", {}, part(column - 1, end) || " "), part(end)] : [part(0)];
    return made("pre", {}, made("span", { className: "line" }, `${line}`), made("code", {}, inside));
  }

  function lineOf(one) {
    const place = placeOf(one), level = made("b", { className: one.level }, isError(one) ? "Error" : "Warning");
    const where = made("p", { className: "where" }, level, " ", made("bdi", {}, tame(place)));
    const remedy = one.remedy ? made("p", { className: "remedy" }, tame(one.remedy)) : null;
    const way = opening(one.open, "Open in the editor", `Open ${place} in the editor`) || (place ? copier("Copy the place", place) : null);
    return made("li", {}, where, made("p", { className: "what" }, tame(one.message)), excerptOf(one), remedy, way);
  }

  function drawPanel(more) {
    const sorted = [...problems].sort((one, other) => isError(other) - isError(one)), { scrollTop } = panel;
    const hadFocus = panel.contains(room.activeElement), rest = more ? [made("p", {}, `And ${more} more: guidegen check lists all.`)] : [];
    panel.replaceChildren(made("header", {}, made("h2", {}, inWords()), press("Close", foldPanel)), made("ol", {}, sorted.map(lineOf)), ...rest);
    panel.scrollTop = scrollTop;
    if (hadFocus) panel.focus();
  }

  const lookAtProblems = inTurn(async ({ count: all, errors: wrong }) => {
    const answer = await got(`${OWN}problems.json`);
    if (!answer || !answer.ok) {
      seen = null;
      return;
    }
    const found = await answer.json(), before = inWords();
    const known = folded.get() || [], errors = found.problems.filter(isError).map(keyOf);
    problems = found.problems;
    tally = { count: all, errors: wrong };
    drawPanel(found.more);
    count.textContent = inWords();
    count.classList.toggle("wrong", wrong > 0);
    if (inWords() !== before) announce(inWords());
    if (errors.some(one => !known.includes(one))) openPanel(false);
    else if (!problems.length || (!errors.length && !isAsked)) closePanel();
    folded.set(known.filter(one => errors.includes(one)));
  });

  /* Keys */

  addEventListener("keydown", event => {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector(":popover-open, dialog[open]")) return;
    if (cohorts.open) {
      cohorts.open = false;
      cohorts.firstChild.focus();
    } else if (bar.classList.contains("open")) {
      openOptions(false);
      options.focus();
    } else if (!panel.hidden) foldPanel();
  });

  /* The stream that tells of changes. A tab that nobody sees gives it back: a browser has few of them. */

  let stream = null, run = "", isBaseline = false, retry = 0, isShown = document.visibilityState !== "hidden";

  function listen() {
    clearTimeout(retry);
    if (stream || !isShown) return;
    const wanted = new URLSearchParams({ page: decoded(location.pathname), ...(version ? { version } : {}) });
    stream = new EventSource(`${OWN}live?${wanted}`);
    stream.addEventListener("message", ({ data }) => heard(JSON.parse(data)));
    stream.addEventListener("error", () => {
      isAway = true;
      setTimeout(tellState, 700);
      if (!stream || stream.readyState !== EventSource.CLOSED) return;
      leave();
      retry = setTimeout(listen, 1000);
    });
  }

  function leave() {
    clearTimeout(retry);
    if (stream) stream.close();
    stream = null;
  }

  /* What is told to a tab that comes back only says how things are; otherwise, what the author just did. */
  async function heard(message) {
    const isFirst = isBaseline, isNewer = message.version !== version, isKnown = version > 0;
    isAway = false;
    tellState();
    if (run && message.build !== run) return restart();
    run = message.build;
    isBaseline = false;
    version = message.version;
    if (message.problems !== seen) {
      seen = message.problems;
      lookAtProblems(message);
    }
    if (!isNewer || (!isFirst && follow(message.edited))) return undefined;
    if (isKnown && await swap(message.changed)) return restart();
    return renew(!isFirst && message.edited && isHere(message.edited.address) ? message.edited : null);
  }

  /* A tab that is looked at again goes where the author was last, unless another one was looked at meanwhile. */
  function look() {
    if (isShown && front.get() !== tab) {
      front.set(tab);
      isBaseline = true;
    }
    if (isShown) listen();
    else leave();
  }

  document.addEventListener("visibilitychange", () => {
    if (isShown === (document.visibilityState !== "hidden")) return;
    isShown = !isShown;
    look();
  });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    isBaseline = true;
    look();
  });
  document.addEventListener("DOMContentLoaded", () => {
    build();
    comeBack();
    if (isShown) front.set(tab);
    listen();
  });
}());
