// One icicle: the calls of a trace on a canvas, callers above what they called.
// It can be walked by keys and looked into; what is chosen is told in its caption.
"use strict";

(function () {
  const GROUPS = ["yours", "framework", "libraries", "standard-library"];
  const NARROWEST_LABEL = 34;

  class Icicle {
    constructor(canvas) {
      this.canvas = canvas;
      this.caption = canvas.parentElement.querySelector("[data-caption]");
      this.frames = [];
      canvas.addEventListener("pointermove", (event) => this.choose(this.at(event)));
      canvas.addEventListener("pointerleave", () => this.choose(this.root));
      canvas.addEventListener("click", (event) => this.lookInto(this.at(event)));
      canvas.addEventListener("keydown", (event) => this.onKey(event));
      canvas.addEventListener("focus", () => this.draw());
      canvas.addEventListener("blur", () => this.draw());
    }

    // `most`: lines that fill the width; `depth`: rows of the deepest of all icicles,
    // whose rows are as high as they can be.
    show(frames, most, depth) {
      if (this.frames !== frames) {
        this.root = this.chosen = frames[0];
        this.rows = fourways.depthOf(frames);
      }
      Object.assign(this, { frames, most, depth });
      this.draw();
      this.tell();
    }

    // Lines to pixels. Looked into, a call is as wide as the canvas.
    get scale() {
      const whole = this.root.parent ? this.root.total : this.most;
      return this.width / whole;
    }

    draw() {
      const context = this.canvas.getContext("2d");
      const look = getComputedStyle(this.canvas);
      this.width = this.canvas.clientWidth;
      if (!this.width || !this.frames.length) return;
      const em = parseFloat(look.fontSize);
      this.row = Math.max(em * 0.72, Math.min(em * 1.25, (em * 36) / this.depth));
      const height = Math.ceil(this.row * this.rows);
      const dense = window.devicePixelRatio || 1;
      this.canvas.style.height = height + "px";
      this.canvas.width = Math.round(this.width * dense);
      this.canvas.height = Math.round(height * dense);
      context.scale(dense, dense);
      context.font = `${Math.min(em * 0.8, this.row * 0.78)}px ${look.fontFamily}`;
      context.textBaseline = "middle";
      const colours = this.colours(context, look);
      for (const frame of this.frames) this.drawFrame(context, frame, colours);
      this.outline(context, this.chosen, colours.ink);
    }

    colours(context, look) {
      const probe = document.createElement("i");
      this.canvas.parentElement.append(probe);
      const read = (name) => {
        probe.style.color = `var(--${name})`;
        return getComputedStyle(probe).color;
      };
      const fill = GROUPS.map(read);
      const text = ["on-yours", "on-framework", "on-libraries", "on-standard-library"].map(read);
      fill[3] = hatched(context, fill[3], read("hatch"));
      const found = { fill, text, ink: read("ink"), paper: read("paper") };
      probe.remove();
      return found;
    }

    box(frame) {
      const left = (frame.begin - this.root.begin) * this.scale;
      return {
        left,
        top: (frame.depth - this.root.depth) * this.row,
        width: frame.total * this.scale,
      };
    }

    isIn(frame) {
      return (
        frame.depth >= this.root.depth &&
        frame.begin >= this.root.begin &&
        frame.end <= this.root.end
      );
    }

    drawFrame(context, frame, colours) {
      if (!this.isIn(frame) || frame.total === 0) return;
      const { left, top, width } = this.box(frame);
      const gap = width > 3 ? 0.75 : 0;
      context.fillStyle = colours.fill[frame.group];
      context.fillRect(left, top, Math.max(width - gap, 0.6), this.row - 0.75);
      if (frame.group === 0 && width > 3) {
        context.strokeStyle = colours.ink;
        context.lineWidth = 0.75;
        context.strokeRect(left + 0.4, top + 0.4, width - gap - 0.8, this.row - 1.5);
      }
      if (width < NARROWEST_LABEL || this.row < 9) return;
      context.save();
      context.beginPath();
      context.rect(left, top, width - 3, this.row);
      context.clip();
      context.fillStyle = colours.text[frame.group];
      context.fillText(frame.name, left + 4, top + this.row / 2);
      context.restore();
    }

    outline(context, frame, ink) {
      if (frame === this.root && document.activeElement !== this.canvas) return;
      const { left, top, width } = this.box(frame);
      context.strokeStyle = ink;
      context.lineWidth = 2.5;
      context.strokeRect(left, top + 1, Math.max(width, 2), this.row - 2);
    }

    at(event) {
      const line = this.root.begin + event.offsetX / this.scale;
      const depth = this.root.depth + Math.floor(event.offsetY / this.row);
      return this.frames.find(
        (each) => each.depth === depth && each.begin <= line && line < each.end && this.isIn(each),
      );
    }

    choose(frame) {
      if (!frame || frame === this.chosen) return;
      this.chosen = frame;
      this.draw();
      this.tell();
    }

    lookInto(frame) {
      const wanted = !frame || frame === this.root ? this.frames[0] : frame;
      this.root = this.chosen = wanted;
      this.draw();
      this.tell();
    }

    onKey(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const done = this.act(event.key);
      if (!done) return;
      event.preventDefault();
      fourways.say(this.caption.textContent);
    }

    act(key) {
      const { chosen } = this;
      const beside = (by) => {
        const row = chosen.parent ? chosen.parent.below : [chosen];
        this.choose(row[row.indexOf(chosen) + by]);
      };
      if (key === "ArrowLeft") beside(-1);
      else if (key === "ArrowRight") beside(1);
      else if (key === "ArrowDown") this.choose(widest(chosen.below));
      else if (key === "ArrowUp" && chosen !== this.root) this.choose(chosen.parent);
      else if (key === "ArrowUp" && this.root.parent) this.lookInto(this.root.parent);
      else if (key === "Enter") this.lookInto(chosen);
      else if (key === "Backspace") this.lookInto(null);
      else return key.startsWith("Arrow");
      return true;
    }

    tell() {
      const frame = this.chosen;
      const marks = (frame.hop ? ", in another thread" : "") + (frame.resumed ? ", resumed" : "");
      const lines = frame.total === 1 ? "1 line" : `${frame.total.toLocaleString("en")} lines`;
      const place = frame.file ? `, ${frame.file}:${frame.line} (${frame.distribution})` : "";
      this.caption.textContent =
        `${frame.name}${place}: ${lines}, ${frame.lines.toLocaleString("en")} its own` +
        `${frame.depth ? `, ${frame.depth} deep` : ""}${marks}`;
    }
  }

  const widest = (frames) =>
    frames.reduce((most, each) => (most && most.total >= each.total ? most : each), undefined);

  // The standard library is hatched, so that it is not told by its colour alone.
  function hatched(context, background, stroke) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 6;
    const pen = tile.getContext("2d");
    pen.fillStyle = background;
    pen.fillRect(0, 0, 6, 6);
    pen.strokeStyle = stroke;
    pen.lineWidth = 1.2;
    for (const shift of [-6, 0, 6]) {
      pen.beginPath();
      pen.moveTo(shift, 6);
      pen.lineTo(shift + 6, 0);
      pen.stroke();
    }
    return context.createPattern(tile, "repeat");
  }

  fourways.Icicle = Icicle;
})();
