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

  for (const button of buttons) {
    button.addEventListener("click", () => fourways.toggle(button.dataset.toggle));
  }
  onChange(show);
  show();
})();
