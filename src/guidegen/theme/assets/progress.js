/* My progress: what is ticked, written and aimed for in the whole edition, gathered from this browser. */
(function () {
  "use strict";
  const guidegen = window.guidegen, page = document.querySelector("[data-progress]");
  if (!guidegen || !guidegen.recall || !page) return;
  const { say, every, made, short, button, wordsOf, momentOf, activityNamed, recall, keep } = guidegen;
  const { counted, inWords, answersOf } = guidegen.counts;
  const place = name => page.querySelector(`[data-told=${name}]`);
  const removed = new Map();

  function written(at) {
    const moment = momentOf(at);
    return moment && moment.isToday ? say("progress_today", moment) : moment ? moment.day : "";
  }

  function link(activity, words, fragment = "") {
    return Object.assign(made("a", words), { href: guidegen.href(activity.address) + fragment });
  }

  function drawGoal(activity, [field, entry]) {
    const [first] = Object.values(entry.value).filter(one => typeof one === "string" && one), quote = made("blockquote", short(first || wordsOf(entry)));
    const when = written(entry.at);
    const edit = link(activity, say("progress_edit", { title: activity.title }), `#field-${activity.id}--${field}`);
    return made("figure", [quote, made("p", [when ? `${say("progress_written", { when })} · ` : "", edit])], "goal");
  }

  function showGoals() {
    const goals = guidegen.activities.flatMap(one => answersOf({ id: one.id, items: one.goals }).map(goal => drawGoal(one, goal)));
    place("goals").hidden = !goals.length;
    place("goals").querySelector("div").replaceChildren(...goals);
  }

  function showList(line, { id }) {
    const count = counted(id), number = line.querySelector("[data-told=count]"), bar = line.querySelector("progress");
    number.textContent = count.done ? inWords(count) : say("progress_none");
    number.classList.toggle("none", !count.done);
    bar.hidden = false;
    bar.value = count.done;
  }

  function showSheet(line, activity) {
    const entries = answersOf(activity), latest = entries.map(([, { at }]) => at || "").sort().pop();
    const [count, last, signed] = every("td", line), n = entries.length;
    count.textContent = n ? say("sheet_some", { n, total: activity.items.length }) : say("progress_none");
    count.classList.toggle("begun", n > 0);
    last.textContent = written(latest) || "–";
    signed.textContent = entries.filter(([item]) => activity.signatures.includes(item)).map(([, { value }]) => value.name).filter(Boolean).join(", ") || "–";
  }

  function showIndex() {
    every("[data-tracks]", page).forEach(line => {
      const { kind, tracks } = line.dataset, activity = activityNamed(kind, tracks);
      if (activity) (kind === "list" ? showList : showSheet)(line, activity);
    });
  }

  function isOpen(cohort, { list, item }) {
    const [all] = item.split("#"), entry = recall(cohort.id, list, item) || recall(cohort.id, list, all) || recall("-", list, all);
    return !entry || entry.value !== true;
  }

  const activityOf = (cohort, one) => (one.list && activityNamed("list", one.list)) || cohort;

  function lineOf(cohort, one) {
    const name = link(activityOf(cohort, one), one.title || one.text);
    return made("li", [made("p", name), made("p", [one.words, guidegen.countdown(one, cohort.zone)], "when")]);
  }

  /* Of what comes again, the next time alone. */
  function firstOfEach(tasks) {
    const sourceOf = ({ list, item }) => `${list}:${item.split("#")[0]}`;
    return tasks.filter((one, at) => tasks.findIndex(other => sourceOf(other) === sourceOf(one)) === at);
  }

  function showNext() {
    const box = place("next"), cohorts = [...new Set(guidegen.cohorts.map(one => guidegen.chosenCohort(one.program)))].filter(Boolean);
    if (!box) return;
    box.hidden = false;
    Promise.all(cohorts.map(cohort => guidegen.datesOf(cohort).then(dates => ({ cohort, dates })))).then(all => {
      const known = all.filter(({ dates }) => dates), lines = [], late = [];
      known.forEach(({ cohort, dates }) => {
        const coming = one => !guidegen.isPast(one, cohort.zone), tasks = dates.tasks.filter(task => isOpen(cohort, task));
        late.push(...firstOfEach(tasks.filter(one => !coming(one))).map(one => activityOf(cohort, one)));
        lines.push(...[...dates.events, ...firstOfEach(tasks.filter(coming))].filter(coming).map(one => ({ cohort, one })));
      });
      lines.sort((a, b) => (a.one.first < b.one.first ? -1 : a.one.first > b.one.first ? 1 : 0));
      box.querySelector(".dated").replaceChildren(...lines.slice(0, 5).map(({ cohort, one }) => lineOf(cohort, one)));
      const more = box.querySelector(".about");
      more.hidden = Boolean(lines.length) && !late.length;
      more.textContent = late.length ? say("progress_late", { n: late.length }) : say(known.length ? "progress_nothing_next" : "progress_no_cohort");
      [...new Set(late)].forEach(one => more.append(" ", link(one, one.title)));
    });
  }

  /* What is kept of lists, sheets and fields that are not here, or not like this any more */

  const keyOf = ({ cohort, activity, item }) => `${cohort}:${activity}:${item}`;

  function isHere({ cohort, activity, item, entry: { kind, unfit } }) {
    if (unfit) return false;
    if (activity.startsWith("~") || item.startsWith("~")) return true;
    if (/~\d+$/.test(item)) return false;
    const known = guidegen.cohorts.filter(one => one.id === cohort);
    if (cohort !== "-" && known.some(one => one.lists.includes(activity) && !guidegen.activities.some(({ id }) => id === activity))) return true;
    if (cohort !== "-" && !known.length) return false;
    return guidegen.activities.some(one => one.id === activity && (!kind || one.kind === kind) && one.items.includes(item.split("#")[0]));
  }

  function earlierLine(one) {
    const { entry } = one, text = wordsOf(entry), cohort = one.cohort === "-" ? "" : say("progress_of_cohort", { cohort: one.cohort });
    const about = [entry.title || one.activity, cohort, written(entry.at)].filter(Boolean).join(" · ");
    const drop = button("progress_drop", () => {
      removed.set(keyOf(one), entry);
      keep(one.cohort, one.activity, one.item, null);
      show();
      guidegen.announce(say("progress_removed"));
    });
    const undo = button("progress_undo", () => {
      keep(one.cohort, one.activity, one.item, removed.get(keyOf(one)));
      removed.delete(keyOf(one));
      show();
    });
    const isGone = removed.has(keyOf(one)), said = isGone ? made("p", say("progress_removed")) : made("p", short(text), "answer");
    const buttons = made("div", isGone ? undo : [guidegen.copier("progress_copy", text, tell), drop], "buttons screen-only");
    const line = made("li", [made("h3", entry.label || one.item), made("p", about, "about"), said, buttons], "plain");
    line.dataset.key = keyOf(one);
    return line;
  }

  function showEarlier() {
    const kept = guidegen.kept().filter(one => !isHere(one)), gone = [...removed].map(([key, entry]) => {
      const [cohort, activity, ...item] = key.split(":");
      return { cohort, activity, item: item.join(":"), entry };
    });
    const all = [...kept, ...gone].sort((one, other) => keyOf(one).localeCompare(keyOf(other)));
    place("earlier").hidden = !all.length;
    const at = document.activeElement.closest("[data-key]"), lines = all.map(earlierLine);
    place("earlier").querySelector("ul").replaceChildren(...lines);
    const same = at && lines.find(({ dataset }) => dataset.key === at.dataset.key);
    if (same) same.querySelector("button").focus();
  }

  function tell(text) {
    place("said").textContent = text;
  }

  function openSure(isOpening) {
    const [opener] = every("[data-does=remove-all]", page);
    page.querySelector(".sure").hidden = !isOpening;
    opener.setAttribute("aria-expanded", String(isOpening));
    (isOpening ? page.querySelector(".sure button") : opener).focus();
  }

  function removeAll() {
    const start = `guidegen:${guidegen.handbook.id}:`;
    guidegen.kept().forEach(({ cohort, activity, item }) => keep(cohort, activity, item, null));
    try {
      Object.keys(localStorage).filter(key => key.startsWith(start)).forEach(key => localStorage.removeItem(key));
    } catch (refused) { /* Nothing is kept. */ }
    removed.clear();
    openSure(false);
    show();
    tell(say("progress_all_removed"));
  }

  guidegen.onPress(page, {
    "save-all": pressed => guidegen.files.save("backup", null, pressed),
    "load-all": () => guidegen.files.load(page.querySelector("[data-fills=loading]")),
    print: () => window.print(),
    "remove-all": () => openSure(page.querySelector(".sure").hidden),
    "remove-now": removeAll,
    leave: () => openSure(false),
  });

  function show() {
    showGoals();
    showIndex();
    showNext();
    showEarlier();
    place("nothing").hidden = guidegen.kept().some(({ activity }) => !activity.startsWith("~"));
    const standing = place("standing");
    standing.hidden = guidegen.standing === "kept";
    if (!standing.hidden) standing.textContent = say(`progress_${guidegen.standing}`);
  }

  every("[data-told=more], [data-told=take], [data-told=only-you]").forEach(one => { one.hidden = false; });
  every("[data-does=save-all], [data-does=load-all]", page).forEach(one => { one.hidden = !guidegen.files; });
  guidegen.onChange(guidegen.soon(show));
  addEventListener("visibilitychange", show);
  show();
}());
