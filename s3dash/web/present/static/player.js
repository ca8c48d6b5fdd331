// The screen in front of the room: one scene, moved by keys, a clicker or fingers.

import { Room } from "./room.js";
import { Replay } from "./replay.js";
import { markTicks, tickId } from "./ticks.js";
import { Scenes, chosenTheme, keepTheme, kept, keep, put } from "./scenes.js";

const config = JSON.parse(document.body.dataset.config);
const stage = document.getElementById("stage");
const root = document.documentElement;
const query = new URLSearchParams(location.search);
const isStill = query.has("still");
const scenes = new Scenes(
  (number, theme) => {
    const asked = new URLSearchParams(config.query);
    asked.set("theme", theme);
    return `${config.scenes}/${number}?${asked}`;
  },
  config.count,
);
const room = config.room && !isStill ? new Room(config.room, config.id) : null;
const replay = new Replay(stage);
let number = clamp(Number(isStill ? query.get("still") : location.hash.slice(1) - 1) || 0);
let isBlack = false;
let typed = "";
let work = null;
// In a picture of the presenter's window: what the room has ticked.
let ticked = null;

root.dataset.theme = scenes.theme;
document.body.classList.toggle("is-still", isStill);

function clamp(wanted) {
  return Math.max(0, Math.min(config.count - 1, wanted));
}

async function show(wanted, { isTold = true } = {}) {
  if (!config.count) return;
  number = clamp(wanted);
  const asked = (show.asked = Symbol());
  if (room && isTold) room.show({ position: number });
  if (!isStill) history.replaceState(history.state, "", `#${number + 1}`);
  told("");
  let scene = scenes.here(number);
  if (!scene) {
    stage.setAttribute("aria-busy", "true");
    try {
      scene = await scenes.get(number);
    } catch (error) {
      if (show.asked === asked) failed(error, wanted);
      return;
    }
  }
  if (show.asked !== asked) return;
  stage.removeAttribute("aria-busy");
  put(stage, scene);
  document.title = `${scene.headline} · s3dash`;
  document.getElementById("place").textContent = `${number + 1} / ${config.count}`;
  document.getElementById("progress").style.setProperty("--done", (number + 1) / config.count);
  replay.begin({ isPlaying: !isStill });
  marks();
  if (!isStill) scenes.prepare(number);
  dispatchEvent(new CustomEvent("s3-shown", { detail: number }));
}

function failed(error, wanted) {
  stage.removeAttribute("aria-busy");
  if (error.status === 404) return gone();
  // The server is there, but this scene is not to be had.
  if (error.status && error.status !== 503) {
    stage.replaceChildren();
    return told(error.message);
  }
  told("This scene is not here yet: the server cannot be reached. Trying again …");
  setTimeout(() => number === wanted && show(wanted, { isTold: false }), 2000);
}

function told(words) {
  document.getElementById("told").textContent = words;
}

function gone() {
  room?.source?.close();
  told("This room is no longer there. The scenes that are loaded can still be shown.");
}

function marks() {
  if (room) markTicks(stage, room, config.abouts[number], true);
  else if (ticked) markTicks(stage, { read: (id) => ({ done: ticked.has(id) }) }, config.abouts[number], false);
}

function tick(point) {
  const id = tickId(config.abouts[number], point.dataset.point);
  const done = !room.read(id)?.done;
  const text = point.textContent.trim();
  room.write(id, "tick", { point: point.dataset.point, text, stage: config.stages[number], about: config.abouts[number], done });
}

// ── Overlays ───────────────────────────────────────────────────────────────────────────────────

const overlays = ["overview", "help", "code", "work"];
function opened() {
  return overlays.find((name) => !document.getElementById(name).hidden);
}

async function toggle(name) {
  const isOpen = opened() === name;
  for (const other of overlays) document.getElementById(other).hidden = true;
  if (isOpen) return stage.focus();
  const panel = document.getElementById(name);
  if (name === "overview") overview(panel);
  if (name === "work") await openWork(panel);
  if (name === "code") await code(panel);
  panel.hidden = false;
  const first = ["[aria-current], [aria-selected=true]", "input, button, a"].map((which) => panel.querySelector(which));
  (first.find(Boolean) ?? panel).focus();
}

function overview(panel) {
  const list = panel.querySelector("ol");
  list.replaceChildren(
    ...Array.from({ length: config.count }, (_, other) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      const scene = scenes.here(other);
      button.textContent = scene?.headline ?? config.titles[other];
      if (other === number) button.setAttribute("aria-current", "true");
      button.onclick = () => {
        panel.hidden = true;
        show(other);
      };
      if (!scene) scenes.get(other).then((found) => (button.textContent = found.headline), () => {});
      item.append(button);
      return item;
    }),
  );
}

async function openWork(panel) {
  const { Work } = await import("./work.js");
  work ??= new Work(panel.querySelector(".s3-work"), room, config);
  work.show(config.abouts[number] || config.abouts.find(Boolean) || "");
}

async function code(panel) {
  const origin = encodeURIComponent(location.origin);
  const answer = await fetch(`${config.room}/code?origin=${origin}`).catch(() => null);
  const body = panel.querySelector(".code-body");
  if (!answer?.ok) return (body.textContent = "The code cannot be made at the moment.");
  const found = await answer.json();
  body.innerHTML = found.svg;
  panel.querySelector(".code-address").textContent = found.address;
  panel.querySelector(".code-warning").textContent = found.warning;
}

function back() {
  const address = new URL(config.back, location.href);
  let from = "";
  try {
    const { origin, pathname, search } = new URL(document.referrer);
    from = origin + pathname + search;
  } catch {
    // Nobody sent us here.
  }
  // The way back in history finds the page as it was, place on the page included.
  if (from === address.origin + address.pathname + address.search && history.length > 1) history.back();
  else location.assign(address);
}

function black(wanted, { isTold = true } = {}) {
  isBlack = wanted;
  document.getElementById("black").hidden = !isBlack;
  if (room && isTold) room.show({ black: isBlack });
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else root.requestFullscreen?.().catch(() => told("This browser allows no full screen here."));
}

function theme() {
  scenes.theme = scenes.theme === "dark" ? "light" : "dark";
  keepTheme(scenes.theme);
  root.dataset.theme = scenes.theme;
  show(number, { isTold: false });
}

async function startRoom() {
  if (room) return toggle("code");
  const answer = await fetch(config.rooms, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query: config.query, position: number }),
  }).catch(() => null);
  const found = await answer?.json().catch(() => null);
  if (answer?.ok) location.assign(`${config.root}${found.address}`);
  else told(found?.problem ?? "A room cannot be made at the moment; go on without one.");
}

const DOES = {
  next: () => show(number + 1),
  previous: () => show(number - 1),
  first: () => show(0),
  last: () => show(config.count - 1),
  black: () => black(!isBlack),
  overview: () => toggle("overview"),
  help: () => toggle("help"),
  full: fullScreen,
  theme,
  code: startRoom,
  work: () => (room ? toggle("work") : startRoom()),
  presenter: () => (room ? window.open(`${config.room}/presenter`, "s3-presenter", "width=1100,height=760") : startRoom()),
  back,
};
const KEYS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", ArrowLeft: "previous", ArrowUp: "previous",
  PageUp: "previous", Home: "first", End: "last", b: "black", ".": "black", o: "overview", f: "full",
  "?": "help", h: "help", t: "theme", q: "code", w: "work", n: "presenter",
};

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") {
    const panel = opened();
    event.preventDefault();
    if (panel) return toggle(panel);
    if (isBlack) return black(false);
    if (typed) {
      typed = "";
      return told("");
    }
    return back();
  }
  if (isTyping) return;
  if (/^[0-9]$/.test(event.key)) {
    typed = (typed + event.key).slice(-3);
    return told(`Scene ${typed}: Enter`);
  }
  if (event.key === "Enter" && typed) {
    const wanted = Number(typed) - 1;
    typed = "";
    event.preventDefault();
    return show(wanted);
  }
  const point = event.target.closest?.("[data-point]");
  if (room && point && (event.key === " " || event.key === "Enter")) {
    event.preventDefault();
    return tick(point);
  }
  const isButton = event.target.closest?.("button, a");
  if ((event.key === " " || event.key === "Enter") && !isButton && !opened()) {
    event.preventDefault();
    return replay.isThere && event.key === " " ? replay.toggle() : show(number + (event.shiftKey ? -1 : 1));
  }
  const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!action) return;
  if (opened() && ["next", "previous", "first", "last"].includes(action)) return moveIn(event, action);
  typed = "";
  event.preventDefault();
  if (replay.isThere && event.shiftKey && (action === "next" || action === "previous"))
    return replay.step(action === "next" ? 1 : -1);
  DOES[action]();
}

// In a list that lies over the scene arrows move the focus.
function moveIn(event, action) {
  const buttons = [...document.getElementById(opened()).querySelectorAll("li > button")];
  if (!buttons.length) return;
  const place = buttons.indexOf(document.activeElement);
  const wanted = { next: place + 1, previous: place - 1, first: 0, last: buttons.length - 1 }[action];
  event.preventDefault();
  buttons[Math.max(0, Math.min(buttons.length - 1, wanted))].focus();
}

if (isStill) {
  addEventListener("message", ({ origin, data }) => {
    if (origin !== location.origin) return;
    if (data.forget) scenes.forget();
    ticked = new Set(data.ticked);
    if (typeof data.show === "number") show(data.show);
    else marks();
  });
} else {
  addEventListener("keydown", press);
  for (const button of document.querySelectorAll("[data-does]")) button.onclick = () => DOES[button.dataset.does]();
  stage.addEventListener("click", ({ target }) => {
    const point = target.closest("[data-point]");
    if (room && point) tick(point);
  });

  let from = null;
  addEventListener("touchstart", ({ touches }) => (from = touches.length === 1 ? touches[0] : null), { passive: true });
  addEventListener(
    "touchend",
    ({ changedTouches: [to] }) => {
      if (!from || opened()) return;
      const [x, y] = [to.clientX - from.clientX, to.clientY - from.clientY];
      if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y)) show(number + (x < 0 ? 1 : -1));
    },
    { passive: true },
  );

  // The bar is there while the pointer moves.
  let idle;
  const awake = () => {
    root.classList.add("is-awake");
    clearTimeout(idle);
    idle = setTimeout(() => root.classList.remove("is-awake"), 2500);
  };
  addEventListener("pointermove", awake);
  addEventListener("focusin", awake);
  awake();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (chosenTheme() !== scenes.theme) theme();
  });
}

if (room) {
  const rooms = JSON.parse(kept("s3-rooms") ?? "[]").filter((one) => one.key !== config.id);
  keep("s3-rooms", JSON.stringify([{ key: config.id, title: config.title, at: Date.now() }, ...rooms].slice(0, 30)));
  room.addEventListener("state", ({ detail: state }) => {
    if (state.black !== isBlack) black(state.black, { isTold: false });
    if (state.position !== number) show(state.position, { isTold: false });
  });
  room.addEventListener("work", ({ detail: changed }) => {
    const reworded = [...(changed ?? [])].filter((id) => id.startsWith("headline."));
    if (reworded.length) {
      const numbers = new Set(reworded.map((id) => Number(id.slice("headline.".length))));
      scenes.forget(numbers);
      if (numbers.has(number)) show(number, { isTold: false });
    }
    marks();
  });
  room.addEventListener("gone", gone);
  room.start();
}
if (config.count) show(number, { isTold: false });
else told("This deck has no scenes.");
