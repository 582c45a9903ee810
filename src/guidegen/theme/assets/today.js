/* What is true only today, from the dates in the page. */
(function () {
  "use strict";
  const guidegen = window.guidegen, words = JSON.parse(document.currentScript.dataset.words);
  if (!guidegen || !guidegen.days) return;
  const { every, made, dateFormat } = guidegen, { isInstant, daysFrom, wallIn, dayIn, dayOf, today: dayNow, since, fromNow } = guidegen.days;
  const say = (key, values) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const fill = (name, within, text) => every(`[data-fills=${name}]`, within).forEach(place => {
    place.textContent = text;
    place.hidden = !text;
  });
  const zoneOf = place => (place.closest("[data-zone]") || place).dataset.zone;

  function present(place) {
    const zone = zoneOf(place), isBefore = text => since(text, zone) < 0, isAfter = text => since(text, zone) > 0;
    return { today: dayNow(zone), dayOf: text => dayOf(text, zone), until: text => fromNow(text, zone), isBefore, isAfter };
  }

  function standing({ status = "auto", start, end, opens, closes }, now) {
    if (status !== "auto") return "";
    if (start && !now.isBefore(start)) {
      if (!end || !now.isAfter(end)) return "running";
      return daysFrom(end, now.today) <= 14 ? "closing" : "completed";
    }
    if (opens && now.isBefore(opens)) return "announced";
    if (closes) return now.isAfter(closes) ? "matching" : "open";
    return start || opens ? "announced" : "";
  }

  /* Weeks come in runs: the number of the first, its first day, the last day of the last. */
  function weekOf({ weeks = "[]" }, { today }) {
    const runs = JSON.parse(weeks), week = ([number, first], day) => number + Math.floor(daysFrom(first, day) / 7);
    const run = runs.find(([, first, last]) => first <= today && today <= last), [last] = runs.slice(-1);
    const next = runs.find(([, first]) => today < first);
    return { number: run && week(run, today), total: last && week(last, last[2]), next };
  }

  function told(cohort, now) {
    const state = standing(cohort, now), week = weekOf(cohort, now), { number, next } = week;
    const coming = (key, day, number) => (day && !now.isAfter(day) ? say(key, { when: now.until(day), number }) : "");
    let word = words[state] || "", more = "";
    if (state === "open") word = coming("closes", cohort.closes);
    else if (state !== "running") more = coming("opens", cohort.opens) || coming("starts", cohort.start);
    else if (number) word = say("week_of", week);
    else if (next) more = coming("week_begins", next[1], next[0]);
    return { state, week, word, more };
  }

  function markCohort(place) {
    const { state, word, more } = told(place.dataset, present(place));
    place.dataset.standing = state;
    fill("state", place, word);
    fill("more", place, more);
  }

  function markTime(place) {
    const { first, last, begins = first, ends = last } = place.dataset, now = present(place);
    const past = now.isAfter(ends), current = !past && !now.isBefore(now.dayOf(begins));
    place.classList.toggle("past", past);
    place.classList.toggle("current", current);
    if (!first) return;
    place.setAttribute("aria-current", current ? "date" : "false");
    every("[data-fills=here]", place).forEach(here => { here.hidden = !current; });
  }

  function markUntil(link) {
    const over = present(link).isAfter(link.dataset.until);
    link.hidden = over;
    link.nextElementSibling.hidden = !over;
  }

  function fillBox(box) {
    const place = box.closest("[data-cohort]"), now = present(place);
    const { state, week: { number } } = told(place.dataset, now);
    box.hidden = !state || state === "completed";
    if (box.hidden) return;
    const shown = every("[data-begins]:not(.past)", place).filter(entry => entry.offsetParent);
    const entries = shown.map(entry => {
      const { begins, ends } = entry.dataset, read = css => (entry.querySelector(css) || made("p", "")).textContent.trim();
      const title = read(".what b") || read(".what"), clock = isInstant(begins) && read(".clock");
      return { title, clock, begins, ends, first: now.dayOf(begins) };
    }).sort((one, other) => Date.parse(one.begins) - Date.parse(other.begins));
    const begun = entries.filter(({ first }) => first <= now.today);
    list(box, "today", begun.slice(-4), ({ title, clock }) => (clock ? say("at", { title, when: clock }) : title));
    const later = entries.filter(({ first }) => first > now.today);
    list(box, "next", later.filter(({ first }) => first === later[0].first), ({ title, first, ends }) => {
      const last = isInstant(ends) ? first : ends, weekday = first === last ? "long" : undefined;
      const days = dateFormat({ weekday, day: "numeric", month: "long", timeZone: "UTC" });
      const when = days.formatRange(Date.parse(first), Date.parse(last));
      return `${say("at", { title, when })} (${now.until(first)})`;
    });
    const group = place.querySelector("[data-first].current[id]"), link = box.querySelector("a");
    link.hidden = !group;
    if (group) link.hash = group.id;
    if (group && state === "running" && !number) box.querySelector(".week").textContent = group.querySelector("h2").textContent;
    every(".weeks-run", box).forEach(run => { run.hidden = !number; });
    every(".weeks-run li", box).forEach((one, at) => {
      one.className = at + 1 < number ? "past" : at + 1 === number ? "current" : "";
    });
  }

  function list(box, name, found, line) {
    const place = box.querySelector(`[data-fills=${name}]`);
    place.hidden = !found.length;
    place.replaceChildren(place.firstElementChild, ...found.map(one => made("dd", line(one))));
  }

  function markDrawing(drawing) {
    const { from, days, left, right } = drawing.dataset, line = drawing.querySelector(".today");
    const passed = (daysFrom(from, present(drawing).today) + 0.5) / days, isOn = passed > 0 && passed < 1;
    line.setAttribute("transform", `translate(${left - (left - right) * passed} 0)`);
    line.setAttribute("display", isOn ? "inline" : "none");
    const box = drawing.parentElement, seen = box.getBoundingClientRect();
    if (isOn && !box.scrollLeft) box.scrollLeft = line.getBoundingClientRect().x - seen.x - seen.width / 2;
  }

  function useOwnClock(choice) {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone, wanted = choice.querySelector("input").checked;
    every(".on-your-clock").forEach(one => one.remove());
    every("[data-begins] .day time[datetime*=T]").forEach(place => {
      const at = new Date(place.dateTime), zone = zoneOf(place);
      const weekday = dayIn(zone, at) === dayIn(own, at) ? undefined : "short";
      if (wallIn(zone, at) === wallIn(own, at)) return;
      choice.hidden = false;
      if (!wanted) return;
      const time = dateFormat({ weekday, hour: "numeric", minute: "2-digit", timeZone: own }).format(at);
      place.closest(".day").append(made("small", say("your_clock", { time }), "on-your-clock"));
    });
  }

  function mark() {
    every("[data-cohort]").forEach(markCohort);
    every("[data-first], [data-begins]").forEach(markTime);
    every("[data-until]").forEach(markUntil);
    every("[data-fills=box]").forEach(fillBox);
    every("[data-from]").forEach(markDrawing);
    every("[data-fills=clock]").forEach(useOwnClock);
  }

  mark();
  addEventListener("change", mark);
  addEventListener("visibilitychange", mark);
}());
