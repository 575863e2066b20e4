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

  // What the page itself says comes first. Returns whether the key means anything.
  function act(key) {
    const own = fourways.keys[key.toLowerCase()];
    const action = { w: "size", t: "theme", "?": "keys" }[key.toLowerCase()];
    const way = toggles && ways[Number(key) - 1];
    if (own) own();
    else if (key === "ArrowLeft") return follow("prev");
    else if (key === "ArrowRight") return follow("next");
    else if (way) fourways.toggle(way);
    else if (action) fourways.actions[action]();
    else return false;
    return true;
  }

  const picker = document.querySelector(".picker");

  function closePicker(focus) {
    if (!picker || !picker.open) return;
    picker.open = false;
    if (focus) picker.firstElementChild.focus();
  }

  document.addEventListener("click", (event) => {
    if (picker && !picker.contains(event.target)) closePicker(false);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closePicker(true);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, select, textarea, [data-own-keys]")) return;
    if (act(event.key)) event.preventDefault();
  });
})();
