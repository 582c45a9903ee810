/* A button that prints, beside the browser's own menu. */
(function () {
  "use strict";
  document.querySelectorAll(".to-print").forEach(one => {
    one.hidden = false;
    one.onclick = () => print();
  });
}());
