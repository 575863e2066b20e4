"use strict";

// Asks for the state every two seconds. Nicknames are put in as text, never as HTML.

const LOOK_AGAIN = 2000;
const GIVE_UP_AFTER = 3;
const stages = document.getElementById("stages");
const total = document.getElementById("total");
const join = document.getElementById("join");
const trouble = document.getElementById("trouble");
let failures = 0;

function rowFor(index, last) {
  if (stages.children.length <= index) {
    stages.append(document.getElementById("row").content.cloneNode(true));
  }
  const row = stages.children[index];
  row.classList.toggle("done", last);
  row.querySelector(".number").textContent = last ? "✓" : index;
  return row;
}

function showStage(stage, index, state) {
  const row = rowFor(index, index === state.stages.length - 1);
  const most = Math.max(1, ...state.stages.map((each) => each.count));
  row.classList.toggle("nobody", stage.count === 0);
  row.classList.toggle("planned", index === state.planned);
  row.querySelector(".title").textContent = stage.title;
  row.querySelector(".bar").style.width = `${(stage.count / most) * 80}%`;
  row.querySelector(".count").textContent = stage.count;
  const names = stage.names.map((name) => {
    const isolated = document.createElement("bdi");
    isolated.textContent = name;
    return isolated;
  });
  const parts = names.flatMap((name, place) => (place ? [", ", name] : [name]));
  row.querySelector(".names").replaceChildren(...parts);
}

function show(state) {
  state.stages.forEach((stage, index) => showStage(stage, index, state));
  total.textContent = state.learners === 1 ? "1 learner" : `${state.learners} learners`;
  const code = document.createElement("code");
  code.textContent = state.join;
  join.replaceChildren("Join, if you like: ", code);
}

function lost() {
  failures += 1;
  if (failures < GIVE_UP_AFTER) return;
  trouble.textContent = "The board has ended, or cannot be reached.";
  stages.replaceChildren();
  total.textContent = "";
  join.replaceChildren();
}

async function look() {
  try {
    const response = await fetch("/state", { signal: AbortSignal.timeout(LOOK_AGAIN) });
    if (!response.ok) throw new Error(response.statusText);
    show(await response.json());
    failures = 0;
  } catch {
    lost();
  }
  trouble.hidden = failures < GIVE_UP_AFTER;
  setTimeout(look, LOOK_AGAIN);
}

look();
