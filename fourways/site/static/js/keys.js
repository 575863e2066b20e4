// Keys for the whole page. A field, an open dialog, or a part of the page that has
// keys of its own comes first.
"use strict";

(function () {
  const { ways } = fourways;
  const toggles = document.querySelector("[data-toggle]");

  function follow(relation) {
    const link = document.querySelector(`a[rel=${relation}]`);
    if (link) link.click();
    return Boolean(link);
  }

  function act(key) {
    if (key === "ArrowLeft") return follow("prev");
    if (key === "ArrowRight") return follow("next");
    if (toggles && ways[Number(key) - 1]) {
      fourways.toggle(ways[Number(key) - 1]);
      return true;
    }
    const own = fourways.keys[key.toLowerCase()];
    if (own) {
      own();
      return true;
    }
    const name = { w: "size", t: "theme", "?": "keys" }[key.toLowerCase()];
    if (name) fourways.actions[name]();
    return Boolean(name);
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, select, textarea, [data-own-keys]")) return;
    if (act(event.key)) event.preventDefault();
  });
})();
