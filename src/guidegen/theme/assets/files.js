/* Answers saved to a file, as `guidegen collect` reads them, loaded from one (nothing in it is believed), copied as Markdown. */
(function () {
  "use strict";
  const guidegen = window.guidegen, FORMAT = 1, LARGEST = 20000000, MOST = 10000, MOST_READ = 500, SHOWN = 50;
  if (!guidegen || !guidegen.keep) return;
  const { say, every, made, short, has, hasTexts, isName, isValue, activityNamed, wordsOf, momentOf, recall, keep, announce, handbook } = guidegen;
  const tell = (text, button) => guidegen.tellBelow(button, text);

  function known({ activity, item, cohort, kind: is }) {
    const found = guidegen.activities.filter(({ id, kind }) => id === activity && (!is || kind === is));
    const lists = guidegen.cohorts.filter(({ id }) => id === cohort).flatMap(one => one.lists || []);
    return found.find(({ items }) => items.includes(item)) || found[0] || (lists.includes(activity) && { kind: "list" });
  }

  const isQuiet = ({ activity, item }) => activity.startsWith("~") || item === "~keep";
  const isAside = ({ item }) => /~\d+$/.test(item);

  function isAsked(answer) {
    const activity = known(answer);
    return Boolean(activity) && !isAside(answer) && (!activity.items || activity.items.includes(answer.item));
  }

  function isPrivate(answer) {
    const activity = known(answer);
    return Boolean(answer.private || (activity && activity.private && activity.private.includes(answer.item)));
  }

  function answerOf({ cohort, activity, item, entry }) {
    const { version = undefined, title = undefined, ...of } = known({ cohort, activity, item, kind: entry.kind }) || {};
    const { label, type, value, text, at, kind = activity.startsWith("~") ? "reader" : of.kind } = entry;
    return { cohort, activity, kind, title: entry.title || title, version: version || undefined, item, label, type, value, text, at, private: isPrivate({ cohort, activity, item, kind, ...entry }) || undefined };
  }

  function ofSheet(form, purpose) {
    const id = form.dataset.sheet, at = new Date().toISOString();
    const entries = new Map(guidegen.keptOfSheet(id).map(({ item, entry }) => [item, entry]));
    const isKept = guidegen.standing === "kept" && guidegen.sheets.isKept(form);
    const standing = guidegen.sheets.answers(form).filter(({ item }) => purpose === "hand-in" || !isKept || entries.has(item));
    standing.forEach(one => {
      const { at: since = at, private: wasPrivate } = entries.get(one.item) || {};
      entries.set(one.item, { ...one, kind: "sheet", text: one.text === one.value ? undefined : one.text, at: since, private: one.private || wasPrivate || undefined });
    });
    return [...entries].map(([item, entry]) => answerOf({ cohort: "-", activity: id, item, entry }));
  }

  function gathered(purpose, form) {
    const all = form ? ofSheet(form, purpose) : guidegen.kept().map(answerOf);
    const shared = all.filter(one => isAsked(one) && !isQuiet(one));
    return inOrder(purpose === "backup" ? all : shared.filter(one => !isPrivate(one)));
  }

  function inOrder(answers) {
    const placeOf = one => {
      const activity = known(one), at = activity && activity.items ? activity.items.indexOf(one.item) : -1;
      return [guidegen.activities.indexOf(activity), one.activity, one.cohort, at, one.item].map(each => (typeof each === "number" && each < 0 ? Infinity : each));
    };
    const compared = ([one], [other]) => {
      const at = one.findIndex((each, index) => each !== other[index]);
      return at < 0 ? 0 : one[at] < other[at] ? -1 : 1;
    };
    return answers.map(one => [placeOf(one), one]).sort(compared).map(([, one]) => one);
  }

  function save(purpose, form, button) {
    const answers = gathered(purpose, form), all = purpose === "backup" ? answers : gathered("backup", form);
    if (!answers.some(one => !isQuiet(one))) return tell(say("files_nothing"), button);
    const told = { guidegen: "answers", format: FORMAT, purpose, handbook: { id: handbook.id, title: handbook.title }, saved: new Date().toISOString(), answers };
    const { title } = (form && activityNamed("sheet", form.dataset.sheet)) || handbook;
    const parts = [title, purpose === "hand-in" && "hand-in", new Date().toLocaleDateString("sv")];
    const name = `${parts.filter(Boolean).join("-").replace(/[^\p{L}\p{N}-]+/gu, "-").slice(0, 120)}.json`, left = all.filter(isPrivate).length;
    download(name, `${JSON.stringify(told, null, 2)}\n`);
    if (purpose === "backup") return tell(say("files_saved", { name }), button);
    const wrong = form ? guidegen.sheets.problems(form) : 0, said = [say("files_handed_in", { name })];
    if (left) said.push(say("files_left_out", { n: left }));
    if (wrong) said.push(say("files_problems", { n: wrong }));
    return tell(said.join(" "), button);
  }

  function download(name, text) {
    const link = made("a"), url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    Object.assign(link, { href: url, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  const escaped = text => safe(text).replace(/[\\`*_[\]<>]/g, "\\$&").replace(/^(\s*)([#+=-])/gm, "$1\\$2");
  const safe = text => `${text}`.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");

  function markdown(answers) {
    const groups = new Map();
    answers.filter(one => !isQuiet(one)).forEach(one => {
      const key = `${one.cohort}:${one.activity}`;
      groups.set(key, [...(groups.get(key) || []), one]);
    });
    return [...groups.values()].map(group => {
      const lines = group.map(one => (one.kind === "list"
        ? `- [${one.value === true ? "x" : " "}] ${escaped(one.label || one.item)}`
        : `**${escaped(one.label || one.item)}**\n\n${escaped(wordsOf(one)).replace(/\n/g, "  \n")}\n`));
      return `# ${escaped(group[0].title || group[0].activity)}\n\n${lines.join("\n").trimEnd()}\n`;
    }).join("\n");
  }

  async function copy(place, form, button) {
    const all = form ? ofSheet(form, "hand-in").filter(isAsked) : gathered("backup");
    const answers = inOrder(all), text = markdown(answers), count = answers.filter(isPrivate).length;
    if (!text) return tell(say("files_nothing"), button);
    if (!await guidegen.copied(text)) return copyByHand(place, text);
    return tell(`${say("files_copied")}${count ? ` ${say("files_copied_private", { n: count })}` : ""}`, button);
  }

  function copyByHand(place, text) {
    const area = Object.assign(made("textarea", text), { readOnly: true, rows: 8 });
    showIn(place, [made("label", [say("files_copy_by_hand"), area], "label"), toClose(place)]);
    area.select();
  }

  /* What is loaded: a file is read and judged first, and only then is anything asked. */

  class Refused extends Error {}

  const refuse = (key, values) => { throw new Refused(say(key, values)); };
  const isObject = one => typeof one === "object" && one !== null && !Array.isArray(one);

  function isAnswer(one) {
    return isObject(one) && isName(one.cohort) && !one.cohort.includes(":") && isName(one.activity) && isName(one.item)
      && has(one, "value") && isValue(one.value) && hasTexts(one, "kind", "title", "version", "label", "type", "text", "at")
      && (!has(one, "private") || typeof one.private === "boolean");
  }

  /* upgrades[n] makes of a file of format n one of the next. */
  const upgrades = {};

  function parsed(text) {
    let found;
    try { found = JSON.parse(text); } catch (junk) { refuse("files_not_answers"); }
    if (!isObject(found) || found.guidegen !== "answers" || !Number.isInteger(found.format)) refuse("files_not_answers");
    if (found.format > FORMAT) refuse("files_newer");
    while (found.format < FORMAT) found = has(upgrades, found.format) ? upgrades[found.format](found) : refuse("files_not_answers");
    return found;
  }

  function judged(text) {
    const found = parsed(text), from = found.handbook;
    if (!isObject(from) || typeof from.id !== "string" || !Array.isArray(found.answers) || found.answers.length > MOST) refuse("files_not_answers");
    if (from.id !== handbook.id) refuse("files_other_handbook", { title: safe(from.title || from.id).slice(0, 200) });
    const seen = new Set();
    found.answers.forEach((one, at) => {
      const key = isAnswer(one) && `${one.cohort}:${one.activity}:${one.item}`;
      if (!key || seen.has(key)) refuse("files_broken", { n: at + 1 });
      seen.add(key);
    });
    return found;
  }

  const flat = value => JSON.stringify(value, (_, one) => (isObject(one) ? Object.entries(one).sort() : one));

  function entryOf({ kind, value, text, label, title, at, private: isSecret }) {
    const entry = { kind: ["list", "sheet"].includes(kind) ? kind : undefined, value, text, label, title, at: (momentOf(at) ? new Date(at) : new Date()).toISOString() };
    return isSecret ? { ...entry, private: true } : entry;
  }

  /* A sheet that keeps nothing unless it is asked to is asked on its own page, on every device. */
  function isUnasked({ activity, kind }) {
    const sheet = activityNamed("sheet", activity);
    return Boolean(sheet) && sheet.keep === "ask" && kind !== "list" && !recall("-", activity, "~keep");
  }

  /* What loading would do now: each answer with what stands here in its place. */
  function planned(found, form) {
    const isLoose = Boolean(form) && !guidegen.sheets.isKept(form);
    const standing = new Map(isLoose ? guidegen.sheets.answers(form).map(one => [one.item, one]) : []);
    const isOfSheet = one => !form || (one.activity === form.dataset.sheet && one.cohort === "-" && one.kind !== "list");
    const isWanted = one => (form ? isOfSheet(one) && !isQuiet(one) : !isUnasked(one));
    const all = found.answers.filter(isWanted).map(answer => {
      const mine = isLoose ? standing.get(answer.item) || null : recall(answer.cohort, answer.activity, answer.item);
      return { ...answer, answer, entry: entryOf(answer), mine, isSame: Boolean(mine) && flat(mine.value) === flat(answer.value) };
    });
    return {
      found, form, isLoose, all,
      changes: all.filter(one => !one.isSame),
      elsewhere: form ? found.answers.filter(one => !isOfSheet(one) && !isQuiet(one)) : [],
      unasked: form ? [] : found.answers.filter(one => isUnasked(one) && !isQuiet(one)),
    };
  }

  async function read(file, form) {
    if (file.size > LARGEST) refuse("files_too_large");
    let text = "";
    try { text = await file.text(); } catch (failure) { refuse("files_unreadable"); }
    return planned(judged(text), form);
  }

  /* All of it or nothing: where there is no room, what was written is taken back. */
  function put(plan, changes) {
    if (plan.isLoose) return guidegen.sheets.fill(plan.form, changes);
    const written = [];
    const isDone = changes.every(one => {
      written.push(one);
      return keep(one.cohort, one.activity, one.item, one.entry) || guidegen.standing === "forbidden";
    });
    if (!isDone) takeBack(plan, written);
    return isDone;
  }

  function takeBack(plan, changes) {
    const back = changes.map(({ cohort, activity, item, mine }) => ({ cohort, activity, item, entry: mine }));
    if (plan.isLoose) guidegen.sheets.fill(plan.form, back);
    else [...back.filter(one => !one.entry), ...back.filter(one => one.entry)].forEach(one => keep(one.cohort, one.activity, one.item, one.entry));
  }

  function load(place, form) {
    const input = Object.assign(made("input"), { type: "file", accept: ".json,application/json", hidden: true });
    document.body.append(input);
    input.addEventListener("cancel", () => input.remove());
    input.addEventListener("change", async () => {
      input.remove();
      try {
        show(place, await read(input.files[0], form));
      } catch (refused) {
        if (!(refused instanceof Refused)) throw refused;
        showIn(place, [made("p", refused.message, "label"), toClose(place)]);
      }
    });
    input.click();
  }

  function show(place, plan) {
    const counted = plan.all.filter(one => !isQuiet(one)), added = counted.filter(one => !one.mine), differ = plan.changes.filter(one => one.mine && !isQuiet(one));
    const lines = [
      ["files_new", added.filter(isAsked)], ["files_differ", differ], ["files_same", counted.filter(one => one.isSame)],
      ["files_gone", added.filter(one => !isAsked(one))],
    ].filter(([, found]) => found.length).map(([key, found]) => say(key, { n: found.length }));
    [["files_elsewhere", plan.elsewhere], ["files_unasked", plan.unasked]].filter(([, found]) => found.length).forEach(([key, found]) => {
      const titles = [...new Set(found.map(one => safe(one.title || one.activity).slice(0, 80)))];
      lines.push(say(key, { n: found.length, titles: titles.slice(0, 8).join(", ") + (titles.length > 8 ? ", …" : "") }));
    });
    const act = takesTheirs => () => finish(place, plan, takesTheirs);
    const choices = differ.length ? [["files_keep_mine", act(false)], ["files_take_theirs", act(true)]] : [["files_load", act(false)]];
    const wanted = plan.changes.length ? buttons([...choices, ["files_leave", () => empty(place)]]) : toClose(place);
    const news = plan.changes.length ? [] : [made("p", say("files_nothing_new"))];
    const inside = inOrder(plan.all.map(one => one.answer));
    showIn(place, [made("p", origin(plan.found), "label"), made("ul", lines.map(line => made("li", line))), contents(inside), ...differences(differ), ...news, wanted]);
  }

  function origin({ handbook: { title }, saved }) {
    const moment = momentOf(saved);
    return say(moment ? "files_from_day" : "files_from", { ...moment, title: safe(title || handbook.title).slice(0, 200) });
  }

  function differences(differ) {
    if (!differ.length) return [];
    const more = differ.length - SHOWN, list = made("dl", differ.slice(0, SHOWN).flatMap(one => [
      made("dt", safe(one.label || one.item).slice(0, 300)), side("files_mine", one.mine), side("files_theirs", one),
    ]), "differences");
    return more > 0 ? [list, made("p", say("files_more", { n: more }))] : [list];
  }

  function side(key, answer) {
    return made("dd", [made("small", say(key)), " ", made("bdi", short(safe(wordsOf(answer)), 300) || "–", "answer")]);
  }

  /* What was written since the file was chosen counts as one's own; so does, for undo, what was written since it was loaded. */
  function finish(place, { found, form }, takesTheirs) {
    const plan = planned(found, form), changes = plan.changes.filter(one => !one.mine || takesTheirs), isDone = put(plan, changes);
    const text = isDone ? say("files_loaded", { n: changes.filter(one => !isQuiet(one)).length }) : say("files_full");
    const back = () => {
      const untouched = new Set(planned(found, form).all.filter(one => one.isSame || !one.mine).map(one => one.answer));
      takeBack(plan, changes.filter(one => untouched.has(one.answer)));
      showIn(place, [made("p", say("files_undone"), "label"), toClose(place)]);
    };
    showIn(place, [made("p", text, "label"), isDone && changes.length ? buttons([["files_undo", back], ["files_close", () => empty(place)]]) : toClose(place)]);
    announce(text);
  }

  function buttons(acts) {
    return made("div", acts.flatMap(([key, act], at) => [guidegen.button(key, act, at ? "button quiet" : "button"), " "]), "buttons");
  }

  const toClose = place => buttons([["files_close", () => empty(place)]]);

  /* To read what somebody else wrote without loading it. */
  function contents(answers) {
    const lines = answers.filter(one => !isQuiet(one)).slice(0, MOST_READ).flatMap(one => [
      made("dt", short(safe(one.label || one.item), 300)), made("dd", short(safe(wordsOf(one))), "answer"),
    ]);
    return made("details", [made("summary", say("files_contents")), made("dl", lines, "differences")]);
  }

  const returns = new WeakMap();

  function showIn(place, inside) {
    if (!place.contains(document.activeElement)) returns.set(place, document.activeElement);
    place.replaceChildren(...inside);
    place.hidden = false;
    place.tabIndex = -1;
    place.focus();
  }

  function empty(place) {
    place.replaceChildren();
    place.hidden = true;
    const before = returns.get(place);
    if (before && before.isConnected) before.focus();
  }

  function serve(form) {
    const place = form.querySelector("[data-fills=loading]");
    guidegen.onPress(form, {
      "save-file": button => save("backup", form, button),
      "hand-in": button => save("hand-in", form, button),
      "load-file": () => load(place, form),
      copy: button => copy(place, form, button),
    });
    every("[data-does=keep]", form).forEach(box => box.addEventListener("change", () => {
      place.replaceChildren();
      place.hidden = true;
    }));
  }

  if (guidegen.sheets) every("form[data-sheet]").forEach(serve);

  guidegen.files = { save, load, copy, read };
}());
