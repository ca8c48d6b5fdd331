// When the connection to the dashboard is gone: a restart, a laptop that slept, an idle proxy. Runs
// before Streamlit's own scripts, see first_visit.py; page.js does its part within the page.
//
// Streamlit connects again by itself. What it lacks: a session may be new then, which knows no box
// and no file of the page on screen, so that what is pressed does nothing. So the page runs again
// first, and what is pressed meanwhile is held back and done then.

// Instead of Streamlit's dialog, which names commands, there is a line of ours.
window.__streamlit = { ...window.__streamlit, HOST_CONFIG: { blockErrorDialogs: true } };

const WORDS =
  "The connection to the dashboard is lost. It comes back by itself; what you chose and typed stays.";
const HELD = "What you pressed is done then.";
// A short break is not worth a word.
const A_WHILE = 1000;
// How long a run that was asked for may take to begin, on a slow line; and one that a press may ask for.
const A_LINE = 3000;
const A_MOMENT = 500;
// After this long the page is taken to be ready: nobody shall be kept from pressing anything.
const LONGEST = 10000;
// A computer that slept so long has lost its session, see disconnectedSessionTTL, and often the line,
// without being told. A browser lets a hidden page wait for a minute.
const NAP = 5 * 60 * 1000;

const app = () => document.querySelector("[data-testid=stApp]");
const isConnected = () => app()?.dataset.testConnectionState === "CONNECTED";
const isAtRest = () => isConnected() && app().dataset.testScriptState === "notRunning";
const pause = (time) => new Promise((done) => setTimeout(done, time));

// Wait until the page has run: for so long that it begins, then that it is at rest.
async function run(longest) {
  const end = Date.now() + LONGEST;
  const begin = Date.now() + longest;
  while (isAtRest() && Date.now() < begin) await pause(10);
  while (!isAtRest() && Date.now() < end) await pause(50);
}

let wasConnected = false;
let isLost = false;
let held = [];
// What had the focus and what was written where: boxes are switched off meanwhile, which takes the
// focus from them, and a new session knows nothing of what was not yet told to the one before.
let focused;
let written = [];

const line = document.createElement("p");
line.className = "s3-connection";
line.setAttribute("role", "status");

function tell() {
  line.textContent = isLost ? `${WORDS} ${held.length ? HELD : ""}` : "";
}

// Before Streamlit hears of it.
function lose() {
  if (!wasConnected) return;
  wasConnected = false;
  setTimeout(() => isLost && tell(), A_WHILE);
  if (isLost) return;
  isLost = true;
  focused = document.activeElement === document.body ? undefined : document.activeElement;
  written = [...document.querySelectorAll(WRITTEN)].map((box) => [finder(box), box.value]);
}

function write(box, text) {
  // As React's own setter would keep the change from React.
  const kind = box.localName === "textarea" ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(box, text);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

async function comeBack() {
  dispatchEvent(new Event("s3-connected"));
  await run(A_LINE);
  if (!isConnected()) return;
  isLost = false;
  const actions = held;
  held = [];
  tell();
  if (document.activeElement === document.body) focused?.focus({ preventScroll: true });
  for (const [find, text] of written) if (text && find() && find().value !== text) write(find(), text);
  // Of what was being written the address may name the beginning, which a new session believes first.
  if (focused?.matches(WRITTEN)) {
    dispatchEvent(new Event("s3-connected"));
    await run(A_MOMENT);
  }
  for (const action of actions) {
    action();
    await run(A_MOMENT);
  }
}

function follow() {
  if (!isConnected()) return lose();
  if (isLost && !wasConnected) comeBack();
  wasConnected = true;
}

document.addEventListener("DOMContentLoaded", () => {
  document.body.append(line);
  new MutationObserver(follow).observe(document.body, {
    attributeFilter: ["data-test-connection-state"],
    subtree: true,
  });
});

// The same element once the page has been drawn anew.
function finder(element) {
  const alike = () =>
    [...document.querySelectorAll(element.localName)].filter(
      (other) => other.textContent === text && other.getAttribute("aria-label") === label,
    );
  const [text, label] = [element.textContent, element.getAttribute("aria-label")];
  const index = alike().indexOf(element);
  return () => (element.isConnected ? element : alike()[index]);
}

function hold(element, act) {
  const find = finder(element);
  held.push(() => {
    const found = find();
    if (found) act(found);
  });
  tell();
}

const PRESSED = "a, button, label, input, summary, li, [role]";
const WRITTEN = "textarea, input:not([type=checkbox], [type=radio], [type=range], [role=combobox])";

function isOurs(element) {
  const link = element.closest("a[href]");
  return !link || (link.origin === location.origin && link.target !== "_blank");
}

function pressed({ target, clientX, clientY }) {
  // A link that is switched off lets the pointer through.
  const isThere = ({ left, right, top, bottom }) =>
    left < clientX && clientX < right && top < clientY && clientY < bottom;
  const links = [...target.querySelectorAll("a, button")];
  return links.find((one) => isThere(one.getBoundingClientRect())) ?? target.closest(PRESSED);
}

function press(element) {
  if (element.matches(WRITTEN)) element.focus();
  else element.click();
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

// Nothing goes down either: what is being typed would be taken when the focus leaves it. Streamlit
// has switched off its boxes and buttons, and those do not know of a click: the pointer does.
for (const kind of ["pointerdown", "pointerup", "mousedown", "mouseup", "click"])
  addEventListener(
    kind,
    (event) => {
      if (!isLost || !event.target.closest || !isOurs(event.target)) return;
      stop(event);
      const element = pressed(event);
      const isPress = kind === "pointerup" || (kind === "click" && !event.detail);
      if (element && isPress && !event.button) hold(element, press);
    },
    true,
  );

addEventListener(
  "keydown",
  (event) => {
    if (!isLost || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, code } = event;
    const isOff = event.target === document.body;
    const element = isOff ? focused : event.target.closest?.(PRESSED);
    const isWritten = element?.matches(WRITTEN);
    if (!element || !(isWritten ? ["Enter"] : ["Enter", " "]).includes(key) || !isOurs(element)) return;
    stop(event);
    const again = () => new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true });
    hold(element, isWritten ? (found) => found.dispatchEvent(again()) : press);
  },
  true,
);

let socket;
window.WebSocket = class extends WebSocket {
  constructor(...asked) {
    super(...asked);
    socket = this;
    for (const kind of ["error", "close"]) this.addEventListener(kind, lose);
  }
};
let seen = Date.now();
setInterval(() => {
  if (Date.now() - seen > NAP) socket?.close();
  seen = Date.now();
}, NAP / 10);
