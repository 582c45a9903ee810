/* Worksheets on the screen: what is written is kept as one types, put back, cleared and printed. */
(function () {
  "use strict";
  const guidegen = window.guidegen, SILENT = ["recall", "note", "page_break"];
  if (!guidegen || !guidegen.fields) return;
  const { say, every, made, plain, short, isEmpty, activityNamed, button, recall, keep } = guidegen;
  const { parts, isTick, written, read, write, empty, reset, fits, isSame, inWords, words, hasDefault, labelOf, addRow, problemOf } = guidegen.fields;

  const sheets = new Map();
  const keptOf = sheet => guidegen.keptOfSheet(sheet.id);

  function entryOf(sheet, field, value) {
    const text = words(field, value), entry = { kind: "sheet", value, label: labelOf(field), title: sheet.title };
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
    if (entry && Boolean(entry.unfit) === isWhole) whileBusy(sheet, () => keep("-", sheet.id, item, { ...entry, unfit: isWhole ? undefined : true }));
    gentle(field, isWhole ? problemOf(field) : "");
    mark(field);
  }

  /* Each letter is kept at once, so what another tab wrote is newer than what stands here; the cursor stays. */
  function freshen(sheet, field) {
    const item = field.dataset.field, entry = recall("-", sheet.id, item), control = document.activeElement;
    if (sheet.answers.has(item) && entry && fits(field, entry.value) && isSame(field, read(field), entry.value)) {
      sheet.answers.set(item, entry);
      return;
    }
    const { selectionStart, selectionEnd } = field.contains(control) ? control : {};
    restore(sheet, field);
    if (typeof selectionStart === "number" && control.isConnected) control.setSelectionRange(selectionStart, selectionEnd);
  }

  function restoreAll(sheet) {
    const asked = recall("-", sheet.id, "~keep"), was = sheet.keeps;
    sheet.keeps = sheet.form.dataset.keep !== "ask" || Boolean(asked && asked.value);
    every("[data-does=keep]", sheet.form).forEach(box => { box.checked = sheet.keeps; });
    if (sheet.keeps) sheet.fields.forEach((field, item) => {
      const mine = !was && sheet.answers.get(item), theirs = recall("-", sheet.id, item);
      const isFree = !theirs || isSame(field, mine ? mine.value : theirs.value, theirs.value);
      if (mine && (isFree || guidegen.setAside("-", sheet.id, item))) put(sheet, item, mine);
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
    offerToTakeBack(field);
  }

  /* A circle that is filled in can not be emptied by itself. */
  function offerToTakeBack(field) {
    const isChosen = parts(field).some(one => one.type === "radio" && one.checked), old = field.querySelector(".takes-back");
    if (old) old.hidden = !isChosen;
    if (old || !isChosen) return;
    const [first] = parts(field);
    field.append(made("p", button("sheet_take_back", () => {
      empty(field);
      first.dispatchEvent(new Event("input", { bubbles: true }));
      first.focus();
    }), "takes-back screen-only"));
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

  function savedWords(sheet) {
    const moment = guidegen.momentOf([...sheet.answers.values()].map(one => one.at || "").sort().pop());
    if (!sheet.keeps) return sheet.answers.size ? say("sheet_unkept") : "";
    if (guidegen.standing !== "kept") return say(guidegen.standing === "full" ? "sheet_full" : "sheet_forbidden");
    return moment ? say(moment.isToday ? "sheet_saved_today" : "sheet_saved", moment) : "";
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
    tell(sheet, "sheet_cleared");
  }

  function undo(sheet) {
    sheet.cleared.forEach((entry, item) => {
      const field = sheet.fields.get(item);
      if (!field || sheet.answers.has(item)) return;
      write(field, entry.value);
      put(sheet, item, entry);
      gentle(field, problemOf(field));
      mark(field);
    });
    showUndo(sheet, false);
    tellSaved(sheet);
    tell(sheet, "sheet_undone");
  }

  const tell = (sheet, key) => guidegen.tellBelow(sheet.form.querySelector("[data-does=undo]"), say(key));

  function showUndo(sheet, isThere) {
    every("[data-does=undo]", sheet.form).forEach(button => { button.hidden = !isThere; });
    const [from, to] = isThere ? ["clear", "undo"] : ["undo", "clear"];
    if (document.activeElement.dataset.does === from) (sheet.form.querySelector(`[data-does=${to}]`) || document.body).focus();
  }

  function askToKeep(sheet, isWanted) {
    whileBusy(sheet, () => {
      keep("-", sheet.id, "~keep", isWanted ? { value: true, title: sheet.title } : null);
      const places = isWanted ? [] : keptOf(sheet);
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

  function showAside(sheet) {
    const place = sheet.form.querySelector("[data-fills=aside]");
    const gone = keptOf(sheet).filter(({ item }) => item !== "~keep" && (!sheet.fields.has(item) || sheet.unfit.has(item)));
    const since = ([, { at }]) => at || "", all = [...gone.map(({ item, entry }) => [item, entry]), ...sheet.loose];
    all.sort((one, other) => since(one).localeCompare(since(other)));
    const list = made("ul", all.map(([item, entry]) => asideItem(sheet, item, entry)));
    place.replaceChildren(...(all.length ? [made("p", say("sheet_aside"), "label"), list] : []));
  }

  function asideItem(sheet, item, entry) {
    const text = guidegen.wordsOf(entry), isLoose = sheet.loose.has(item);
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
    line.append(made("p", entry.label || item, "label"), made("p", short(text), "answer"), guidegen.copier("sheet_copy", text, guidegen.announce), " ", remove);
    return line;
  }

  /* What does not look right is said beside the field, and nothing is held up. */

  /* Nothing may move between the press and the release of a button: the click would miss. */
  let isPressed = false, waiting = [];
  addEventListener("pointerdown", () => { isPressed = true; }, true);
  ["pointerup", "pointercancel"].forEach(name => addEventListener(name, () => {
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

  function showRecalled(place) {
    const found = place.dataset.recalls.split(" ").filter(Boolean).map(source => {
      const [sheet, item] = source.split(":"), entry = recall("-", sheet, item);
      return entry && !isEmpty(entry.value) ? entry : null;
    }).filter(Boolean);
    const quotes = found.map(entry => {
      const from = [entry.label, entry.title].filter(Boolean).join(" · ");
      return made("blockquote", [short(guidegen.wordsOf(entry)), ...(from ? [made("footer", from)] : [])]);
    });
    place.replaceChildren(...(found.length ? quotes : [made("p", say("sheet_nothing_yet"), "faint")]));
    place.closest(".writes").classList.toggle("answered", found.length > 0);
  }

  function fillDefaults(sheet) {
    const { programs } = activityNamed("sheet", sheet.id) || { programs: [] }, mine = programs.map(guidegen.chosenCohort).find(Boolean);
    const known = mine ? { "cohort.title": mine.title, "cohort.start": mine.start, "cohort.end": mine.end, "program.title": mine.programTitle } : {};
    every("[data-default]", sheet.form).forEach(control => {
      let isWhole = true;
      const text = control.dataset.default.replace(/\{\s*(\w+\.\w+)\s*\}/g, (_, name) => (known[name] || (isWhole = false) || ""));
      control.defaultValue = isWhole ? text : "";
    });
  }

  /* On a phone rows are blocks, and then some browsers forget that they are rows. */
  const ROLES = {
    table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell", "th[scope=col]": "columnheader", "th[scope=row]": "rowheader",
  };

  const actsOn = sheet => ({
    "print-filled": () => print("filled"),
    "print-blank": () => print("blank"),
    clear: () => clear(sheet),
    undo: () => undo(sheet),
    "add-row": pressed => addRow(pressed.closest("[data-field]")).querySelector("[data-part]").focus(),
  });

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
    });
    form.addEventListener("change", ({ target }) => { if (target.dataset.does === "keep") askToKeep(sheet, target.checked); });
    guidegen.onPress(form, actsOn(sheet));
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
      sheet.show();
    }
  }

  function begin(form) {
    const id = form.dataset.sheet, fields = every("[data-field]", form).filter(one => !SILENT.includes(one.dataset.type));
    const { title } = activityNamed("sheet", id) || { title: plain(document.querySelector("h1")) };
    const sheet = {
      form, id, title, fields: new Map(fields.map(one => [one.dataset.field, one])),
      answers: new Map(), unfit: new Map(), loose: new Map(), cleared: new Map(), keeps: true, busy: false,
    };
    sheet.show = guidegen.soon(() => { showAside(sheet); tellSaved(sheet); });
    sheets.set(form, sheet);
    // What was kept before the sheet became a private one is still kept, until the reader says otherwise.
    const isKept = keptOf(sheet).length > 0;
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
  guidegen.onChange(guidegen.soon(recalled));

  /* How many fields of a sheet do not look right; each says so itself. */
  function problems(form) {
    const fields = [...sheets.get(form).fields.values()];
    fields.forEach(field => gentle(field, problemOf(field)));
    return fields.filter(problemOf).length;
  }

  guidegen.sheets = {
    problems,
    answers: form => [...sheets.get(form).fields.values()].map(field => {
      const value = read(field), text = words(field, value);
      return { item: field.dataset.field, label: labelOf(field), type: field.dataset.type, value, text, private: "private" in field.dataset };
    }).filter(({ value }) => !isEmpty(value)),
    isKept: form => sheets.get(form).keeps,
    fill: take,
    reload: form => restoreAll(sheets.get(form)),
  };
}());
