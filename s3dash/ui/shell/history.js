// The steps that the reader's Back returns to, and the place that was scrolled to at each; runs
// before Streamlit's own scripts, see first_visit.py.
//
// What a reader does to the address is a step, and one step. Streamlit makes a step of each change
// that comes from the server, also of those nobody asked for (an address that is tidied, last choices
// of a page that is entered) and of the parameters of a page that stand on the page before for a
// moment; and none of what a bound box changes.

const push = history.pushState;
const replace = history.replaceState;

// Between two keys or grips that move a slider on. Told by the reader's hand: answers may take longer.
const STILL = 1500;
// How long the second half of a way to another page may take.
const ON_THE_WAY = 5000;

let isAsked = false;
let movement = 0;
let lastInput = 0;
let last = { search: null, time: 0, slider: null, movement };

function isStep(to) {
  const now = Date.now();
  const isHere = to.pathname === location.pathname;
  const slider = document.activeElement?.closest("[role=slider], [type=range]") ?? null;
  const isMovingOn = slider && slider === last.slider && movement === last.movement;
  const isSecondHalf = !isHere && to.search === last.search && now - last.time < ON_THE_WAY;
  const isOne = isAsked && !isMovingOn && !isSecondHalf;
  last = { search: isHere ? to.search : null, time: now, slider, movement };
  isAsked = false;
  return isOne;
}

function change(state, title, url) {
  const to = new URL(url ?? location.href, location.href);
  if (to.href !== location.href && isStep(to)) {
    note();
    step = newStep();
    push.call(history, { ...state, step }, title, url);
  } else replace.call(history, { ...state, step }, title, url);
}
history.pushState = change;
history.replaceState = change;

for (const kind of ["pointerdown", "keydown", "click"])
  addEventListener(
    kind,
    (event) => {
      // A click of the pointer was counted when it went down; one without is that of a screen reader.
      if (kind === "click" && event.detail) return;
      isAsked = true;
      if (Date.now() - lastInput > STILL) movement += 1;
      lastInput = Date.now();
    },
    true,
  );

// The place of each step is kept in the tab, since a reader also comes back from other sites.
const KEPT = "s3-places";
const main = () => document.querySelector("[data-testid=stMain]");
const newStep = () => `${Date.now()}-${Math.random()}`;
const places = new Map(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));
let step = history.state?.step ?? newStep();
replace.call(history, { ...history.state, step }, "");

function note() {
  if (main()) places.set(step, main().scrollTop);
}

// A page grows while it is drawn: the place is taken again until the page is at rest, or the reader
// goes elsewhere.
const REST = 400;
const LONGEST = 8000;
let returning;
function returnTo(place) {
  clearInterval(returning);
  const end = Date.now() + LONGEST;
  let restFrom = Date.now();
  returning = setInterval(() => {
    const app = document.querySelector("[data-testid=stApp]");
    if (app?.dataset.testScriptState !== "notRunning") restFrom = Date.now();
    if (main() && main().scrollTop !== place) main().scrollTop = place;
    if (Date.now() > Math.min(end, restFrom + REST)) clearInterval(returning);
  }, 50);
}
for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"])
  addEventListener(kind, () => clearInterval(returning), { capture: true, passive: true });

addEventListener(
  "popstate",
  ({ state }) => {
    isAsked = false;
    note();
    // A place within the page, such as #sources, is a step that the browser made.
    step = state?.step ?? newStep();
    if (places.has(step)) returnTo(places.get(step));
  },
  true,
);
addEventListener("pagehide", () => {
  note();
  sessionStorage.setItem(KEPT, JSON.stringify([...places].slice(-50)));
});
if (places.has(step)) returnTo(places.get(step));
