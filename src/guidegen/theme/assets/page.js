/* Light or dark, fonts, where one is, and what is loaded when it is needed. It runs before anything is drawn. */
(function () {
  "use strict";
  const root = document.documentElement, here = document.currentScript.src, every = css => [...document.querySelectorAll(css)];

  function kept(store, name, value) {
    try {
      if (value !== undefined) window[store].setItem(`guidegen:${name}`, value);
      return window[store].getItem(`guidegen:${name}`) || "";
    } catch (refused) { return value || ""; }
  }

  function paint(scheme) {
    root.dataset.scheme = scheme;
    every(".scheme select").forEach(one => { one.value = scheme; });
    every("picture source").forEach(one => { one.media = { light: "not all", dark: "screen" }[scheme] || "screen and (prefers-color-scheme: dark)"; });
  }

  const repaint = () => paint(kept("localStorage", "scheme"));

  /* Only as far as it takes. */
  function reach(list, line) {
    const box = list.getBoundingClientRect(), { top, bottom } = line.getBoundingClientRect();
    if (top < box.top || bottom > Math.min(box.bottom, innerHeight)) list.scrollTop += top - box.top - list.clientHeight / 3;
  }

  function place() {
    const [list] = every("#contents"), [line] = every("#contents [aria-current]");
    if (list) list.scrollTop = kept("sessionStorage", "contents");
    if (line) reach(list, line);
  }

  function follow() {
    const links = every(".beside a"), isOver = scrollY && scrollY + innerHeight > root.scrollHeight - 9;
    const topOf = ({ hash }) => (document.getElementById(decodeURI(hash.slice(1))) || root).getBoundingClientRect().top;
    const at = isOver ? links.pop() : links.filter(one => topOf(one) < innerHeight / 3).pop();
    every(".beside [aria-current]").forEach(one => one.removeAttribute("aria-current"));
    if (!at) return;
    at.setAttribute("aria-current", "location");
    reach(at.closest("nav"), at);
  }

  function begin() {
    if (!every("main").length) return requestAnimationFrame(begin);
    repaint();
    place();
  }

  let terms;
  const load = (name, onload, onerror) =>
    document.head.append(Object.assign(document.createElement("script"), { onload, onerror, src: new URL(name, here) }));

  function search(act, otherwise) {
    const find = () => window.guidegen.finder[act]();
    if (window.guidegen.finder) find();
    else load("search.js", find, otherwise);
  }

  function open(event, link) {
    if (!link || event.button || event.ctrlKey || event.metaKey || !window.guidegen?.made) return;
    event.preventDefault();
    search("open", () => { location.href = link.href; });
  }

  /* From a folder fonts come at once; from a server early, or else on the next page. */
  if (here.startsWith("file:")) root.dataset.folder = "";
  else every("link[media*=not]").forEach(one => { one.media = ""; });
  repaint();
  begin();
  addEventListener("click", event => { if (!event.shiftKey) open(event, event.target.closest(".opens-search")); });
  addEventListener("keydown", event => {
    if (event.key !== "/" || event.altKey || event.defaultPrevented || kept("localStorage", "slash")) return;
    if (!event.target.closest("input, textarea, select, dialog, [contenteditable]")) open(event, every(".opens-search")[0]);
  });
  addEventListener("pointerover", ({ target }) => { if (!terms && target.closest(".term")) terms = load("terms.js") || 1; });
  addEventListener("change", ({ target }) => { if (target.matches(".scheme select")) paint(kept("localStorage", "scheme", target.value)); });
  addEventListener("toggle", ({ target }) => { if (target.id === "contents") place(); }, true);
  addEventListener("DOMContentLoaded", () => { if (kept("sessionStorage", "found") && every(".opens-search").length) search("arrive"); });
  addEventListener("pagehide", () => every("#contents").forEach(one => kept("sessionStorage", "contents", one.scrollTop)));
  ["storage", "pageshow"].forEach(name => addEventListener(name, repaint));
  ["scroll", "resize", "load"].forEach(name => addEventListener(name, follow, { passive: true }));
  addEventListener("load", place);
}());
