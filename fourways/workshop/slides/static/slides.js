"use strict";

// One slide at a time; which one stands in the address, so that it can be linked to
// and is found again after a reload.

const deck = {
  slides: [...document.querySelectorAll(".slide")],
  current: 0,
  listeners: [],

  get slide() {
    return this.slides[this.current];
  },

  go(index) {
    const last = this.slides.length - 1;
    const wanted = Math.min(Math.max(index, 0), last);
    if (wanted === this.current && location.hash) return;
    this.current = wanted;
    history.replaceState(null, "", `#${this.slide.id}`);
    this.show();
  },

  goToStage(number) {
    const index = this.slides.findIndex((each) => each.dataset.stage === String(number));
    if (index >= 0) this.go(index);
  },

  followAddress() {
    const wanted = decodeURIComponent(location.hash.slice(1));
    const index = this.slides.findIndex((each) => each.id === wanted);
    this.current = Math.max(index, 0);
    this.show();
  },

  show() {
    this.slides.forEach((each, index) => {
      each.classList.toggle("current", index === this.current);
    });
    const place = `${this.current + 1} / ${this.slides.length}`;
    document.getElementById("position").textContent = place;
    document.getElementById("said").textContent = this.slide.getAttribute("aria-label");
    const share = this.current / Math.max(this.slides.length - 1, 1);
    document.getElementById("progress").style.width = `${share * 100}%`;
    this.listeners.forEach((each) => each());
  },
};

document.documentElement.classList.add("alive");
window.addEventListener("hashchange", () => deck.followAddress());
deck.followAddress();
