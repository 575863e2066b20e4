// The buttons for light and dark, and for the size of a wall.
"use strict";

(function () {
  const { choice, set, say, onChange } = fourways;
  const NEXT = { "": "light", light: "dark", dark: "" };
  const NAMES = { "": "System", light: "Light", dark: "Dark" };
  const wall = document.querySelector("[data-action=size]");
  const theme = document.querySelector("[data-theme-name]");

  function show() {
    wall.setAttribute("aria-pressed", String(choice("size") === "wall"));
    theme.textContent = NAMES[choice("theme")];
  }

  fourways.actions = {
    size() {
      set("size", choice("size") ? "" : "wall");
      say(choice("size") ? "Wall size" : "Usual size");
    },
    theme() {
      set("theme", NEXT[choice("theme")]);
      say("Colours: " + NAMES[choice("theme")]);
    },
    keys() {
      document.getElementById("keys").showModal();
    },
  };

  for (const button of document.querySelectorAll("[data-action]")) {
    button.addEventListener("click", () => fourways.actions[button.dataset.action]());
  }
  onChange(show);
  show();
})();
