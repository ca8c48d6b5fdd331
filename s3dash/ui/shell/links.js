// HTML of our own whose links change the page without reloading the dashboard; see links.py.

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const root = parentElement.querySelector(".s3-html");
  root.innerHTML = data;
  for (const table of root.querySelectorAll(".s3-rows > table")) tellHeads(table);
  for (const course of root.querySelectorAll("[data-c]")) drawCourse(course);
  for (const link of root.querySelectorAll("a[target]:not([aria-label])")) nameAfterRow(link);
  // What the reader came for stands below what is in sight.
  root.querySelector(".s3-arrive")?.scrollIntoView({ block: "center" });
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

// The small line of a value's course, as course.py writes it: a letter a year.
const WIDTH = 100;
const TOP = 16;
function drawCourse(course) {
  const points = [];
  let isBreak = false;
  let year = 0;
  for (const letter of course.dataset.c) {
    if (letter === "|") isBreak = true;
    else {
      if (letter !== ".") {
        points.push({ year, y: 2 + TOP - parseInt(letter, 36), isBreak });
        isBreak = false;
      }
      year += 1;
    }
  }
  const last = points.at(-1);
  const at = (one) => `${Math.round((WIDTH * one.year) / last.year)} ${one.y}`;
  // What is published every second year has no gap.
  const spans = points.slice(1).map((one, n) => one.year - points[n].year);
  const step = Math.min(...spans);
  let [whole, dotted] = [`M${at(points[0])}`, ""];
  spans.forEach((span, n) => {
    const [one, later] = [points[n], points[n + 1]];
    if (span > step && !later.isBreak) dotted += `M${at(one)}L${at(later)}`;
    whole += (span > step || later.isBreak ? "M" : "L") + at(later);
  });
  course.innerHTML =
    `<svg class=s3-spark viewBox='-2 0 ${WIDTH + 4} ${TOP + 4}' aria-hidden=true>` +
    `<path d='${whole}'/><path class=s3-gap d='${dotted}'/><circle cx=${WIDTH} cy=${last.y} r=2 /></svg>`;
}

// Links that are called just "source" are told with what their row or item begins with.
function nameAfterRow(link) {
  const first = link.closest("li, tr")?.querySelector("th, a, b");
  if (first && !first.contains(link)) link.ariaLabel = `${link.textContent} of ${first.textContent}`;
}
