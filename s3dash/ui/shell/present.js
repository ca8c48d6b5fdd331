// "Present" and "Add to deck" beside every view, and the key P. Runs before Streamlit's own scripts,
// see first_visit.py: a page sends nothing for them.
//
// Decks that are being collected live in this browser, see ui/present/decks.js, which reads the same
// entry.

const DECKS = "s3-decks";
// These are no views: the decks themselves, a statement, a desk.
const NO_VIEWS = ["present", "accessibility", "steward"];
const LOOK = 400;

const isView = () => !NO_VIEWS.includes(location.pathname.split("/").pop());
const view = () => location.pathname.split("/").pop() + location.search;
const below = (path) => new URL(path, document.baseURI).href;

function present() {
  location.assign(below(`present/view?link=${encodeURIComponent(view())}`));
}

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(DECKS));
    if (Array.isArray(found?.decks)) return found;
  } catch {
    // Nothing that can be read: begin anew.
  }
  return { current: "", decks: [] };
}

function write(all) {
  try {
    localStorage.setItem(DECKS, JSON.stringify(all));
    return true;
  } catch {
    return false;
  }
}

async function add() {
  const link = view();
  const answer = await fetch(below(`present/entry.json?link=${encodeURIComponent(link)}`)).catch(() => null);
  const found = await answer?.json().catch(() => null);
  if (!answer?.ok) return tell(found?.problem ?? "The server cannot be reached: this view was not added. Please try again.");
  const all = read();
  let deck = all.decks.find((one) => one.id === all.current);
  if (!deck) {
    deck = { id: crypto.getRandomValues(new Uint32Array(1))[0].toString(36), title: "My deck", scenes: [] };
    all.decks.push(deck);
    all.current = deck.id;
  }
  const scene = { link: found.link, kind: found.kind, seen: found.headline };
  deck.scenes.push(scene);
  if (!write(all)) return tell("This browser keeps nothing, so no deck can be collected here.");
  form(deck, deck.scenes.length - 1, found.headline);
}

// What was added, with room for a headline of one's own and a note.
function form(deck, place, headline) {
  const box = tell("");
  const change = (name) => ({ target }) => {
    const all = read();
    const scene = all.decks.find((one) => one.id === deck.id)?.scenes[place];
    if (!scene) return;
    scene[name] = target.value.trim() || undefined;
    write(all);
  };
  const [title, note] = ["input", "textarea"].map((kind) => document.createElement(kind));
  title.maxLength = 200;
  title.placeholder = headline;
  title.onchange = change("title");
  note.maxLength = 4000;
  note.rows = 3;
  note.onchange = change("note");
  const words = document.createElement("p");
  words.textContent = `Scene ${place + 1} of “${deck.title}”.`;
  const way = document.createElement("a");
  way.href = below("present");
  way.className = "s3-button";
  way.textContent = "Open the deck";
  box.replaceChildren(words, labelled("Your own headline", title), labelled("Speaker’s note", note), way, closing());
  title.focus({ preventScroll: true });
}

function labelled(words, field) {
  const label = document.createElement("label");
  label.append(words, field);
  return label;
}

function closing() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "s3-button";
  button.textContent = "Close";
  button.onclick = () => {
    panel.hidden = true;
    adding.focus({ preventScroll: true });
  };
  return button;
}

function tell(words) {
  const line = document.createElement("p");
  line.textContent = words;
  panel.replaceChildren(line, closing());
  panel.hidden = false;
  return panel;
}

const place = document.createElement("div");
place.className = "s3-present";
place.setAttribute("role", "group");
place.setAttribute("aria-label", "Present this view");
const panel = document.createElement("div");
panel.className = "s3-present-panel";
panel.setAttribute("role", "status");
panel.hidden = true;
const [showing, adding] = [
  ["Present", present, "This view in full screen, for a room (key P)"],
  ["Add to deck", add, "Collect this view as a scene of your deck"],
].map(([words, act, title]) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "s3-button";
  button.textContent = words;
  button.title = title;
  button.onclick = act;
  return button;
});
place.append(showing, adding, panel);
panel.addEventListener("keydown", (event) => {
  event.stopPropagation();
  if (event.key === "Escape") closing().onclick();
});

// Streamlit makes the page anew now and then.
setInterval(() => {
  const page = document.querySelector("[data-testid=stMain]");
  place.hidden = !isView();
  if (page && place.parentElement !== page) page.append(place);
}, LOOK);

let shown = location.href;
addEventListener("keydown", (event) => {
  if (location.href !== shown) {
    shown = location.href;
    panel.hidden = true;
  }
  if (event.key.toLowerCase() !== "p" || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], [role=combobox], [role=slider], [role=listbox], [role=dialog]")) return;
  if (isView()) present();
});
