// Draws a map of Europe from static shapes that are projected already; see maps.py for the data.

// What was fetched once is kept: address -> promise of a file's content.
const kept = new Map();

function file(address) {
  if (!kept.has(address)) {
    const content = fetch(new URL(address, document.baseURI)).then((answer) => {
      if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
      return answer.json();
    });
    content.catch(() => kept.delete(address));
    kept.set(address, content);
  }
  return kept.get(address);
}

// Map units have north up, a drawing has it down.
const place = ([x, y]) => `${x} ${-y}`;
const ring = (points) => `M${points.map(place).join("L")}Z`;

function outline({ type, coordinates }) {
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  return polygons.flat().map(ring).join("");
}

async function shapes(address) {
  const content = await file(address);
  content.drawn ??= new Map(content.features.map(({ id, geometry }) => [id, outline(geometry)]));
  return content.drawn;
}

function path(attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// Without a colour nothing of a territory is seen, and nothing can be pointed at.
function paint(area, colour) {
  if (area.getAttribute("fill") === (colour ?? "none")) return;
  area.setAttribute("fill", colour ?? "none");
  area.setAttribute("visibility", colour ? "inherit" : "hidden");
}

// One path for each territory, kept from one drawing to the next: mostly only colours change.
function areas(root, data, drawn) {
  const group = root.querySelector(".s3-areas");
  const before = new Map([...group.children].map((area) => [area.dataset.territory, area]));
  const now = data.layers.flatMap((layer, level) =>
    layer.territories.map(([code, name, grade, ...told]) => {
      const area =
        before.get(code) ?? path({ d: drawn[level].get(code) ?? "", "data-territory": code });
      const colour = data.colours[grade];
      paint(area, colour);
      area.told = { name, told };
      return area;
    }),
  );
  if (now.length !== group.children.length || now.some((area, at) => area !== group.children[at]))
    group.replaceChildren(...now);
}

const CLOSEST = 16;
const between = (least, value, most) => Math.min(Math.max(value, least), most);

// Shows the part of Europe around a place; nothing beyond the edges. Zoom 1 is all of it.
function look(root, zoom, x, y) {
  const [[left, right], [bottom, top]] = [root.extent.x_range, root.extent.y_range];
  const [width, height] = [(right - left) / zoom, (top - bottom) / zoom];
  const west = between(left, x - width / 2, right - width);
  const north = between(bottom + height, y + height / 2, top);
  root.view = { zoom, x: west + width / 2, y: north - height / 2, width, wanted: [x, y] };
  root.querySelector("svg").setAttribute("viewBox", `${west} ${-north} ${width} ${height}`);
  root.classList.toggle("s3-near", zoom > 1);
  const [closer, wider] = root.querySelectorAll(".s3-zoom button");
  closer.disabled = zoom >= CLOSEST;
  wider.disabled = zoom <= 1;
}

// Who zooms into a map with something outlined wants to see that.
function zoomBy(root, by) {
  const { view } = root;
  const box = root.querySelector(".s3-outlines").getBBox();
  const isFirst = view.zoom === 1 && box.width > 0;
  const [x, y] = isFirst
    ? [box.x + box.width / 2, -(box.y + box.height / 2)]
    : view.wanted; // an edge may have been in the way while less was near
  look(root, between(1, view.zoom * by, CLOSEST), x, y);
}

// What is near can be moved with the pointer; a move is no click.
function drag(root, start) {
  const { view } = root;
  root.isMoved = false;
  if (view.zoom === 1 || start.button) return;
  const scale = view.width / root.getBoundingClientRect().width;
  const move = (event) => {
    const [dx, dy] = [event.clientX - start.clientX, event.clientY - start.clientY];
    root.isMoved ||= Math.hypot(dx, dy) > 4;
    if (root.isMoved) look(root, view.zoom, view.x - dx * scale, view.y + dy * scale);
  };
  const end = () => window.removeEventListener("pointermove", move);
  window.addEventListener("pointermove", move);
  for (const last of ["pointerup", "pointercancel"])
    window.addEventListener(last, end, { once: true });
}

function frame(root, extent, isSmall) {
  const [[left, right], [bottom, top]] = [extent.x_range, extent.y_range];
  root.extent = extent;
  look(root, 1, 0, 0);
  const boxes = extent.insets.map(({ x0, x1, y0, y1 }) =>
    ring([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]), // prettier-ignore
  );
  root.querySelector(".s3-insets").setAttribute("d", boxes.join(""));
  root.position = (x, y) =>
    `left:${(100 * (x - left)) / (right - left)}%;top:${(100 * (top - y)) / (top - bottom)}%`;
  root.classList.toggle("s3-small", isSmall);
  const names = isSmall ? [] : extent.insets;
  root.querySelector(".s3-names").replaceChildren(
    ...names.map(({ name, label_x, label_y }) => {
      const label = document.createElement("span");
      label.style = root.position(label_x, label_y);
      label.textContent = name;
      return label;
    }),
  );
}

// What the pointer is on: outlined, and told in a box that lies beside it and in the window.
function point(root, area, x, y) {
  const tip = root.querySelector(".s3-tip");
  root.querySelector(".s3-pointed").setAttribute("d", area?.getAttribute("d") ?? "");
  tip.hidden = !area;
  root.pointed = area;
  if (!area) return;
  const { name, told } = area.told;
  const title = document.createElement("b");
  title.textContent = name;
  tip.replaceChildren(title, `\n${root.data.hover.replace(/\{(\d)\}/g, (_, at) => told[at])}`);
  const map = root.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const across = x + 14 + width < innerWidth ? x + 14 : x - 10 - width;
  const down = y + 14 + height < innerHeight ? y + 14 : y - 10 - height;
  tip.style.left = `${Math.max(across, 4) - map.left}px`;
  tip.style.top = `${down - map.top}px`;
}

function unpoint(root) {
  point(root, null);
}

function outlines(root, outlined, drawn) {
  const all = outlined.flatMap(({ territories }, at) =>
    territories.map((code) => drawn[at].get(code) ?? ""),
  );
  for (const name of [".s3-halo", ".s3-outlines"])
    root.querySelector(name).setAttribute("d", all.join(""));
}

async function draw(root, data) {
  root.data = data;
  const drawing = root.querySelector("svg");
  drawing.setAttribute("aria-label", data.alt);
  drawing.setAttribute("aria-busy", "true");
  const files = ({ shapes: address }) => shapes(address);
  const [extent, land, layers, outlined] = await Promise.all([
    file(data.extent),
    shapes(data.land),
    Promise.all(data.layers.map(files)),
    Promise.all(data.outlined.map(files)),
  ]);
  // Meanwhile another drawing may have been asked for.
  if (root.data !== data) return;
  if (!root.extent) {
    frame(root, extent, data.is_small);
    root.querySelector(".s3-land").setAttribute("d", [...land.values()].join(""));
  }
  // What was told of a territory may hold no more, and it may have moved from under the pointer.
  unpoint(root);
  areas(root, data, layers);
  outlines(root, data.outlined, outlined);
  const eye = root.querySelector(".s3-ring");
  eye.hidden = !data.ring;
  if (data.ring) eye.style = root.position(...data.ring);
  root.classList.toggle("s3-clickable", data.is_clickable);
  root.classList.add("s3-drawn");
  root.querySelector(".s3-failed").textContent = "";
  drawing.removeAttribute("aria-busy");
}

// Nothing is better than a map of something else.
function fail(root, data, error) {
  if (root.data !== data) return;
  unpoint(root);
  root.querySelector(".s3-areas").replaceChildren();
  outlines(root, [], []);
  root.querySelector("svg").removeAttribute("aria-busy");
  root.querySelector(".s3-failed").textContent =
    `The map could not be drawn: ${error.message}. Load the page again.`;
}

// Code of the territory that a row of a list links to: the row, or the group it stands in.
function territoryOfRow(element) {
  let row = element.closest?.(".s3-html :is(li, tr, section)");
  for (; row; row = row.parentElement?.closest(".s3-html :is(li, section)")) {
    const link = row.querySelector("a[href*='region?territory=']");
    if (link) return new URLSearchParams(link.getAttribute("href").split("?")[1]).get("territory");
  }
  return null;
}

// What the reader points at in a list beside a map, or reaches by key, is shown on the map.
function showRow({ target }) {
  for (const root of document.querySelectorAll(".s3-map.s3-drawn")) {
    if (root.contains(target)) continue;
    const code = CSS.escape(territoryOfRow(target) ?? "");
    const area = root.querySelector(`[data-territory="${code}"]`);
    root.querySelector(".s3-tip").hidden = true;
    root.querySelector(".s3-pointed").setAttribute("d", area?.getAttribute("d") ?? "");
  }
}
document.addEventListener("pointerover", showRow);
document.addEventListener("focusin", showRow);
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") document.querySelectorAll(".s3-map.s3-drawn").forEach(unpoint);
});

const areaOf = (event) => event.target.closest("[data-territory]");
const adds = (event) => event.ctrlKey || event.metaKey || event.shiftKey;

function click(root, event, setTriggerValue) {
  const area = areaOf(event);
  const { data } = root;
  // A finger has no other way to ask what a territory is: its first touch tells, the second acts.
  if (root.isTouch && area !== root.touched) {
    root.touched = area;
    point(root, area, event.clientX, event.clientY);
    return;
  }
  if (!area || !data.is_clickable || root.isMoved) return;
  const territory = area.dataset.territory;
  if (data.opens && adds(event)) window.open(new URL(data.opens + territory, document.baseURI));
  else setTriggerValue("pick", { territory, adds: adds(event) });
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".s3-map");
  const drawing = root.querySelector("svg");
  const hover = (event) => {
    if (event.pointerType !== "touch") point(root, areaOf(event), event.clientX, event.clientY);
  };
  drawing.onpointermove = hover;
  drawing.onpointerover = hover;
  drawing.onpointerleave = (event) => event.pointerType !== "touch" && unpoint(root);
  drawing.onpointerdown = (event) => {
    root.isTouch = event.pointerType === "touch";
    drag(root, event);
  };
  // With Shift the browser would select the words between this click and the last.
  drawing.onmousedown = (event) => event.shiftKey && event.preventDefault();
  drawing.onclick = (event) => click(root, event, setTriggerValue);
  root.querySelector(".s3-zoom").onclick = ({ target }) => {
    if (target.dataset.by) zoomBy(root, Number(target.dataset.by));
  };
  draw(root, data).catch((error) => fail(root, data, error));
}
