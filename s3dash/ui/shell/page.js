// What every page does in the browser; see screen.py.

// Steps of the browser's history that nobody took. On the way to another page Streamlit first puts
// the parameters of that page on this one, and a page that is entered may put its last choices into
// the address: the page takes the place of such a step, to which the reader's Back would return.
const push = history.pushState;
if (!push.isMended) {
  let last = { search: null, time: 0 };
  let isArriving = false;
  history.pushState = function (state, title, url) {
    const { pathname, search } = new URL(url ?? "", location.href);
    const isHere = pathname === location.pathname;
    const isSecond = !isHere && search === last.search && Date.now() - last.time < 5000;
    const isAdded = isHere && isArriving;
    last = { search: isHere ? search : null, time: Date.now() };
    (isSecond || isAdded ? history.replaceState : push).call(history, state, title, url);
    if (!isHere) isArriving = true;
  };
  history.pushState.isMended = true;
  addEventListener("popstate", () => (isArriving = true), true);
  // From the first key or click on, what changes the address is the reader's.
  for (const kind of ["pointerdown", "keydown"])
    addEventListener(kind, () => (isArriving = false), true);
}

// Charts and our own HTML are made in the colours of the theme: a page whose theme changes runs
// again. Streamlit calls its components when that happens, while the page moves from one colour to
// the other.
const MOMENT = 300;
let wait;

export default function ({ data, setStateValue }) {
  clearTimeout(wait);
  wait = setTimeout(() => {
    const app = document.querySelector("[data-testid=stApp]");
    const [red, green, blue] = getComputedStyle(app).backgroundColor.match(/\d+/g).map(Number);
    const mode = 0.3 * red + 0.6 * green + 0.1 * blue < 128 ? "dark" : "light";
    if (mode !== data) setStateValue("mode", mode);
  }, MOMENT);
  return () => clearTimeout(wait);
}
