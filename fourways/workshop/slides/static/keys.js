"use strict";

// The keys that people expect of slides, and those of presenters: Page Up, Page Down, B.

const black = document.getElementById("black");
const help = document.getElementById("help");
const THEMES = { undefined: "light", light: "dark", dark: undefined };

const ACTIONS = {
  ArrowRight: () => deck.go(deck.current + 1),
  ArrowDown: () => deck.go(deck.current + 1),
  PageDown: () => deck.go(deck.current + 1),
  Enter: () => deck.go(deck.current + 1),
  ArrowLeft: () => deck.go(deck.current - 1),
  ArrowUp: () => deck.go(deck.current - 1),
  PageUp: () => deck.go(deck.current - 1),
  Backspace: () => deck.go(deck.current - 1),
  Home: () => deck.go(0),
  End: () => deck.go(deck.slides.length - 1),
  n: () => document.documentElement.classList.toggle("with-notes"),
  s: () => speaker.open(),
  f: () => fullScreen(),
  b: () => (black.hidden = !black.hidden),
  ".": () => (black.hidden = !black.hidden),
  t: () => nextTheme(),
  "?": () => help.showModal(),
  h: () => help.showModal(),
  Escape: () => (black.hidden = true),
};

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => {});
}

function nextTheme() {
  const root = document.documentElement;
  const next = THEMES[root.dataset.theme];
  if (next) root.dataset.theme = next;
  else delete root.dataset.theme;
}

function act(key, shift) {
  if (key === " ") {
    deck.go(deck.current + (shift ? -1 : 1));
    return true;
  }
  if (/^[0-9]$/.test(key)) {
    deck.goToStage(key);
    return true;
  }
  const action = ACTIONS[key] || ACTIONS[key.toLowerCase()];
  if (action) action();
  return Boolean(action);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const pressesButton = event.target.closest("button") && [" ", "Enter"].includes(event.key);
  if (pressesButton) return;
  if (act(event.key, event.shiftKey)) event.preventDefault();
});

document.querySelector("[data-go=previous]").addEventListener("click", () => act("ArrowLeft"));
document.querySelector("[data-go=next]").addEventListener("click", () => act("ArrowRight"));
document.querySelector("[data-go=help]").addEventListener("click", () => act("?"));
black.addEventListener("click", () => act("b"));

// A finger: to the left is on, to the right is back.
let touched = null;
document.addEventListener("touchstart", (event) => {
  touched = event.touches.length === 1 ? event.touches[0].clientX : null;
}, { passive: true });
document.addEventListener("touchend", (event) => {
  if (touched === null) return;
  const moved = event.changedTouches[0].clientX - touched;
  if (Math.abs(moved) > 50) act(moved < 0 ? "ArrowRight" : "ArrowLeft");
});
