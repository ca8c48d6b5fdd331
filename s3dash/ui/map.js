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

// One path for each territory, kept from one drawing to the next: mostly only colours change.
function areas(root, data, drawn) {
  const group = root.querySelector(".s3-areas");
  const before = new Map([...group.children].map((area) => [area.dataset.territory, area]));
  const now = data.layers.flatMap((layer, level) =>
    layer.territories.map(([code, name, grade, ...told]) => {
      const area =
        before.get(code) ?? path({ d: drawn[level].get(code) ?? "", "data-territory": code });
      const colour = data.colours[grade];
      if (area.getAttribute("fill") !== colour) area.setAttribute("fill", colour);
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
  const position = (x, y) =>
    `left:${(100 * (x - left)) / (right - left)}%;top:${(100 * (top - y)) / (top - bottom)}%`;
  root.position = position;
  root.classList.toggle("s3-small", isSmall);
  const names = isSmall ? [] : extent.insets;
  root.querySelector(".s3-names").replaceChildren(
    ...names.map(({ name, label_x, label_y }) => {
      const label = document.createElement("span");
      label.style = position(label_x, label_y);
      label.textContent = name;
      return label;
    }),
  );
}

async function draw(root, data) {
  root.data = data;
  const [extent, land, ...drawn] = await Promise.all([
    file(data.extent),
    shapes(data.land),
    ...data.layers.map((layer) => shapes(layer.shapes)),
  ]);
  // Meanwhile another drawing may have been asked for.
  if (root.data !== data) return;
  if (!root.position) {
    frame(root, extent, data.is_small);
    root.querySelector(".s3-land").setAttribute("d", [...land.values()].join(""));
  }
  areas(root, data, drawn);
  const outlined = data.layers.flatMap((layer, level) =>
    layer.territories
      .filter(([code]) => data.outlined.includes(code))
      .map(([code]) => drawn[level].get(code)),
  );
  for (const name of [".s3-halo", ".s3-outlines"])
    root.querySelector(name).setAttribute("d", outlined.join(""));
  const eye = root.querySelector(".s3-ring");
  eye.hidden = !data.ring;
  if (data.ring) eye.style = root.position(...data.ring);
  root.querySelector("svg").setAttribute("aria-label", data.alt);
  root.classList.toggle("s3-clickable", data.is_clickable);
  root.classList.add("s3-drawn");
}

// The tooltip, and the outline of what the pointer is on.
function hover(root, event) {
  const area = event.target.closest("[data-territory]");
  const tip = root.querySelector(".s3-tip");
  tip.hidden = !area;
  root.querySelector(".s3-pointed").setAttribute("d", area?.getAttribute("d") ?? "");
  if (!area) return;
  const { name, told } = area.told;
  const title = document.createElement("b");
  title.textContent = name;
  tip.replaceChildren(title, `\n${root.data.hover.replace(/\{(\d)\}/g, (_, at) => told[at])}`);
  const box = root.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  const isRight = x > box.width / 2;
  const isLow = y > box.height / 2;
  tip.style.left = isRight ? "" : `${x + 14}px`;
  tip.style.right = isRight ? `${box.width - x + 10}px` : "";
  tip.style.top = isLow ? "" : `${y + 14}px`;
  tip.style.bottom = isLow ? `${box.height - y + 10}px` : "";
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

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".s3-map");
  const drawing = root.querySelector("svg");
  drawing.onpointermove = (event) => hover(root, event);
  drawing.onpointerleave = (event) => hover(root, event);
  drawing.onclick = (event) => {
    const code = event.target.closest("[data-territory]")?.dataset.territory;
    const adds = event.ctrlKey || event.metaKey || event.shiftKey;
    if (code && data.is_clickable && !root.isMoved) setTriggerValue("pick", { territory: code, adds });
  };
  drawing.onpointerdown = (event) => drag(root, event);
  root.querySelector(".s3-zoom").onclick = ({ target }) => {
    if (target.dataset.by) zoomBy(root, Number(target.dataset.by));
  };
  draw(root, data).catch((error) => {
    root.querySelector(".s3-failed").textContent =
      `The map could not be drawn: ${error.message}. Load the page again.`;
  });
  // What the reader points at in a list beside the map, or reaches by key, is shown on the map.
  const show = ({ target }) => {
    if (root.contains(target)) return;
    const area = root.querySelector(`[data-territory="${CSS.escape(territoryOfRow(target) ?? "")}"]`);
    root.querySelector(".s3-pointed").setAttribute("d", area?.getAttribute("d") ?? "");
  };
  document.addEventListener("pointerover", show);
  document.addEventListener("focusin", show);
  return () => {
    document.removeEventListener("pointerover", show);
    document.removeEventListener("focusin", show);
  };
}
