/* Opens the search, from the masthead and with the key /; what it needs is asked for then and not before. */
(function () {
  "use strict";
  const guidegen = window.guidegen, here = document.currentScript.src;
  if (!guidegen || !guidegen.made) return;

  function begin(act, otherwise) {
    if (guidegen.finder) return guidegen.finder[act]();
    const script = guidegen.made("script");
    script.onload = () => guidegen.finder[act]();
    script.onerror = otherwise;
    script.src = new URL("search.js", here);
    document.head.append(script);
  }

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
  if (asked("sessionStorage", "guidegen:found")) begin("arrive");
}());
