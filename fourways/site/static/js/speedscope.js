// A trace as a file for speedscope (https://www.speedscope.app), made on the spot: a
// page that was opened as a file may not offer another file as a download.
"use strict";

(function () {
  // One evented profile. Its values are lines that ran, and no time: the unit is none.
  function speedscope(frames, name) {
    const numbers = new Map();
    const shared = [];
    const events = [];
    const open = [];

    function number(frame) {
      if (!numbers.has(frame.function)) {
        numbers.set(frame.function, numbers.size);
        const place = frame.file ? { file: frame.file, line: frame.line } : {};
        const owner = frame.file ? ` (${frame.distribution})` : "";
        shared.push({ name: frame.name + owner, ...place });
      }
      return numbers.get(frame.function);
    }

    function closeDownTo(depth) {
      while (open.length > depth) {
        const frame = open.pop();
        events.push({ type: "C", frame: number(frame), at: frame.end });
      }
    }

    for (const frame of frames) {
      closeDownTo(frame.depth);
      events.push({ type: "O", frame: number(frame), at: frame.begin });
      open.push(frame);
    }
    closeDownTo(0);
    const profile = {
      type: "evented", name, unit: "none", startValue: 0, endValue: frames[0].total, events,
    };
    return {
      $schema: "https://www.speedscope.app/file-format-schema.json",
      exporter: "fourways",
      shared: { frames: shared },
      profiles: [profile],
    };
  }

  fourways.download = function (frames, name) {
    const text = JSON.stringify(speedscope(frames, name.replace("-", ": ")));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `${name}.speedscope.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
})();
