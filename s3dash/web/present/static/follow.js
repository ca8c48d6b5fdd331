// A phone in the room: shows the scene that the facilitator shows, and nothing can be changed here.

import { Replay } from "./replay.js";
import { Room } from "./room.js";
import { Scenes, put } from "./scenes.js";
import { markTicks } from "./ticks.js";

const config = JSON.parse(document.body.dataset.config);
const stage = document.getElementById("stage");
const told = document.getElementById("told");
const scenes = new Scenes((number, theme) => `${config.scenes}/${number}?theme=${theme}`, config.count);
const room = new Room(config.room, config.id, { writes: false });
const replay = new Replay(stage);
let shown = -1;
let tries = 0;

document.documentElement.dataset.theme = scenes.theme;

async function show(number, isAnew = false) {
  if (number === shown && !isAnew) return;
  shown = number;
  try {
    const scene = await scenes.get(number);
    if (shown !== number) return;
    tries = 0;
    put(stage, scene);
    document.title = `${scene.headline} · s3dash`;
    document.getElementById("place").textContent = `${number + 1} / ${config.count}`;
    scrollTo(0, 0);
    markTicks(stage, room, config.abouts[number], false);
    replay.begin({ isPlaying: true });
  } catch {
    if (shown !== number) return;
    told.textContent = "Waiting for the network …";
    setTimeout(() => show(number, true), Math.min(4000, 500 * 2 ** tries++) + Math.random() * 500);
  }
}

room.addEventListener("state", ({ detail: state }) => {
  told.textContent = "";
  document.body.classList.toggle("is-black", state.black);
  document.getElementById("black").hidden = !state.black;
  show(Math.min(state.position, config.count - 1));
});
room.addEventListener("work", ({ detail: changed }) => {
  if ([...(changed ?? [])].some((id) => id.startsWith("headline."))) {
    scenes.forget();
    show(shown, true);
  }
  markTicks(stage, room, config.abouts[shown], false);
  agreed();
});
room.addEventListener("line", ({ detail: isAway }) => {
  told.textContent = isAway ? "The network is away; this page follows again by itself." : "";
});
room.addEventListener("gone", () => {
  room.source.close();
  told.textContent = "This room has ended. Thank you for taking part.";
});

// What the room has agreed, below the scene.
function agreed() {
  const actions = room.all("action").filter(([, action]) => action.what);
  const ideas = room.all("idea").filter(([, idea]) => idea.title);
  const list = document.getElementById("agreed");
  list.hidden = !actions.length && !ideas.length;
  list.querySelector("ul").replaceChildren(
    ...actions.map(([, { what, who, by }]) => line(what, [who, by && `by ${by}`])),
    ...ideas.map(([, { title, owner, next }]) => line(`Idea: ${title}`, [owner, next && `next: ${next}`])),
  );
}

function line(words, details) {
  const item = document.createElement("li");
  const name = document.createElement("b");
  name.textContent = words;
  item.append(name, " ", details.filter(Boolean).join(", "));
  return item;
}

room.start();
