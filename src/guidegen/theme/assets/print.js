// The button that prints: without a script the browser's own menu does.
(() => {
  "use strict";

  for (const button of document.querySelectorAll(".to-print")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
