/* Worksheets on the screen: what is written is read, kept as one types, put back, cleared and printed. An answer
   that its field can not hold, or whose field is gone, is shown at the foot of the sheet. Nothing is ever sent. */
(function () {
  "use strict";
  const guidegen = window.guidegen, MOST_ROWS = 200, SILENT = ["recall", "note", "page_break"];
  if (!guidegen) return;
  const { say, every, made, has, isEmpty, recall, keep } = guidegen;
  const plain = place => (place ? place.textContent.replace(/\s+/g, " ").trim() : "");

  /* One control */

  const parts = field => every("[data-part]", field);
  const part = (field, name) => parts(field).find(one => one.dataset.part === name);
  const isTick = control => control.type === "radio" || control.type === "checkbox";
  const written = control => (isTick(control) ? control.checked : control.value);

  /* A browser complains of what such a control can not hold. */
  const HOLDS = {
    number: /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i, date: /^\d{4}-\d\d-\d\d$/, month: /^\d{4}-\d\d$/, time: /^([01]\d|2[0-3]):[0-5]\d$/,
  };

  function holds({ type }, value) {
    if (typeof value !== "string") return false;
    return !has(HOLDS, type) || (HOLDS[type].test(value) && (!/date|month/.test(type) || !isNaN(Date.parse(value))));
  }

  function fill(control, value) {
    if (isTick(control)) control.checked = value === true;
    else control.value = holds(control, value) ? value : "";
    if (control.selectedIndex < 0) control.value = "";
  }

  function begins(control) {
    if (isTick(control)) return control.defaultChecked;
    return control.options ? ([...control.options].find(one => one.defaultSelected) || { value: "" }).value : control.defaultValue;
  }

  function caption(control) {
    const { children } = control.closest("label") || { children: [control.labels[0]] };
    return [...children].filter(one => one.getAttribute("aria-hidden") !== "true").map(plain).filter(Boolean).join(" ");
  }

  /* Values. What is blank at the end of a list is no part of it, nor a blank part of anything. */

  const trimmed = list => list.slice(0, list.map(one => !isEmpty(one)).lastIndexOf(true) + 1);
  const named = pairs => Object.fromEntries(pairs.filter(([, value]) => !isEmpty(value)));
  const gathered = controls => named(controls.map(one => [one.dataset.part, written(one)]));
  const spread = (controls, values) => controls.forEach(one => fill(one, has(values, one.dataset.part) ? values[one.dataset.part] : ""));
  const shapeOf = value => (typeof value !== "object" ? typeof value : Array.isArray(value) ? "list" : "named");

  function canonical(value) {
    if (Array.isArray(value)) return trimmed(value).map(canonical);
    if (typeof value === "object") return Object.entries(value).filter(([, one]) => !isEmpty(one)).sort().map(canonical);
    return value;
  }

  function isSame(field, one, other) {
    const [first, second] = [one, other].map(value => canonical(field.dataset.type === "multi_choice" ? [...value].sort() : value));
    return JSON.stringify(first) === JSON.stringify(second);
  }

  /* Rows that can grow: of a list, and of a table without names for its rows. */

  const rows = field => every("[data-row], .entries > li", field);
  const isLabelled = field => Boolean(field.querySelector("tbody th[scope=row]"));

  function addRow(field) {
    const all = rows(field), row = all[all.length - 1].cloneNode(true), number = all.length + 1;
    const shown = new Intl.NumberFormat(guidegen.locale).format(number);
    every("[data-part]", row).forEach(one => {
      fill(one, "");
      one.setAttribute("aria-label", one.getAttribute("aria-label").replace(/\p{Nd}+(?=\P{Nd}*$)/u, shown));
      if (!row.dataset.row) one.dataset.part = number;
    });
    every(".answered", row).forEach(one => one.classList.remove("answered"));
    every(".written", row).forEach(one => one.remove());
    if (row.dataset.row) row.dataset.row = number;
    row.dataset.added = "true";
    all[all.length - 1].after(row);
    return row;
  }

  function grow(field, count) {
    while (rows(field).length < Math.min(count, MOST_ROWS)) addRow(field);
  }

  /* What each type reads, writes and says in words. */

  const simple = {
    shape: "string",
    read: field => part(field, "value").value,
    write: (field, value) => fill(part(field, "value"), value),
    words(field, value) {
      const unit = field.querySelector("[id$='--unit']"), said = inWords(part(field, "value"), value);
      return value && unit ? `${said} ${plain(unit.firstChild)}`.trim() : said;
    },
  };

  const chosen = (field, value) => parts(field).find(one => one.value === value && isTick(one));
  const optionOf = (field, one) => (one.value === "other" && part(field, "other") ? `other:${part(field, "other").value}` : one.value);

  function choose(field, values) {
    const other = part(field, "other"), words = values.find(one => other && `${one}`.startsWith("other:"));
    parts(field).filter(isTick).forEach(one => { one.checked = values.includes(one.value) || (one.value === "other" && words !== undefined); });
    if (words) other.value = words.slice("other:".length);
  }

  function optionWords(field, value) {
    if (value.startsWith("other:") && part(field, "other")) return value.slice("other:".length);
    return chosen(field, value) ? caption(chosen(field, value)) : value;
  }

  const ticked = field => parts(field).filter(one => isTick(one) && one.checked);

  const choice = {
    shape: "string",
    read: field => ticked(field).map(one => optionOf(field, one))[0] || "",
    write: (field, value) => choose(field, [value]),
    words: optionWords,
  };

  const group = {
    shape: "named",
    read: field => gathered(parts(field)),
    write: (field, value) => spread(parts(field), value),
    words: (field, value) => parts(field).filter(one => has(value, one.dataset.part))
      .map(one => `${caption(one)}: ${inWords(one, value[one.dataset.part])}`).join("\n"),
  };

  const list = {
    shape: "list",
    read: field => trimmed(parts(field).map(written)),
    write: (field, value) => { if (rows(field).length) grow(field, value.length); parts(field).forEach((one, at) => fill(one, value[at])); },
    words: (field, value) => value.map((one, at) => one && `${at + 1}. ${inWords(parts(field)[at], one)}`).filter(Boolean).join("\n"),
  };

  function rowInWords(row, values) {
    return every("[data-part]", row).filter(one => has(values, one.dataset.part)).map(one => {
      const { heading } = one.closest("td").dataset, value = values[one.dataset.part];
      return value === true ? heading : `${heading}: ${inWords(one, value)}`;
    }).join("; ");
  }

  const rowName = row => plain(row.querySelector("th"));
  const tableRows = field => every("tr[data-row]", field);

  const table = {
    shape: field => (isLabelled(field) ? "named" : "list"),
    read(field) {
      const found = tableRows(field).map(row => [row.dataset.row, gathered(every("[data-part]", row))]);
      return isLabelled(field) ? named(found) : trimmed(found.map(([, values]) => values));
    },
    write(field, value) {
      if (!isLabelled(field)) grow(field, value.length);
      tableRows(field).forEach((row, at) => {
        const name = isLabelled(field) ? row.dataset.row : at;
        spread(every("[data-part]", row), has(value, name) ? value[name] : {});
      });
    },
    words(field, value) {
      const said = tableRows(field).map((row, at) => [row, isLabelled(field) ? row.dataset.row : at]).filter(([, name]) => has(value, name));
      return said.map(([row, name]) => (isLabelled(field) ? `${rowName(row)}: ` : "") + rowInWords(row, value[name])).filter(Boolean).join("\n");
    },
  };

  const grid = {
    shape: "named",
    read: field => named(ticked(field).map(one => [one.dataset.part, one.value])),
    write: (field, value) => parts(field).forEach(one => { one.checked = has(value, one.dataset.part) && value[one.dataset.part] === one.value; }),
    words: (field, value) => parts(field).filter(one => has(value, one.dataset.part) && value[one.dataset.part] === one.value)
      .map(one => `${rowName(one.closest("tr"))}: ${plain(field.querySelector("thead tr").cells[one.closest("td").cellIndex])}`).join("\n"),
  };

  const types = {
    choice, scale: choice, grid, list, table, actions: table, ranking: list, quadrants: group, goal: group, signature: group,
    checkbox: {
      shape: "boolean",
      read: field => part(field, "value").checked,
      write: (field, value) => fill(part(field, "value"), value),
      words: (field, value) => say(value ? "sheet_yes" : "sheet_no"),
    },
    multi_choice: {
      shape: "list",
      read: field => ticked(field).map(one => optionOf(field, one)),
      write: choose,
      words: (field, value) => value.map(one => optionWords(field, `${one}`)).join("\n"),
    },
  };
  const typeOf = field => types[field.dataset.type] || simple;
  const read = field => typeOf(field).read(field);

  function fits(field, value) {
    const { shape } = typeOf(field);
    return shapeOf(value) === (typeof shape === "function" ? shape(field) : shape);
  }

  /* A date as the page's language writes it; anything else as it is, an option by its name. */
  function inWords(control, value) {
    const form = { date: { dateStyle: "long" }, month: { month: "long", year: "numeric" } }[control && control.type];
    if (control && control.options) return plain([...control.options].find(one => one.value === value)) || value;
    const day = form && new Date(`${value}${control.type === "month" ? "-01" : ""}T00:00Z`);
    if (!day || isNaN(day)) return value === true ? say("sheet_yes") : `${value}`;
    return new Intl.DateTimeFormat(guidegen.locale, { ...form, timeZone: "UTC" }).format(day);
  }

  function reset(field) {
    every("[data-added]", field).forEach(one => one.remove());
    parts(field).forEach(one => fill(one, begins(one)));
  }

  function write(field, value) {
    reset(field);
    parts(field).forEach(one => fill(one, ""));
    typeOf(field).write(field, value);
  }

  const hasDefault = field => parts(field).some(begins);
  const labelOf = field => plain(field.querySelector('[data-label=""]'));

  /* One sheet */

  const sheets = new Map();

  function entryOf(sheet, field, value) {
    const text = typeOf(field).words(field, value), entry = { value, label: labelOf(field), title: sheet.title };
    if (text !== value) entry.text = text;
    if ("private" in field.dataset) entry.private = true;
    return { ...entry, at: new Date().toISOString() };
  }

  /* What a sheet changes itself it does not need to hear of. */
  function whileBusy(sheet, act) {
    sheet.busy = true;
    try { act(); } finally { sheet.busy = false; }
  }

  function put(sheet, item, entry) {
    if (entry) sheet.answers.set(item, entry);
    else sheet.answers.delete(item);
    if (!sheet.keeps) return;
    whileBusy(sheet, () => {
      const wasUnfit = sheet.unfit.has(item);
      if (wasUnfit && !guidegen.setAside("-", sheet.id, item)) return;
      sheet.unfit.delete(item);
      keep("-", sheet.id, item, entry);
      if (wasUnfit) showAside(sheet);
    });
  }

  function store(sheet, field) {
    const value = read(field);
    put(sheet, field.dataset.field, isEmpty(value) && !hasDefault(field) ? null : entryOf(sheet, field, value));
    mark(field);
    tellSaved(sheet);
  }

  function restore(sheet, field) {
    const item = field.dataset.field, entry = recall("-", sheet.id, item);
    const isShaped = entry && fits(field, entry.value);
    if (isShaped) write(field, entry.value);
    else reset(field);
    const isWhole = isShaped && isSame(field, read(field), entry.value);
    sheet.unfit.delete(item);
    sheet.answers.delete(item);
    if (isWhole) sheet.answers.set(item, entry);
    else if (entry) sheet.unfit.set(item, entry);
    mark(field);
  }

  /* What is being typed is not changed under the reader's hands. */
  function freshen(sheet, field) {
    if (document.hasFocus() && field.contains(document.activeElement)) sheet.later.add(field);
    else restore(sheet, field);
  }

  function restoreAll(sheet) {
    const asked = recall("-", sheet.id, "~keep"), was = sheet.keeps;
    sheet.keeps = sheet.form.dataset.keep !== "ask" || Boolean(asked && asked.value);
    every("[data-does=keep]", sheet.form).forEach(box => { box.checked = sheet.keeps; });
    if (sheet.keeps) sheet.fields.forEach((field, item) => {
      const mine = !was && sheet.answers.get(item);
      if (mine && !recall("-", sheet.id, item)) put(sheet, item, mine);
      else freshen(sheet, field);
    });
    showAside(sheet);
    tellSaved(sheet);
  }

  /* On paper the words of the reader stand where the control is. */

  function mark(field) {
    every(".writes", field).forEach(place => {
      const control = place.querySelector("[data-part]");
      place.classList.toggle("answered", Boolean(control && written(control)));
      if (control && control.tagName === "TEXTAREA") stretch(control);
    });
  }

  function stretch(area) {
    if (CSS.supports("field-sizing", "content") || !area.offsetParent) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  }

  function writeOnPaper() {
    every("[data-sheet] .writes").forEach(place => {
      const control = place.querySelector("[data-part]"), old = place.querySelector(".written") || made("span", "", "written");
      if (!control || isTick(control)) return;
      old.textContent = control.value && inWords(control, control.value);
      place.append(old);
    });
  }

  function print(how) {
    document.documentElement.dataset.print = how;
    window.print();
  }

  addEventListener("beforeprint", writeOnPaper);
  addEventListener("afterprint", () => { delete document.documentElement.dataset.print; });

  /* What is said: where it is kept, and since when. */

  const formats = new Map();
  function formatted(style, at) {
    const key = JSON.stringify(style);
    if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(guidegen.locale, style));
    return formats.get(key).format(at);
  }

  function savedWords(sheet) {
    const latest = [...sheet.answers.values()].map(one => one.at || "").sort().pop(), at = new Date(latest);
    if (!sheet.keeps) return sheet.answers.size ? say("sheet_unkept") : "";
    if (guidegen.standing !== "kept") return say(guidegen.standing === "full" ? "sheet_full" : "sheet_forbidden");
    if (!latest || isNaN(at)) return "";
    const time = formatted({ hour: "numeric", minute: "2-digit" }, at), day = formatted({ dateStyle: "long" }, at);
    return day === formatted({ dateStyle: "long" }, new Date()) ? say("sheet_saved_today", { time }) : say("sheet_saved", { day, time });
  }

  function tellSaved(sheet) {
    const line = sheet.form.querySelector("[data-fills=saved]"), text = savedWords(sheet);
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("broken", sheet.keeps && guidegen.standing !== "kept");
  }

  /* Clearing, and taking that back as long as the page stays: a shared computer keeps nothing of it. */

  function clear(sheet) {
    sheet.unfit.forEach((_, item) => {
      const field = sheet.fields.get(item), value = read(field);
      if (!isEmpty(value)) sheet.answers.set(item, entryOf(sheet, field, value));
    });
    sheet.cleared = new Map(sheet.answers);
    sheet.cleared.forEach((_, item) => put(sheet, item, null));
    sheet.fields.forEach(field => { reset(field); mark(field); gentle(field, ""); });
    showUndo(sheet, true);
    tellSaved(sheet);
    guidegen.announce(say("sheet_cleared"));
  }

  function undo(sheet) {
    sheet.cleared.forEach((entry, item) => {
      const field = sheet.fields.get(item);
      if (!field || sheet.answers.has(item)) return;
      write(field, entry.value);
      put(sheet, item, entry);
      mark(field);
    });
    showUndo(sheet, false);
    tellSaved(sheet);
    guidegen.announce(say("sheet_undone"));
  }

  function showUndo(sheet, isThere) {
    every("[data-does=undo]", sheet.form).forEach(button => { button.hidden = !isThere; });
    const [from, to] = isThere ? ["clear", "undo"] : ["undo", "clear"];
    if (document.activeElement.dataset.does === from) (sheet.form.querySelector(`[data-does=${to}]`) || document.body).focus();
  }

  /* A sheet that is not kept unless the reader asks */

  function askToKeep(sheet, isWanted) {
    whileBusy(sheet, () => {
      keep("-", sheet.id, "~keep", isWanted ? { value: true, title: sheet.title } : null);
      const places = isWanted ? [] : guidegen.kept().filter(({ activity }) => activity === sheet.id);
      places.forEach(({ cohort, item }) => keep(cohort, sheet.id, item, null));
    });
    sheet.keeps = isWanted;
    sheet.unfit.clear();
    if (isWanted) {
      sheet.answers.forEach((entry, item) => put(sheet, item, entry));
      sheet.loose.forEach((entry, item) => whileBusy(sheet, () => keep("-", sheet.id, item, entry)));
      sheet.loose.clear();
      restoreAll(sheet);
    }
    showAside(sheet);
    tellSaved(sheet);
    guidegen.announce(say(isWanted ? "sheet_kept_now" : "sheet_unkept_now"));
  }

  /* Answers whose field is gone, or has another shape now */

  function showAside(sheet) {
    const place = sheet.form.querySelector("[data-fills=aside]"), list = made("ul");
    const gone = guidegen.kept().filter(({ activity, cohort, item }) => activity === sheet.id && cohort === "-"
      && item !== "~keep" && (!sheet.fields.has(item) || sheet.unfit.has(item)));
    const all = [...gone.map(({ item, entry }) => [item, entry]), ...sheet.loose];
    list.append(...all.map(([item, entry]) => asideItem(sheet, item, entry)));
    place.replaceChildren(...(all.length ? [made("p", say("sheet_aside"), "label"), list] : []));
  }

  function asideItem(sheet, item, entry) {
    const text = entry.text || (typeof entry.value === "string" ? entry.value : JSON.stringify(entry.value)), isLoose = sheet.loose.has(item);
    const set = kept => {
      if (isLoose && kept) sheet.loose.set(item, kept);
      else if (isLoose) sheet.loose.delete(item);
      else whileBusy(sheet, () => keep("-", sheet.id, item, kept));
    };
    const line = made("li"), remove = button("sheet_remove", () => {
      const back = button("sheet_undo", () => { set(entry); showAside(sheet); });
      set(null);
      line.replaceChildren(made("span", `${say("sheet_removed")} `), back);
      back.focus();
    });
    line.append(made("p", entry.label || item, "label"), made("p", text, "answer"), button("sheet_copy", () => copyText(text)), " ", remove);
    return line;
  }

  function button(key, act) {
    const one = made("button", say(key), "button quiet");
    one.type = "button";
    one.addEventListener("click", act);
    return one;
  }

  function copyText(text) {
    const area = made("textarea", text);
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    guidegen.announce(say(done ? "sheet_copied" : "sheet_not_copied"));
  }

  /* What does not look right is said beside the field, and nothing is held up. */

  function problemOf(field) {
    const wrong = parts(field).find(one => !one.validity.valid && !one.validity.valueMissing), value = read(field);
    if (wrong) return problemOfControl(wrong);
    if ("required" in field.dataset && isEmpty(value)) return say("sheet_needed");
    const { min, max } = field.dataset, places = Array.isArray(value) ? value.filter(Boolean) : [];
    if (field.dataset.type === "ranking") {
      const twice = value.find((one, at) => one && value.indexOf(one) !== at);
      return twice ? say("sheet_twice", { option: inWords(parts(field)[0], twice) }) : "";
    }
    if (field.dataset.type !== "multi_choice" || isEmpty(value)) return "";
    if (places.length < min) return say("sheet_choose_more", { n: min });
    return places.length > max ? say("sheet_choose_fewer", { n: max }) : "";
  }

  function problemOfControl({ type, validity, min, max }) {
    if (validity.badInput) return say(type === "number" ? "sheet_number" : "sheet_whole");
    if (validity.rangeUnderflow) return say("sheet_least", { n: min });
    if (validity.rangeOverflow) return say("sheet_most", { n: max });
    if (validity.typeMismatch) return say(type === "email" ? "sheet_email" : "sheet_address");
    return validity.stepMismatch ? say("sheet_step") : "";
  }

  /* Nothing may move between the press and the release of a button: the click would miss. */
  let isPressed = false, waiting = [];
  document.addEventListener("pointerdown", () => { isPressed = true; }, true);
  ["pointerup", "pointercancel"].forEach(name => document.addEventListener(name, () => {
    isPressed = false;
    setTimeout(() => waiting.splice(0).forEach(act => act()));
  }, true));

  function afterPress(act) {
    if (isPressed) waiting.push(act);
    else act();
  }

  function gentle(field, text) {
    const id = `${field.id}--problem`, old = document.getElementById(id);
    if (!text && !old) return;
    const place = old || Object.assign(made("p", "", "problem screen-only"), { id });
    if (!old) {
      place.setAttribute("role", "status");
      field.append(place);
      const described = field.hasAttribute("role") ? [field] : parts(field);
      described.forEach(one => one.setAttribute("aria-describedby", `${one.getAttribute("aria-describedby") || ""} ${id}`.trim()));
    }
    if (place.textContent !== text) place.textContent = text;
    place.hidden = !text;
  }

  /* What was written elsewhere, to read again */

  function showRecalled(place) {
    const found = place.dataset.recalls.split(" ").filter(Boolean).map(source => {
      const [sheet, item] = source.split(":"), entry = recall("-", sheet, item);
      return entry && !isEmpty(entry.value) ? entry : null;
    }).filter(Boolean);
    const quotes = found.map(entry => {
      const quote = made("blockquote", entry.text || `${entry.value}`);
      const from = [entry.label, entry.title].filter(Boolean).join(" · ");
      if (from) quote.append(made("footer", from));
      return quote;
    });
    place.replaceChildren(...(found.length ? quotes : [made("p", say("sheet_nothing_yet"), "faint")]));
    place.closest(".writes").classList.toggle("answered", found.length > 0);
  }

  /* Words that a default holds for the cohort of the reader */

  function fillDefaults(sheet) {
    const activity = guidegen.activities.find(one => one.id === sheet.id) || {};
    const mine = (activity.programs || []).map(program => guidegen.cohorts.find(one => one.program === program && one.id === guidegen.cohortOf(program)))
      .filter(Boolean)[0];
    const known = mine ? { "cohort.title": mine.title, "cohort.start": mine.start, "cohort.end": mine.end, "program.title": mine.programTitle } : {};
    every("[data-default]", sheet.form).forEach(control => {
      let isWhole = true;
      const text = control.dataset.default.replace(/\{\s*([\w.]+)\s*\}/g, (_, name) => (known[name] || (isWhole = false) || ""));
      control.defaultValue = isWhole ? text : "";
    });
  }

  /* On a phone rows are blocks, and then some browsers forget that they are rows. */
  const ROLES = {
    table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell", "th[scope=col]": "columnheader", "th[scope=row]": "rowheader",
  };

  /* Putting it all to work */

  const acts = {
    "print-filled": () => print("filled"),
    "print-blank": () => print("blank"),
    clear,
    undo,
    "add-row": (sheet, button) => addRow(button.closest("[data-field]")).querySelector("[data-part]").focus(),
  };

  function listen(sheet) {
    const { form } = sheet, fieldAt = target => sheet.fields.get((target.closest("[data-field]") || { dataset: {} }).dataset.field);
    form.addEventListener("input", ({ target }) => {
      const field = target.dataset.part && fieldAt(target);
      if (!field) return;
      if (target.dataset.part === "other") every("[value=other]", field).forEach(one => { one.checked = one.checked || Boolean(target.value); });
      store(sheet, field);
      if (field.querySelector(".problem:not([hidden])") || field.dataset.type === "ranking") gentle(field, problemOf(field));
    });
    form.addEventListener("focusout", ({ target, relatedTarget }) => {
      const field = fieldAt(target);
      if (!field || field.contains(relatedTarget)) return;
      afterPress(() => gentle(field, problemOf(field)));
      if (sheet.later.delete(field)) restore(sheet, field);
    });
    form.addEventListener("change", ({ target }) => { if (target.dataset.does === "keep") askToKeep(sheet, target.checked); });
    form.addEventListener("click", ({ target }) => {
      const pressed = target.closest("button[data-does]"), act = pressed && acts[pressed.dataset.does];
      if (act) act(sheet, pressed);
    });
  }

  function heard(sheet, { activity, item }) {
    if (sheet.busy) return;
    if (activity === "~cohorts") {
      fillDefaults(sheet);
      sheet.fields.forEach(field => { if (!sheet.answers.has(field.dataset.field)) { reset(field); mark(field); } });
    } else if (activity === null || (activity === sheet.id && item === "~keep")) restoreAll(sheet);
    else if (activity === sheet.id) {
      const field = sheet.fields.get(item);
      if (field && sheet.keeps) freshen(sheet, field);
      showAside(sheet);
      tellSaved(sheet);
    }
  }

  function begin(form) {
    const id = form.dataset.sheet, fields = every("[data-field]", form).filter(one => !SILENT.includes(one.dataset.type));
    const { title } = guidegen.activities.find(one => one.id === id) || { title: plain(document.querySelector("h1")) };
    const sheet = {
      form, id, title, fields: new Map(fields.map(one => [one.dataset.field, one])),
      answers: new Map(), unfit: new Map(), loose: new Map(), cleared: new Map(), later: new Set(), keeps: true, busy: false,
    };
    sheets.set(form, sheet);
    // What was kept before the sheet became a private one is still kept, until the reader says otherwise.
    const isKept = guidegen.kept().some(({ cohort, activity }) => cohort === "-" && activity === id);
    if (form.dataset.keep === "ask" && isKept) keep("-", id, "~keep", { value: true, title });
    fillDefaults(sheet);
    fields.forEach(field => { reset(field); mark(field); });
    restoreAll(sheet);
    listen(sheet);
    Object.entries(ROLES).forEach(([css, role]) => every(`.field ${css}`, form).forEach(one => one.setAttribute("role", role)));
    guidegen.onChange(place => heard(sheet, place));
  }

  /* Answers from a file for a sheet that is not kept: they are put on it, and stay as long as it does. */
  function take(form, changes) {
    const sheet = sheets.get(form);
    changes.forEach(({ item, entry }) => {
      const field = sheet.fields.get(item), isFit = entry && field && fits(field, entry.value);
      if (isFit) write(field, entry.value);
      else if (field) reset(field);
      sheet.answers.delete(item);
      sheet.loose.delete(item);
      if (isFit && isSame(field, read(field), entry.value)) sheet.answers.set(item, entry);
      else if (entry) sheet.loose.set(item, entry);
      if (field) mark(field);
    });
    showAside(sheet);
    tellSaved(sheet);
    return true;
  }

  const recalled = () => every("[data-recalls]").forEach(showRecalled);

  every("form[data-sheet]").forEach(begin);
  recalled();
  guidegen.onChange(recalled);

  guidegen.sheets = {
    answers: form => [...sheets.get(form).fields.values()].map(field => {
      const value = read(field), text = typeOf(field).words(field, value);
      return { item: field.dataset.field, label: labelOf(field), type: field.dataset.type, value, text, private: "private" in field.dataset };
    }).filter(({ value }) => !isEmpty(value)),
    isKept: form => sheets.get(form).keeps,
    fill: take,
    reload: form => restoreAll(sheets.get(form)),
  };
}());
