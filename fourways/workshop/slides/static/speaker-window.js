"use strict";

// The speaker's window: a page of its own, told what is on, which sends back keys.
// Two files opened from a disk have no common origin, so the window itself is checked.

const speaker = {
  window: null,

  open() {
    if (!this.window || this.window.closed) {
      this.window = window.open("speaker.html", "fourways-notes", "popup,width=900,height=700");
    } else {
      this.window.focus();
    }
  },

  tell() {
    if (!this.window || this.window.closed) return;
    const notes = deck.slide.querySelector(".notes");
    const next = deck.slides[deck.current + 1];
    const content = {
      title: deck.slide.dataset.title,
      position: document.getElementById("position").textContent,
      notes: notes ? notes.innerHTML : "",
      next: next ? next.dataset.title : "the end",
    };
    this.window.postMessage(content, "*");
  },
};

deck.listeners.push(() => speaker.tell());
window.addEventListener("message", (event) => {
  if (!speaker.window || event.source !== speaker.window) return;
  if (event.data.ready) speaker.tell();
  if (typeof event.data.key === "string") act(event.data.key, Boolean(event.data.shift));
});
