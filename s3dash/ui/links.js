// HTML of our own whose links change the page without reloading the dashboard; see links.py.

// On the way to another page Streamlit first puts the parameters of that page on this one: a step
// of its own, to which the reader's Back would return. The page takes the place of that step.
const push = history.pushState;
if (!push.isMended) {
  let last = { search: null, time: 0 };
  history.pushState = function (state, title, url) {
    const { pathname, search } = new URL(url ?? "", location.href);
    const isHere = pathname === location.pathname;
    const isSecond = !isHere && search === last.search && Date.now() - last.time < 5000;
    last = { search: isHere ? search : null, time: Date.now() };
    (isSecond ? history.replaceState : push).call(history, state, title, url);
  };
  history.pushState.isMended = true;
}
export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const root = parentElement.querySelector(".s3-html");
  root.innerHTML = data;
  root.onclick = (event) => {
    const link = event.target.closest("a.s3-go");
    // With a modifier key the reader wants a new tab: the browser does that by itself.
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    setTriggerValue("go", link.getAttribute("href"));
  };
}
