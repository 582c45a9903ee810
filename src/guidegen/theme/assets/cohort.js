/* The reader's cohort in each program, and the days on which things are due in it. */
(function () {
  "use strict";
  const guidegen = window.guidegen;
  if (!guidegen || !guidegen.recall) return;
  const { say, every, made, chosenCohort: chosen, chooseCohort } = guidegen;

  /* Days (2026-10-21) compare with the day it is in the cohort's zone, instants (2026-10-21T16:00Z) with now. */

  const isInstant = text => text.includes("T");
  const daysFrom = (first, last) => Math.round((Date.parse(last) - Date.parse(first)) / 86400000);

  function wallIn(zone, at) {
    try { return at.toLocaleString("sv", { timeZone: zone }); } catch (unknown) { return at.toLocaleString("sv"); }
  }

  const dayIn = (zone, at) => wallIn(zone, at).slice(0, 10);
  const dayOf = (text, zone) => (isInstant(text) ? dayIn(zone, new Date(text)) : text);
  const today = zone => dayIn(zone, new Date());

  /* How long ago that was: negative for what is to come, nothing for today. */
  const since = (text, zone) => (isInstant(text) ? Date.now() - Date.parse(text) : daysFrom(text, today(zone)));
  const isPast = ({ ends }, zone) => since(ends, zone) > 0;

  function fromNow(text, zone) {
    const days = daysFrom(today(zone), dayOf(text, zone));
    const amount = Math.abs(days) < 21 ? [days, "day"] : [Math.round(days / 7), "week"];
    return new Intl.RelativeTimeFormat(guidegen.locale, { numeric: "auto" }).format(...amount);
  }

  const countdown = ({ ends }, zone) => made("span", ` · ${fromNow(ends, zone)}`, "screen-only");

  const waiting = new Map(), asked = new Map();

  guidegen.dates = told => {
    const tell = waiting.get(`${told.program}/${told.cohort}`);
    if (tell) tell(told);
  };

  /* What is due in a cohort, as soon as it is known; null where its file cannot be read. */
  function datesOf(cohort) {
    const name = `${cohort.program}/${cohort.id}`;
    if (!asked.has(name)) {
      asked.set(name, new Promise(tell => {
        waiting.set(name, tell);
        const script = made("script");
        script.src = guidegen.href(cohort.dates);
        script.onerror = () => tell(null);
        document.head.append(script);
      }));
    }
    return asked.get(name);
  }

  /* When an item of a list is due: of one that comes again, the next time that is not past. */

  function dueOf(list, item, dates, zone) {
    const all = dates.tasks.filter(one => one.list === list && (one.item === item || one.item.startsWith(`${item}#`)));
    return all.find(one => !isPast(one, zone)) || all[all.length - 1];
  }

  function fill(place, task, zone) {
    const line = place.closest("li"), box = line && line.querySelector("input[data-item]");
    every(`[data-when="${place.dataset.due}"]`, line || document).forEach(when => { when.hidden = Boolean(task); });
    place.hidden = !task;
    if (!task) return;
    const isOpen = box && !box.checked, past = isPast(task, zone);
    place.textContent = say(past && isOpen ? "cohort_was_due" : "cohort_by", { when: task.words });
    if (isOpen && !past) place.append(countdown(task, zone));
  }

  function showDue() {
    every("[data-list]").filter(list => !list.closest("[data-cohort]")).forEach(list => {
      const places = every("[data-due]", list), activity = guidegen.activityNamed("list", list.dataset.list);
      const cohort = places.length && activity && activity.programs.map(chosen).find(Boolean);
      if (!cohort) return places.forEach(place => fill(place, undefined));
      return datesOf(cohort).then(dates => {
        if (chosen(cohort.program) === cohort) places.forEach(place => fill(place, dates && dueOf(list.dataset.list, place.dataset.due, dates, cohort.zone), cohort.zone));
      });
    });
  }

  function choose(program, id) {
    chooseCohort(program, id);
    show();
    const cohort = chosen(program);
    guidegen.announce(cohort ? say("cohort_chosen", { cohort: cohort.title }) : say("cohort_none"));
  }

  function showChoice(place) {
    const { chooses: program, means } = place.dataset, own = chosen(program), select = place.querySelector("select");
    place.hidden = false;
    if (select) {
      const id = own ? own.id : "";
      if (![...select.options].some(one => one.value === id)) select.append(Object.assign(made("option", own.title), { value: id }));
      select.value = id;
      return;
    }
    const isOwn = Boolean(own) && own.id === means;
    place.querySelector("span").textContent = isOwn ? say("cohort_own") : own ? say("cohort_other", { cohort: own.title }) : "";
    place.querySelector("button").textContent = say(isOwn ? "cohort_leave" : "cohort_choose");
  }

  function show() {
    every("[data-chooses]").forEach(showChoice);
    showDue();
  }

  every("[data-chooses]").forEach(place => {
    const { chooses: program, means } = place.dataset, select = place.querySelector("select");
    if (select) select.addEventListener("change", () => choose(program, select.value));
    else place.querySelector("button").addEventListener("click", () => choose(program, (chosen(program) || {}).id === means ? "" : means));
  });
  guidegen.onChange(({ activity }) => { if (!activity || activity === "~cohorts") show(); else showDue(); });
  addEventListener("visibilitychange", showDue);
  Object.assign(guidegen, { datesOf, isPast, countdown, days: { isInstant, daysFrom, wallIn, dayIn, dayOf, today, since, fromNow } });
  show();
}());
