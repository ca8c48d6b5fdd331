// HTML of our own whose links change the page without reloading the dashboard; see links.py.

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
