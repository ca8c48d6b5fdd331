// What a reader with a keyboard or a screen reader needs when the page has run: to be where they
// were, and to hear how much was found. Runs before Streamlit's own scripts, see first_visit.py.

const FOCUSABLE = "a[href], button:not(:disabled), input:not(:disabled), [tabindex='0']";
// The line that says how much is found, see chrome.count; beside a switch it needs no box of its own.
const COUNT = ".st-key-told_count, .st-key-shown_as .stMarkdown";
// Long enough to be read out; whoever goes through the page does not meet it twice.
const HEARD = 3000;

// What has the focus, and all that it stands in.
let path = [];
let isByKey = false;
addEventListener("keydown", () => (isByKey = true), true);
addEventListener("pointerdown", () => (isByKey = false), true);
addEventListener("focusin", ({ target }) => {
  path = [];
  for (let element = target; element; element = element.parentElement) path.push(element);
});
addEventListener("focusout", ({ target }) => {
  // What goes away with the focus is kept in mind; a reader who leaves it is not called back.
  setTimeout(() => {
    if (document.activeElement === document.body && target.isConnected && !target.disabled) path = [];
  });
});

// A button that takes itself away, such as "Clear all", would take the focus with it: it goes to
// what is nearest. A finger or a mouse needs none, and a box would open the keys of a phone.
function keepFocus() {
  if (!isByKey || document.activeElement !== document.body) return;
  if (!path.length || path[0].isConnected) return;
  const around = path.find((element) => element.isConnected && element.querySelector(FOCUSABLE));
  around?.querySelector(FOCUSABLE).focus({ preventScroll: true });
}

const line = document.createElement("p");
line.className = "s3-heard";
line.setAttribute("role", "status");
let told;
let page;
let silence;
const found = () => document.querySelector(COUNT)?.innerText.trim();
function tellCount() {
  const count = found();
  // A page that is opened is read anyway.
  if (count && count !== told && page === location.pathname) {
    line.textContent = count;
    clearTimeout(silence);
    silence = setTimeout(() => (line.textContent = ""), HEARD);
  }
  [told, page] = [count, location.pathname];
}

// A page may still change when its run has ended, on a slow computer long after: what follows a run
// waits until nothing has changed for a moment, however late that is.
const QUIET = 100;
let quiet;
function follow(changes) {
  // What a page says first is known at once: its reader may be quicker than the page is quiet.
  const hasRun = changes.some(
    ({ type, target }) => type === "attributes" && target.dataset.testScriptState === "notRunning",
  );
  if (hasRun && page !== location.pathname && found()) [told, page] = [found(), location.pathname];
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    if (!document.querySelector("[data-test-script-state=notRunning]")) return;
    keepFocus();
    tellCount();
  }, QUIET);
}

document.addEventListener("DOMContentLoaded", () => {
  document.body.append(line);
  new MutationObserver(follow).observe(document.body, {
    attributeFilter: ["data-test-script-state"],
    characterData: true,
    childList: true,
    subtree: true,
  });
});
