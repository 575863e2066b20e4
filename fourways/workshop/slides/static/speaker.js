"use strict";

// Shows what the slides tell, and sends them the keys that are pressed here.

const slides = window.opener;
const began = { at: Date.now() };

function put(id, text) {
  document.getElementById(id).textContent = text;
}

function tick() {
  const now = new Date();
  const seconds = Math.floor((now - began.at) / 1000);
  const rest = String(seconds % 60).padStart(2, "0");
  put("elapsed", `${Math.floor(seconds / 60)}:${rest}`);
  put("clock", now.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
}

window.addEventListener("message", (event) => {
  if (event.source !== slides) return;
  put("title", event.data.title);
  put("position", event.data.position);
  put("next", event.data.next);
  document.getElementById("notes").innerHTML = event.data.notes;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("button") || !slides || "sS?hHfF".includes(event.key)) return;
  slides.postMessage({ key: event.key, shift: event.shiftKey }, "*");
  event.preventDefault();
});

document.getElementById("restart").addEventListener("click", () => {
  began.at = Date.now();
  tick();
});
setInterval(tick, 1000);
tick();
if (slides) slides.postMessage({ ready: true }, "*");
