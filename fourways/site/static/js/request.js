// The icicles of the case that is shown, on one scale; data are loaded when needed.
"use strict";

(function () {
  const { get, set, say, onChange, layout, depthOf, Icicle } = fourways;
  const loaded = {}; // by case: frames of each backend
  const drawn = new Map(); // by canvas
  const own = document.querySelector("[data-scale]");

  fourways.icicles = {
    add(name, { traces }) {
      loaded[name] = Object.fromEntries(
        Object.entries(traces).map(([backend, data]) => [backend, layout(data)]),
      );
      show();
    },
  };

  function load(name) {
    const script = document.createElement("script");
    script.src = `data/${name}.js`;
    document.body.append(script);
    loaded[name] = null;
  }

  function show() {
    own.checked = get("scale") === "own";
    const name = fourways.shownCase();
    if (!(name in loaded)) load(name);
    const frames = loaded[name];
    if (!frames) return;
    const most = Math.max(...Object.values(frames).map(([root]) => root.total));
    const depth = Math.max(...Object.values(frames).map(depthOf));
    for (const canvas of document.querySelectorAll(`[data-case-shown="${name}"] canvas`)) {
      const mine = frames[canvas.dataset.icicle];
      if (!drawn.has(canvas)) drawn.set(canvas, new Icicle(canvas));
      if (canvas.clientWidth) {
        drawn.get(canvas).show(mine, own.checked ? mine[0].total : most, depth);
      }
    }
    document.documentElement.dataset.drawn = name;
  }

  function choose(wanted) {
    set("scale", wanted ? "own" : "");
    say(wanted ? "Each as wide as its column" : "One scale for all");
  }

  for (const button of document.querySelectorAll("[data-download]")) {
    button.addEventListener("click", () => {
      const [name, backend] = [fourways.shownCase(), button.dataset.download];
      fourways.download(loaded[name][backend], `${backend}-${name}`);
    });
  }
  own.addEventListener("change", () => choose(own.checked));
  fourways.keys.s = () => choose(!own.checked);
  onChange(show);
  addEventListener("resize", show);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  show();
})();
