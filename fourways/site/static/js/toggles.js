// The buttons that show and hide a backend's column; one always stays.
"use strict";

(function () {
  const { ways, shown, set, say, onChange } = fourways;
  const buttons = [...document.querySelectorAll("[data-toggle]")];

  function show() {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(shown().includes(button.dataset.toggle)));
    }
  }

  fourways.toggle = function (name) {
    const now = shown();
    const wanted = ways.filter((each) => now.includes(each) !== (each === name));
    if (wanted.length === 0) {
      say("One column has to stay");
      return;
    }
    set("show", wanted.join(","));
    say("Columns: " + wanted.join(", "));
  };

  // An address may lead into a column that is hidden by default.
  function showTarget() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const column = target && target.closest(".column");
    if (!column || shown().includes(column.dataset.way)) return;
    fourways.toggle(column.dataset.way);
    target.scrollIntoView();
  }

  for (const button of buttons) {
    button.addEventListener("click", () => fourways.toggle(button.dataset.toggle));
  }
  onChange(show);
  addEventListener("hashchange", showTarget);
  show();
  showTarget();
})();
