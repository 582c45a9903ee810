/* Opens the search, from the masthead and with the key /; loads scripts when they are needed. */
(function () {
  "use strict";
  const guidegen = window.guidegen, here = document.currentScript.src;
  if (!guidegen || !guidegen.made) return;

  const load = (name, onload, onerror) =>
    document.head.append(Object.assign(guidegen.made("script"), { onload, onerror, src: new URL(name, here) }));
  const find = act => guidegen.finder[act]();
  const begin = (act, otherwise) => (guidegen.finder ? find(act) : load("search.js", () => find(act), otherwise));
  const asked = (store, key) => { try { return window[store].getItem(key); } catch (refused) { return null; } };
  const open = link => begin("open", () => { location.href = link.href; });

  document.addEventListener("click", event => {
    const link = event.target.closest(".opens-search");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("keydown", event => {
    const { key, target } = event, link = document.querySelector(".opens-search");
    if (key !== "/" || !link || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (target.closest("input, textarea, select, dialog, [contenteditable]") || asked("localStorage", "guidegen:slash")) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("pointerover", event => {
    if (!guidegen.terms && event.target.closest(".term")) guidegen.terms = load("terms.js") || true;
  });
  if (asked("sessionStorage", "guidegen:found")) begin("arrive");
}());
