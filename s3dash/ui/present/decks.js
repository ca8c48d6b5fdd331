// Decks in this browser: collected (shell/present.js), put in order, saved, loaded, started.

const DECKS = "s3-decks";
const ROOMS = "s3-rooms";
const MOST_UNDO = 30;

const below = (path) => new URL(path, document.baseURI).href;
const post = (path, body) =>
  fetch(below(path), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

function read(name, empty) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? empty;
  } catch {
    return empty;
  }
}

function make(name, attributes = {}, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  element.append(...content.flat().filter((part) => part !== null && part !== undefined && part !== false));
  return element;
}

// What is drawn anew after each change keeps the focus by these words: keys alone must do.
const button = (words, onclick, more = {}) =>
  make("button", { type: "button", class: "s3-button", onclick, "data-focus": more["aria-label"] ?? words, ...more }, words);

class Decks {
  constructor(root, data) {
    Object.assign(this, { root, data, before: [], open: -1, told: "" });
    this.load();
    addEventListener("storage", ({ key }) => {
      if (key === DECKS) {
        this.load();
        this.draw();
      }
    });
  }

  load() {
    const found = read(DECKS, {});
    this.all = { current: found.current ?? "", decks: Array.isArray(found.decks) ? found.decks : [] };
  }

  get deck() {
    return this.all.decks.find(({ id }) => id === this.all.current) ?? this.all.decks[0];
  }

  // Every change goes through here, so that each can be undone.
  change(act, words = "") {
    this.before.push(JSON.stringify(this.all));
    if (this.before.length > MOST_UNDO) this.before.shift();
    act();
    this.keep();
    this.tell(words);
    this.draw();
  }

  keep() {
    try {
      localStorage.setItem(DECKS, JSON.stringify(this.all));
    } catch {
      this.tell("This browser keeps nothing: save the deck as a file before you leave this page.");
    }
  }

  undo() {
    this.all = JSON.parse(this.before.pop());
    this.keep();
    this.tell("Undone.");
    this.draw();
  }

  tell(words) {
    this.told = words;
    const line = this.root.querySelector(".told");
    if (line) line.textContent = words;
  }

  newDeck(title, scenes, words, more) {
    const id = crypto.getRandomValues(new Uint32Array(2)).join("");
    this.change(() => {
      this.all.decks.push({ id, title, scenes, more });
      this.all.current = id;
      this.open = -1;
    }, words);
  }

  // ── Files and links ──────────────────────────────────────────────────────────────────────────

  text(deck = this.deck) {
    const scenes = deck.scenes.map(({ seen: _, ...scene }) => scene);
    const { format, version } = this.data;
    return JSON.stringify({ format, version, title: deck.title, scenes, ...deck.more }, null, 1);
  }

  async take(text) {
    const answer = await post("present/decks", { text }).catch(() => null);
    const found = await answer?.json().catch(() => null);
    if (!answer?.ok) return this.tell(found?.problem ?? "The server cannot be reached, so the deck was not read.");
    const { title, scenes, language, numbers } = JSON.parse(found.text);
    const left = found.left_out.length ? ` Left out: ${found.left_out.join(" ")}` : "";
    this.newDeck(title, scenes, `“${title}” is in your decks now.${left}`, { language, numbers });
  }

  // A file, the text of one, a colleague's link to a deck or room.
  async pasted(text) {
    const written = text.trim();
    if (written.startsWith("{")) return this.take(written);
    const [, path, query] = written.match(/present\/(deck|room\/[\w-]+)(?:\/presenter)?\??([^#]*)/) ?? [];
    if (!path) return this.tell("This is neither the text of a deck nor a link to a deck or room.");
    const address = path === "deck" ? `present/deck.json?${query}` : `present/${path}/deck.json`;
    const answer = await fetch(below(address)).catch(() => null);
    if (!answer?.ok) {
      const found = await answer?.json().catch(() => null);
      return this.tell(found?.problem ?? "The server cannot be reached, so the deck was not read.");
    }
    return this.take(await answer.text());
  }

  save() {
    const link = make("a", {
      href: URL.createObjectURL(new Blob([this.text()], { type: "application/json" })),
      download: `${this.deck.title.replace(/[^\p{L}\p{N} _-]/gu, "").trim() || "deck"}.json`,
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  async start() {
    const answer = await post("present/rooms", { text: this.text() }).catch(() => null);
    const found = await answer?.json().catch(() => null);
    if (answer?.ok) return location.assign(below(found.address));
    if (answer?.status === 400) return this.tell(found.problem);
    const link = await this.link();
    this.tell(`${found?.problem ?? "The server cannot be reached."} ${link ? "You can present without a room: Copy link, and open it." : ""}`);
  }

  async link() {
    const answer = await post("present/decks", { text: this.text() }).catch(() => null);
    const found = answer?.ok ? await answer.json() : null;
    return found?.packed ? below(`present/deck?deck=${found.packed}`) : "";
  }

  async copyLink() {
    const link = await this.link();
    if (!link) return this.tell("This deck is too long for a link: save it as a file, or start it and send the room’s link.");
    try {
      await navigator.clipboard.writeText(link);
      this.tell("The link is copied: it holds the whole deck, and opens it anywhere this dashboard runs.");
    } catch {
      this.told = "";
      this.draw();
      this.root.querySelector(".told").replaceChildren("Copy this link: ", make("a", { href: link }, link));
    }
  }

  // ── On screen ────────────────────────────────────────────────────────────────────────────────

  draw() {
    const focus = this.focus ?? document.activeElement?.dataset?.focus;
    this.focus = null;
    const deck = this.deck;
    this.root.replaceChildren(
      make("p", { class: "told", role: "status" }, this.told),
      this.choice(),
      ...(deck ? this.editor(deck) : [this.nothing()]),
      this.readyOnes(),
      this.rooms() ?? "",
    );
    if (focus) this.focusOn(focus);
  }

  // What is gone or can no longer be pressed leaves the focus to its neighbour.
  focusOn(wanted) {
    const there = [...this.root.querySelectorAll("[data-focus]")].filter((one) => !one.disabled);
    const [act, place] = wanted.match(/^(.*) (\d+)$/)?.slice(1) ?? [];
    const instead = { "Move up": "Move down", "Move down": "Move up" }[act] ?? act;
    const order = [wanted, `${instead} ${place}`, `${act} ${place - 1}`, "title", "New deck"];
    for (const name of order) {
      const found = there.find((one) => one.dataset.focus === name);
      if (found) return found.focus();
    }
  }

  choice() {
    const own = this.all.decks.map(({ id, title, scenes }) => make("option", { value: id }, `${title} (${scenes.length})`));
    const box = make("select", { "aria-label": "Your decks", onchange: ({ target }) => {
      this.all.current = target.value;
      this.open = -1;
      this.keep();
      this.draw();
    } }, ...own);
    if (this.deck) box.value = this.deck.id;
    const file = make("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: async ({ target }) => {
      const chosen = target.files[0];
      if (chosen?.size > this.data.mostBytes) return this.tell(this.data.tooLong);
      if (chosen) await this.take(await chosen.text());
    } });
    const paste = make("input", { placeholder: "Paste a link or the text of a deck", "aria-label": "A link or the text of a deck", onchange: ({ target }) => {
      if (target.value.trim()) this.pasted(target.value);
      target.value = "";
    } });
    return make(
      "div",
      { class: "line" },
      own.length ? box : null,
      button("New deck", () => this.newDeck("My deck", [], "")),
      button("Load a file", () => file.click()),
      file,
      paste,
    );
  }

  nothing() {
    return make("p", { class: "lead" }, "You have no deck yet. On any page press “Add to deck”, or begin with one of the ready decks below.");
  }

  editor(deck) {
    const title = make("input", { class: "title", "aria-label": "Title of the deck", maxlength: 200, value: deck.title, "data-focus": "title", onchange: ({ target }) =>
      this.change(() => (deck.title = target.value.trim() || "Untitled")) });
    const scenes = deck.scenes.map((scene, place) => this.scene(deck, scene, place));
    return [
      title,
      make(
        "div",
        { class: "line" },
        button("Start", () => this.start(), { class: "s3-button main", disabled: !scenes.length, title: "Opens the deck in a room of its own: with notes, timer, phones, and what the room writes down" }),
        button("Save as a file", () => this.save()),
        button("Copy link", () => this.copyLink()),
        button("Duplicate", () => this.newDeck(`${deck.title} (copy)`, structuredClone(deck.scenes), "This is the copy.", deck.more)),
        button("Remove deck", () => this.change(() => {
          this.all.decks = this.all.decks.filter(({ id }) => id !== deck.id);
          this.all.current = this.all.decks[0]?.id ?? "";
        }, `“${deck.title}” is removed.`)),
        this.before.length ? button("Undo", () => this.undo()) : null,
      ),
      scenes.length
        ? make("ol", { class: "scenes" }, ...scenes)
        : make("p", { class: "lead" }, "No scene yet. On any page press “Add to deck”."),
      make(
        "div",
        { class: "line" },
        button("Add a question or quotation", () => this.addScene(deck, { kind: "text", options: { text: "# Your question" } })),
        button("Add an agenda", () => this.addScene(deck, { kind: "agenda", options: { points: [{ what: "Welcome", start: "09:30", minutes: 15 }] } })),
      ),
    ];
  }

  addScene(deck, scene) {
    if (deck.scenes.length >= this.data.most) return this.tell(`A deck has at most ${this.data.most} scenes.`);
    this.open = deck.scenes.length;
    this.change(() => deck.scenes.push(scene));
  }

  move(deck, from, to) {
    if (to < 0 || to >= deck.scenes.length || from === to) return;
    this.open = -1;
    // The focus goes with the scene: the same key moves it on.
    if (document.activeElement?.dataset?.focus?.startsWith("Move ")) this.focus = `Move ${to < from ? "up" : "down"} ${to}`;
    this.change(() => deck.scenes.splice(to, 0, ...deck.scenes.splice(from, 1)));
  }

  scene(deck, scene, place) {
    const isOpen = this.open === place;
    const words = scene.title || scene.seen || scene.options?.text?.replace(/^[#>\s*-]+/, "").split("\n")[0] || this.data.kinds[scene.kind];
    const small = (label, sign, act, more = {}) => button(sign, act, { "aria-label": `${label}: ${words}`, title: label, class: "s3-button small", "data-focus": `${label} ${place}`, ...more });
    return make(
      "li",
      {
        draggable: String(!isOpen),
        ondragstart: (event) => event.dataTransfer.setData("text/s3-scene", place),
        ondragover: (event) => event.preventDefault(),
        ondrop: (event) => {
          event.preventDefault();
          const from = event.dataTransfer.getData("text/s3-scene");
          if (from !== "") this.move(deck, Number(from), place);
        },
      },
      make("div", { class: "head" },
        make("b", {}, words),
        make("span", { class: "about" }, this.data.kinds[scene.kind] ?? scene.kind, scene.as_of ? `, as of ${scene.as_of}` : "", scene.note ? ", with a note" : ""),
        make("span", { class: "acts" },
          small("Edit", isOpen ? "Done" : "Edit", () => {
            this.open = isOpen ? -1 : place;
            this.draw();
          }, { "aria-expanded": String(isOpen) }),
          small("Move up", "↑", () => this.move(deck, place, place - 1), { disabled: !place }),
          small("Move down", "↓", () => this.move(deck, place, place + 1), { disabled: place === deck.scenes.length - 1 }),
          small("Duplicate", "Copy", () => this.change(() => deck.scenes.splice(place + 1, 0, structuredClone(scene)))),
          small("Remove", "×", () => this.change(() => deck.scenes.splice(place, 1), "The scene is removed.")),
        ),
      ),
      isOpen ? this.form(scene) : null,
    );
  }

  form(scene) {
    const set = (name, read = (text) => text.trim() || undefined) => ({ target }) =>
      this.change(() => {
        const value = read(target.value);
        if (value === undefined) delete scene[name];
        else scene[name] = value;
      });
    const field = (words, element) => make("label", {}, words, element);
    const option = (name) => ({ target }) => this.change(() => (scene.options = { ...scene.options, [name]: target.value }));
    const parts = [
      field("Your own headline", make("input", { maxlength: 200, value: scene.title ?? "", placeholder: scene.seen ?? "", "data-focus": "headline", onchange: set("title") })),
      field("Speaker’s note", make("textarea", { rows: 3, maxlength: 4000, "data-focus": "note", onchange: set("note") }, scene.note ?? "")),
    ];
    if (scene.link !== undefined) {
      const kinds = scene.kinds ?? Object.keys(this.data.kinds).filter((kind) => !["text", "agenda"].includes(kind));
      const kind = make("select", { "data-focus": "kind", onchange: set("kind") }, ...kinds.map((code) => make("option", { value: code }, this.data.kinds[code])));
      kind.value = scene.kind;
      parts.push(
        field("Shown as", kind),
        field("As of (empty: the day of the session)", make("input", { type: "date", value: scene.as_of ?? "", "data-focus": "asof", onchange: set("as_of", (text) => text || undefined) })),
        make("a", { href: below(scene.link || "./") }, "Open the page of this scene"),
      );
    } else if (scene.kind === "text") {
      parts.unshift(field("Text (Markdown: # heading, > quotation, - point)", make("textarea", { rows: 5, maxlength: 4000, "data-focus": "text", onchange: option("text") }, scene.options?.text ?? "")));
      parts.push(field("Who said it", make("input", { maxlength: 200, value: scene.options?.by ?? "", "data-focus": "by", onchange: option("by") })));
    } else if (scene.kind === "agenda") {
      const lines = (scene.options?.points ?? []).map(({ what, start, minutes }) => [start ?? "", what, minutes ?? ""].join(" | ").replace(/^ \| /, ""));
      parts.unshift(field("One point a line: 09:30 | what | minutes", make("textarea", { rows: 6, "data-focus": "points", onchange: ({ target }) =>
        this.change(() => (scene.options = { points: target.value.split("\n").map(point).filter(Boolean) })) }, lines.join("\n"))));
    }
    return make("div", { class: "form" }, ...parts);
  }

  readyOnes() {
    const rows = this.data.ready.map(([id, title, count]) =>
      make("li", {}, make("b", {}, title), make("span", { class: "about" }, `${count} scenes`),
        make("a", { class: "s3-button", href: below(`present/deck?ready=${encodeURIComponent(id)}`), "aria-label": `Present: ${title}` }, "Present"),
        button("Take into my decks", async () => this.pasted(`present/deck?ready=${encodeURIComponent(id)}`), { "aria-label": `Take into my decks: ${title}` })),
    );
    return make("section", {}, make("h3", {}, "Ready decks, made from the data"), make("ul", { class: "ready" }, ...rows));
  }

  rooms() {
    const known = read(ROOMS, []);
    if (!known.length) return null;
    const rows = known.map(({ key, title, at }) =>
      make("li", {}, make("a", { href: below(`present/room/${key}`) }, title), make("span", { class: "about" }, new Date(at).toLocaleDateString()),
        make("a", { class: "s3-button", href: below(`present/room/${key}/presenter`), target: "_blank", "aria-label": `Presenter: ${title}` }, "Presenter"),
        button("Forget here", () => {
          localStorage.setItem(ROOMS, JSON.stringify(known.filter((one) => one.key !== key)));
          this.draw();
        }, { title: "Takes it off this list; the room itself stays", "aria-label": `Forget here: ${title}` })),
    );
    return make("section", {}, make("h3", {}, "Rooms opened in this browser"), make("ul", { class: "ready" }, ...rows));
  }
}

function point(line) {
  const parts = line.split("|").map((part) => part.trim());
  const start = /^\d{1,2}:\d\d$/.test(parts[0]) ? parts.shift() : undefined;
  const minutes = /^\d+$/.test(parts.at(-1)) && parts.length > 1 ? Number(parts.pop()) : undefined;
  const what = parts.join(" ").trim();
  return what ? { what, ...(start && { start }), ...(minutes && { minutes }) } : null;
}

export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".s3-decks");
  if (!root.decks) root.decks = new Decks(root, data);
  root.decks.data = data;
  root.decks.draw();
}
