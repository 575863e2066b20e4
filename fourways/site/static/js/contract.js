// Only the requirements in which the backends differ: kept in the URL as `only`.
"use strict";

(function () {
  const { get, set, say } = fourways;
  const box = document.querySelector("[data-only]");
  const table = document.querySelector(".results");

  function show() {
    box.checked = get("only") === box.dataset.only;
    table.toggleAttribute("data-filtered", box.checked);
  }

  function choose(wanted) {
    set("only", wanted ? box.dataset.only : "");
    show();
    say(wanted ? "Only what differs" : "All requirements");
  }

  box.addEventListener("change", () => choose(box.checked));
  fourways.keys.d = () => choose(!box.checked);
  show();
})();
