// Plays the years of an indicator on the map beside it; see play.py for the data.

const BEAT = 1000;
// Who steps through the years fast sees each of them; the page follows where they stay.
const STAY = 400;
const isStill = matchMedia("(prefers-reduced-motion: reduce)");
const areasOf = (data) => document.querySelectorAll(`.st-key-map_${data.map} [data-territory]`);

function paint(area, colour) {
  area.setAttribute("fill", colour ?? "none");
  area.setAttribute("visibility", colour ? "inherit" : "hidden");
}

// Exact figures are known of the year that the page shows; of others the range of the class.
function tell(area, label, year) {
  if (!area.told.isPlayed) area.exact = area.told;
  const { name, told } = area.exact;
  area.told = { name, told: [told[0], `${label}, ${year}`], isPlayed: true };
}

// The class of a region in a year: the last one that was sent holds for the years that follow.
const classOf = (row, at) => (row ? row[Math.min(at, row.length - 1)] : ".");
const withValue = (data, at) =>
  Object.values(data.regions).filter((row) => classOf(row, at) !== ".").length;

function show(root, at) {
  const { data } = root;
  root.at = at;
  const year = data.years[at];
  for (const area of areasOf(data)) {
    const place = classOf(data.regions[area.dataset.territory], at);
    paint(area, data.colours[place]);
    if (year !== data.year) tell(area, data.labels[place], year);
    else if (area.told.isPlayed) area.told = area.exact;
  }
  say(root, year, withValue(data, at));
}

function say(root, year, number) {
  const said = document.createElement("b");
  said.textContent = year;
  root.querySelector("output").replaceChildren(said, `${number} region${number === 1 ? "" : "s"}`);
  const [back, play, on] = root.querySelectorAll("button");
  back.disabled = root.at === 0;
  on.disabled = root.at === root.data.years.length - 1;
  play.textContent = root.timer ? "Pause" : "Play";
  // Who wants nothing to move goes from year to year.
  play.hidden = isStill.matches;
  document.body.classList.toggle("s3-plays", Boolean(root.timer));
  // A year a second would talk over everything else.
  root.querySelector("output").setAttribute("aria-live", root.timer ? "off" : "polite");
}

function stop(root) {
  clearInterval(root.timer);
  clearTimeout(root.stay);
  root.timer = root.stay = null;
}

// The link and the rest of the page follow where the play stands.
function rest(root) {
  stop(root);
  show(root, root.at);
  const year = root.data.years[root.at];
  if (year !== root.data.year) root.tellPage("year", year);
}

function beat(root) {
  if (!root.isConnected) return stop(root);
  const last = root.data.years.length - 1;
  if (root.at < last) show(root, root.at + 1);
  if (root.at === last) rest(root);
}

function play(root) {
  if (root.timer) return rest(root);
  root.timer = setInterval(() => beat(root), BEAT);
  show(root, root.at === root.data.years.length - 1 ? 0 : root.at);
}

function step(root, by) {
  const at = root.at + by;
  if (at < 0 || at >= root.data.years.length) return;
  stop(root);
  show(root, at);
  root.stay = setTimeout(() => rest(root), STAY);
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".s3-play");
  stop(root);
  root.data = data;
  root.tellPage = setTriggerValue;
  root.at = data.years.indexOf(data.year);
  // The map draws the year of the page itself.
  say(root, data.year, withValue(data, root.at));
  const does = { back: () => step(root, -1), play: () => play(root), on: () => step(root, 1) };
  root.onclick = ({ target }) => does[target.dataset.do]?.();
  root.onkeydown = (event) => {
    if (event.key === "ArrowLeft") step(root, -1);
    else if (event.key === "ArrowRight") step(root, 1);
    else if (event.key === "Escape" && root.timer) rest(root);
    else return;
    event.preventDefault();
  };
  return () => {
    stop(root);
    document.body.classList.remove("s3-plays");
  };
}
