// One case of the request at a time: chosen by a link, or by the arrow keys.
"use strict";

(function () {
  const { get, set, say, onChange } = fourways;
  const links = [...document.querySelectorAll("a[data-case]")];
  const names = links.map((link) => link.dataset.case);

  fourways.shownCase = function () {
    return names.includes(get("case")) ? get("case") : names[0];
  };

  function show() {
    const name = fourways.shownCase();
    for (const link of links) {
      if (link.dataset.case === name) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    for (const section of document.querySelectorAll("[data-case-shown]")) {
      section.hidden = section.dataset.caseShown !== name;
    }
  }

  function choose(name) {
    set("case", name === names[0] ? "" : name);
    say("Case: " + links[names.indexOf(name)].textContent);
  }

  function step(by) {
    const at = names.indexOf(fourways.shownCase()) + by;
    if (names[at]) choose(names[at]);
  }

  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(link.dataset.case);
    });
  }
  fourways.keys.arrowleft = () => step(-1);
  fourways.keys.arrowright = () => step(1);
  onChange(show);
  show();
})();
