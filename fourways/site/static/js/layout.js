// Where each call of a trace lies: `begin` and `end` count lines that ran.
"use strict";

(function () {
  // Calls stand in their order, each with its depth and with how many of its caller's
  // own lines had begun to run before it.
  function layout(data) {
    const frames = data.calls.map(([depth, number, lines, after, marks]) => {
      const [name, file, line, group, distribution] = data.functions[number];
      return {
        depth, lines, after, function: number, name, file, line, group, distribution,
        hop: marks.includes("h"),
        resumed: marks.includes("r"),
        total: lines, below: [], parent: null, begin: 0, end: 0,
      };
    });
    const open = [];
    for (const frame of frames) {
      open.length = frame.depth;
      frame.parent = open[frame.depth - 1] || null;
      if (frame.parent) frame.parent.below.push(frame);
      open.push(frame);
    }
    for (const frame of [...frames].reverse()) {
      if (frame.parent) frame.parent.total += frame.total;
    }
    for (const frame of frames) {
      let called = 0;
      frame.end = frame.begin + frame.total;
      for (const child of frame.below) {
        child.begin = frame.begin + child.after + called;
        called += child.total;
      }
    }
    return frames;
  }

  const depthOf = (frames) => frames.reduce((most, each) => Math.max(most, each.depth), 0) + 1;

  fourways.layout = layout;
  fourways.depthOf = depthOf;
})();
