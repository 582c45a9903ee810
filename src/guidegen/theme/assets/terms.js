/* Shows what a word of the glossary means while a mouse rests on it, or on what is said of it; page.js loads this
   when one first does. A click, a touch and the keyboard need no script. */
(function () {
  "use strict";
  let waiting, shown;

  function soon(act) {
    clearTimeout(waiting);
    waiting = setTimeout(act, 250);
  }

  function show(word) {
    const meaning = word.popoverTargetElement;
    if (!meaning || document.querySelector(".meaning:popover-open")) return;
    meaning.showPopover({ source: word });
    shown = meaning;
  }

  function hide() {
    if (shown && !shown.contains(document.activeElement)) shown.hidePopover();
    shown = null;
  }

  /* What a click or a key has opened stays until it is closed, wherever a mouse goes meanwhile. */
  function at(place) {
    const word = place.closest(".term"), meaning = place.closest(".meaning");
    if (word && word.popoverTargetElement !== shown) soon(() => { hide(); show(word); });
    else if (word || (meaning && meaning === shown)) clearTimeout(waiting);
    else soon(hide);
  }

  document.addEventListener("pointerover", event => { if (event.pointerType === "mouse") at(event.target); });
  document.documentElement.addEventListener("pointerleave", () => soon(hide));
  document.addEventListener("click", event => {
    const word = event.target.closest(".term");
    clearTimeout(waiting);
    if (word && shown && word.popoverTargetElement === shown && shown.matches(":popover-open")) event.preventDefault();
    shown = null;
  }, true);

  const word = document.querySelector(".term:hover");
  if (word) at(word);
}());
