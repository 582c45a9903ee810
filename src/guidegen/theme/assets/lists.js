/* Things to tick: kept as one ticks, and counted, as answers are, wherever a list or a sheet is named. */
(function () {
  "use strict";
  const guidegen = window.guidegen;
  if (!guidegen) return;
  const { say, every, made, plain, recall, keep } = guidegen;
  const activityOf = id => guidegen.activityNamed("list", id);
  const cohortsOf = id => ((activityOf(id) || {}).programs || []).map(guidegen.cohortOf).filter(Boolean);

  const boxesOf = id => every("[data-list] input[data-item]").filter(box => listOf(box) === id && !cohortAround(box));
  const listOf = box => box.closest("[data-list]").dataset.list;
  const cohortAround = box => { const place = box.closest("[data-cohort]"); return place ? place.dataset.cohort : ""; };
  const cohortFor = (id, box) => (box && cohortAround(box)) || cohortsOf(id)[0] || "-";

  /* What was ticked before the reader chose a cohort shows through, and once for all of what comes again. */
  function entryBelow(cohort, id, item) {
    const [all] = item.split("#"), before = name => (cohortsOf(id).includes(cohort) ? recall("-", id, name) : null);
    return before(item) || (all === item ? null : recall(cohort, id, all) || before(all));
  }

  function isTicked(id, item, box) {
    const cohort = cohortFor(id, box), entry = recall(cohort, id, item) || entryBelow(cohort, id, item);
    if (entry) return entry.value === true;
    return box ? box.defaultChecked : ((activityOf(id) || {}).ticked || []).includes(item);
  }

  function store(box) {
    const id = listOf(box), { item } = box.dataset, cohort = cohortFor(id, box), below = entryBelow(cohort, id, item);
    const begins = below ? below.value === true : box.defaultChecked, label = plain(box.closest("label"));
    const title = (activityOf(id) || { title: plain(document.querySelector("h1")) }).title;
    const entry = { kind: "list", value: box.checked, text: say(box.checked ? "list_ticked" : "list_open"), label, title };
    keep(cohort, id, item, box.checked || begins ? entry : null);
    complain(box.closest("[data-list]"));
  }

  /* Where the browser keeps nothing, a tick holds until the page is left. */
  function complain(list) {
    const place = list.matches("li") ? list.parentElement : list, { standing } = guidegen;
    if (standing === "kept" || every(".unkept").some(one => one.nextElementSibling === place)) return;
    const words = made("p", say(standing === "full" ? "list_full" : "list_forbidden"), "unkept saved broken screen-only");
    place.before(words);
    guidegen.announce(words.textContent);
  }

  function counted(id) {
    const activity = activityOf(id), boxes = new Map(boxesOf(id).map(box => [box.dataset.item, box]));
    const items = boxes.size ? [...boxes.keys()] : activity ? activity.items : [];
    return { done: items.filter(item => isTicked(id, item, boxes.get(item))).length, total: items.length };
  }

  function inWords({ done, total }) {
    if (done < total) return say("list_some", { n: done, total });
    return say(total === 1 ? "list_only" : "list_all", { total });
  }

  function showBar(place) {
    const count = counted(place.closest("[data-list]").dataset.list), bar = place.querySelector("progress");
    place.hidden = !count.total;
    bar.max = count.total || 1;
    bar.value = count.done;
    const words = place.querySelector("[role=status]");
    if (words.textContent !== inWords(count)) words.textContent = inWords(count);
  }

  function answersOf({ id, items }) {
    const all = items.map(item => [item, recall("-", id, item)]);
    return all.filter(([, entry]) => entry && !entry.unfit && !guidegen.isEmpty(entry.value));
  }

  function answered(id) {
    const sheet = guidegen.activityNamed("sheet", id) || { id, items: [] };
    return { done: answersOf(sheet).length, total: sheet.items.length };
  }

  const countedBy = place => place.dataset.counts.split(" ").map(decodeURIComponent);

  function showCount(place) {
    const isSheet = place.dataset.kind === "sheet", counts = countedBy(place).map(isSheet ? answered : counted);
    const sum = name => counts.reduce((all, one) => all + one[name], 0), done = sum("done"), total = sum("total");
    place.hidden = !total;
    place.classList.toggle("all", done === total);
    place.classList.toggle("none", !done);
    const figures = made("span", `${done}/${total}`), words = isSheet ? say("sheet_some", { n: done, total }) : inWords({ done, total });
    figures.setAttribute("aria-hidden", "true");
    place.replaceChildren(figures, made("span", ` ${words}`, "hidden"));
  }

  function show(id) {
    every("[data-list] input[data-item]").forEach(box => {
      if (!id || listOf(box) === id) box.checked = isTicked(listOf(box), box.dataset.item, box);
    });
    every("[data-fills=done]").filter(place => !id || listOf(place) === id).forEach(showBar);
    every("[data-counts]").filter(place => !id || countedBy(place).includes(id)).forEach(showCount);
  }

  addEventListener("change", ({ target }) => {
    if (!target.matches("[data-list] input[data-item]")) return;
    store(target);
    show(listOf(target));
  });
  const changed = new Set(), showChanged = guidegen.soon(() => {
    const ids = [...changed];
    changed.clear();
    (ids.includes(null) ? [null] : ids).forEach(show);
  });
  guidegen.onChange(({ activity }) => {
    changed.add((activity || "~").startsWith("~") ? null : activity);
    showChanged();
  });
  guidegen.counts = { counted, inWords, answersOf };
  show(null);
  if (guidegen.standing !== "kept") every("[data-list]").slice(0, 1).forEach(complain);
}());
