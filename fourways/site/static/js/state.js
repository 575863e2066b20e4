// What the reader chose: columns, theme, size. It is kept in the query of the URL,
// links to other pages take it along, and the last two are remembered where the
// browser allows it. Loaded before the page is drawn, so that nothing jumps.
"use strict";

window.fourways = (function () {
  const root = document.documentElement;
  const ways = root.dataset.ways.split(" ");
  const CHOICES = {
    theme: ["light", "dark"],
    size: ["wall"],
  };
  const listeners = [];
  let query = new URLSearchParams(location.search);

  function remembered(name) {
    try {
      return localStorage.getItem("fourways-" + name);
    } catch {
      return null; // storage is switched off
    }
  }

  function remember(name, value) {
    try {
      if (value) localStorage.setItem("fourways-" + name, value);
      else localStorage.removeItem("fourways-" + name);
    } catch {
      // It holds in the URL all the same.
    }
  }

  function shown() {
    const wanted = (query.get("show") || "").split(",");
    const known = ways.filter((name) => wanted.includes(name));
    return known.length ? known : root.dataset.default.split(" ");
  }

  function choice(name) {
    const value = query.has(name) ? query.get(name) : remembered(name);
    return CHOICES[name].includes(value) ? value : "";
  }

  function apply() {
    root.dataset.show = shown().join(" ");
    for (const name of Object.keys(CHOICES)) root.dataset[name] = choice(name);
  }

  function set(name, value) {
    query = new URLSearchParams(location.search);
    if (value) query.set(name, value);
    else query.delete(name);
    if (name in CHOICES) remember(name, value);
    const text = query.toString().replaceAll("%2C", ",");
    history.replaceState(null, "", location.pathname + (text ? "?" + text : "") + location.hash);
    apply();
    takeAlong();
    listeners.forEach((listener) => listener(name));
  }

  // Links to other pages carry what was chosen; what a link says itself goes first.
  function takeAlong() {
    const kept = ["show", "theme", "size"].filter((name) => query.has(name));
    for (const link of document.querySelectorAll("a[href]")) {
      const written = (link.dataset.href ??= link.getAttribute("href"));
      if (/^(#|[a-z]+:)/.test(written) || link.hasAttribute("download")) continue;
      const [, path, own, hash] = /^([^?#]*)\??([^#]*)(.*)$/.exec(written);
      const all = new URLSearchParams(own);
      for (const name of kept) if (!all.has(name)) all.set(name, query.get(name));
      const text = all.toString().replaceAll("%2C", ",");
      link.setAttribute("href", path + (text ? "?" + text : "") + hash);
    }
  }

  function say(text) {
    document.querySelector("[data-said]").textContent = text;
  }

  apply();
  addEventListener("DOMContentLoaded", takeAlong);
  return {
    keys: {}, // what a page adds: what to do, by key
    ways,
    shown,
    choice,
    set,
    say,
    get: (name) => query.get(name) || "",
    onChange: (listener) => listeners.push(listener),
  };
})();
