// What every page does in the browser while it is shown; see screen.py.

// Charts and our own HTML are made in the colours of the theme: a page whose theme changes runs
// again. Streamlit calls its components when that happens, while the page moves from one colour to
// the other.
const MOMENT = 300;
let wait;

export default function ({ data, setStateValue, setTriggerValue }) {
  // A page whose connection was lost runs again: its session may be new; see connection.js.
  const runAgain = () => setTriggerValue("connected", true);
  addEventListener("s3-connected", runAgain);
  // What is found in the search of the bar opens without loading the dashboard anew; see search.js.
  const go = (event) => {
    event.preventDefault();
    setTriggerValue("go", event.detail);
  };
  addEventListener("s3-go", go);
  // Streamlit marks the page in an open menu, not the menu in the bar.
  for (const button of document.querySelectorAll("[data-testid=stTopNavSection]"))
    if (data.menu && button.innerText.trim().startsWith(data.menu)) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  clearTimeout(wait);
  wait = setTimeout(() => {
    const app = document.querySelector("[data-testid=stApp]");
    const [red, green, blue] = getComputedStyle(app).backgroundColor.match(/\d+/g).map(Number);
    const mode = 0.3 * red + 0.6 * green + 0.1 * blue < 128 ? "dark" : "light";
    if (mode !== data.mode) setStateValue("mode", mode);
  }, MOMENT);
  return () => {
    clearTimeout(wait);
    removeEventListener("s3-connected", runAgain);
    removeEventListener("s3-go", go);
  };
}
