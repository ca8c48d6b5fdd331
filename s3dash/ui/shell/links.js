// HTML of our own whose links change the page without reloading the dashboard; see links.py.

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const root = parentElement.querySelector(".s3-html");
  root.innerHTML = data;
  for (const table of root.querySelectorAll(".s3-rows > table")) tellHeads(table);
  for (const link of root.querySelectorAll("a[target]:not([aria-label])")) nameAfterRow(link);
  root.onclick = (event) => {
    const link = event.target.closest("a.s3-go");
    // With a modifier key the reader wants a new tab: the browser does that by itself.
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    setTriggerValue("go", link.getAttribute("href"));
  };
}

// The cells of a table of records look like the heads of their columns, and where rows are cards
// style.css has each cell say its head.
function tellHeads(table) {
  const heads = [...table.tHead.rows[0].cells];
  for (const row of table.tBodies[0].rows)
    [...row.cells].forEach((cell, place) => {
      const words = heads[place].textContent;
      cell.className = heads[place].className;
      if (place && words.toLowerCase() !== cell.textContent) cell.dataset.head = words;
    });
}

// Links that are called just "source" are told with what their row or item begins with.
function nameAfterRow(link) {
  const first = link.closest("li, tr")?.querySelector("th, a, b");
  if (first && !first.contains(link)) link.ariaLabel = `${link.textContent} of ${first.textContent}`;
}
