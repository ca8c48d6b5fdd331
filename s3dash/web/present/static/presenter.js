// What the facilitator sees and the room does not: notes, clock, timer, this scene and the next.
// In step with the screen both ways, also from another device.

import { Room } from "./room.js";
import { Scenes } from "./scenes.js";
import { Work } from "./work.js";

const config = JSON.parse(document.body.dataset.config);
const room = new Room(config.room, config.id);
const scenes = new Scenes((number, theme) => `${config.scenes}/${number}?theme=${theme}`, config.count);
const [now, next] = ["now", "next"].map((id) => document.getElementById(id));
const element = (id) => document.getElementById(id);
const list = element("list");
let number = 0;
let isBlack = false;
let work = null;
const begunAt = Date.now();

document.documentElement.dataset.theme = scenes.theme;

function show(wanted, { isTold = true } = {}) {
  number = Math.max(0, Math.min(config.count - 1, wanted));
  if (isTold) room.show({ position: number });
  draw();
}

async function draw() {
  const hasNext = number + 1 < config.count;
  for (const [frame, shown] of [
    [now, number],
    [next, hasNext ? number + 1 : number],
  ]) {
    frame.dataset.wanted = shown;
    tell(frame, { show: shown });
  }
  next.classList.toggle("is-end", !hasNext);
  element("next-words").textContent = hasNext ? "Next" : "This is the last scene";
  element("place").textContent = `${number + 1} / ${config.count}`;
  for (const button of document.querySelectorAll("#list button"))
    if (Number(button.dataset.number) === number) {
      button.setAttribute("aria-current", "true");
      // Not scrollIntoView: that would move the window as well.
      list.scrollTop = button.offsetTop - list.offsetTop - list.clientHeight / 3;
    } else button.removeAttribute("aria-current");
  element("black-button").setAttribute("aria-pressed", isBlack);
  element("dark-words").hidden = !isBlack;
  const wanted = number;
  const scene = await scenes.get(wanted).catch(() => null);
  if (wanted !== number) return;
  element("headline").textContent = scene?.headline ?? config.titles[wanted];
  element("note").textContent = scene?.note || "No note for this scene.";
  element("note").classList.toggle("is-empty", !scene?.note);
  element("problems").textContent = scene?.problems?.join(" ") ?? "";
  if (scene && document.activeElement !== element("reword"))
    element("reword").value = room.read(`headline.${number}`)?.text ?? "";
  element("reword").placeholder = scene?.headline ?? "";
  if (work && !element("work").hidden) work.show(config.abouts[number] || work.about);
  scenes.prepare(number);
}

// A picture of a scene: which one, and what the room has ticked on it.
function tell(frame, message) {
  if (!frame.dataset.ready) return;
  const ticked = room.all("tick").filter(([, { done }]) => done).map(([id]) => id);
  frame.contentWindow?.postMessage({ ticked, ...message }, location.origin);
}

for (const frame of [now, next])
  frame.addEventListener("load", () => {
    frame.dataset.ready = "yes";
    tell(frame, frame.dataset.wanted ? { show: Number(frame.dataset.wanted) } : {});
  });
now.src = next.src = `${config.room}?still=0&theme=${scenes.theme}`;

// The pictures have the shape of a screen and the size that there is room for.
new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries)
    target.style.setProperty("--shrink", contentRect.width / 1280);
}).observe(now.parentElement);
new ResizeObserver(([{ target, contentRect }]) => target.style.setProperty("--shrink", contentRect.width / 1280)).observe(next.parentElement);

for (let other = 0; other < config.count; other++) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.number = other;
  button.textContent = config.titles[other];
  button.onclick = () => show(other);
  scenes.get(other).then((scene) => (button.textContent = scene.headline), () => {});
  item.append(button);
  list.append(item);
}

// ── Clock and timer ────────────────────────────────────────────────────────────────────────────

function minutes(seconds) {
  const whole = Math.abs(Math.trunc(seconds));
  return `${seconds < 0 ? "−" : ""}${Math.trunc(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function tick() {
  element("clock").textContent = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  element("elapsed").textContent = minutes((Date.now() - begunAt) / 1000);
  const timer = room.state?.timer;
  const left = timer ? timer[0] + timer[1] - (Date.now() / 1000 + (room.skew ?? 0)) : null;
  const shown = element("timer");
  shown.textContent = left === null ? "–" : minutes(left);
  shown.classList.toggle("is-over", left !== null && left < 0);
  shown.classList.toggle("is-near", left !== null && left >= 0 && left < 60);
}
setInterval(tick, 500);
for (const button of document.querySelectorAll("[data-minutes]"))
  button.onclick = () => room.time(Number(button.dataset.minutes) * 60);

// ── Buttons and keys ───────────────────────────────────────────────────────────────────────────

async function openWork() {
  const panel = element("work");
  panel.hidden = !panel.hidden;
  if (panel.hidden) return;
  work ??= new Work(panel.querySelector(".s3-work"), room, config);
  work.show(config.abouts[number] || config.abouts.find(Boolean) || "");
}

function toggleBlack() {
  isBlack = !isBlack;
  room.show({ black: isBlack });
  draw();
}

// The scene may change while its headline is being typed: it stays that scene's.
let reworded = 0;
element("reword").addEventListener("focus", () => (reworded = number));
element("reword").addEventListener("change", ({ target }) => {
  const text = target.value.trim();
  room.write(`headline.${reworded}`, "headline", { scene: reworded, text });
});
element("reword").addEventListener("blur", draw);
const DOES = { next: () => show(number + 1), previous: () => show(number - 1), black: toggleBlack, work: openWork };
for (const button of document.querySelectorAll("[data-does]")) button.onclick = () => DOES[button.dataset.does]();
const KEYS = { ArrowRight: "next", PageDown: "next", ArrowLeft: "previous", PageUp: "previous", b: "black", w: "work" };
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && !element("work").hidden) return openWork();
  if (event.target.closest("input, textarea, select")) return;
  if (event.key === "Home" || event.key === "End") show(event.key === "Home" ? 0 : config.count - 1);
  else if (KEYS[event.key]) DOES[KEYS[event.key]]();
  else return;
  event.preventDefault();
});

// ── Taking away, and deleting ──────────────────────────────────────────────────────────────────

for (const button of document.querySelectorAll("[data-export]")) button.onclick = () => take(button.dataset.export);

async function take(format) {
  const told = element("export-told");
  told.textContent = "The file is being made …";
  let job = await room.send("POST", "export", { format }).then((answer) => answer.json()).catch(() => null);
  while (job?.job && !job.address && !job.problem) {
    told.textContent = job.total ? `Scene ${job.done} of ${job.total} …` : "The file is being made …";
    await new Promise((go) => setTimeout(go, 400));
    job = await fetch(`${config.room}/export/${job.job}`).then((answer) => answer.json()).catch(() => null);
  }
  if (!job?.address) return (told.textContent = job?.problem ?? "The server cannot be reached at the moment.");
  told.textContent = "The file is ready.";
  location.assign(`${config.root}${job.address}`);
}

element("delete").onclick = async () => {
  if (!confirm("Delete this room for good, with all ticks, notes, actions, ideas and the board?")) return;
  const answer = await room.send("POST", "delete", {}).catch(() => null);
  if (answer?.ok) location.assign(config.back);
  else element("export-told").textContent = "The room could not be deleted; the server cannot be reached.";
};

room.addEventListener("state", ({ detail: state }) => {
  isBlack = state.black;
  if (state.position !== number || !draw.isDone) {
    draw.isDone = true;
    show(state.position, { isTold: false });
  } else element("black-button").setAttribute("aria-pressed", isBlack);
  element("dark-words").hidden = !isBlack;
});
room.addEventListener("work", ({ detail: changed }) => {
  const isReworded = [...(changed ?? [])].some((id) => id.startsWith("headline."));
  for (const frame of [now, next]) tell(frame, { forget: isReworded });
  if (!isReworded) return;
  scenes.forget();
  draw();
});
function status() {
  element("status").textContent = room.status();
  element("status").classList.toggle("is-waiting", room.waiting().length > 0 || room.isAway);
}
for (const name of ["kept", "work", "line"]) room.addEventListener(name, status);
room.addEventListener("gone", () => (element("status").textContent = "This room is no longer there."));
status();
tick();
room.start();
draw();
