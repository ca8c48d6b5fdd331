// What the room writes down: check-list, actions, project ideas, value chain, notes. Large enough to
// be seen by all, and kept as it is typed; see room.js.

import { newId } from "./room.js";
import { tickId } from "./ticks.js";

const TABS = {
  steps: "Check-list",
  action: "Agreed actions",
  idea: "Project ideas",
  chain: "Value chain",
  note: "Notes",
};
const FORMS = {
  action: [
    ["what", "What", 3],
    ["who", "Which organisation", 2],
    ["by", "By when", 1],
  ],
  idea: [
    ["title", "Title", 3],
    ["regions", "Regions involved", 3],
    ["step", "Step", 1],
    ["next", "Next action", 3],
    ["owner", "Owner organisation", 2],
  ],
  note: [["text", "Note", 1]],
};
const NEW = { action: "Add an action", idea: "Add an idea", note: "Add a note" };
const EMPTY = {
  action: "Nothing is agreed yet. An action says what is done, by which organisation, by when.",
  idea: "No idea is written down yet.",
  note: "No note is written down yet.",
};
// Until the board of the room has come, and where it cannot.
const BARE = { about: "", name: "", stages: [], columns: [], cards: [] };
const NO_PERSONS = "Names of people are not needed: organisations and regions are enough.";

function make(name, attributes = {}, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  element.append(...content.filter((part) => part !== null && part !== undefined));
  return element;
}

export class Work {
  constructor(root, room, config) {
    Object.assign(this, { root, room, config, about: null, tab: "steps", board: BARE, isLoaded: false });
    this.tabs = make("div", { class: "tabs", role: "tablist", "aria-label": "The room's work" });
    for (const [code, words] of Object.entries(TABS))
      this.tabs.append(
        make("button", { type: "button", role: "tab", "data-tab": code, onclick: () => this.choose(code) }, words),
      );
    this.tabs.addEventListener("keydown", (event) => this.moveTab(event));
    this.page = make("div", { class: "page", role: "tabpanel" });
    this.foot = make("p", { class: "kept", role: "status" });
    root.replaceChildren(this.tabs, this.page, make("div", { class: "foot" }, this.foot, make("p", {}, NO_PERSONS)));
    room.addEventListener("work", ({ detail }) => this.changed(detail));
    for (const name of ["kept", "line"]) room.addEventListener(name, () => this.status());
    this.status();
  }

  async show(about) {
    if (this.isLoaded && this.about === about) return this.draw();
    this.about = about;
    const answer = await fetch(`${this.config.room}/board?about=${encodeURIComponent(about)}`).catch(() => null);
    this.isLoaded = Boolean(answer?.ok);
    this.board = answer?.ok ? await answer.json() : BARE;
    this.draw();
  }

  choose(tab) {
    this.tab = tab;
    this.removed = null;
    this.draw();
    this.tabs.querySelector(`[data-tab=${tab}]`).focus();
  }

  moveTab(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const codes = Object.keys(TABS);
    this.choose(codes[(codes.indexOf(this.tab) + step + codes.length) % codes.length]);
  }

  status() {
    this.foot.textContent = [this.room.status(), this.room.unwritten].filter(Boolean).join(" ");
    this.foot.classList.toggle("is-waiting", this.room.waiting().length > 0 || this.room.isAway);
  }

  // Somebody changed something, here or elsewhere: what is being typed in is left alone.
  changed(ids) {
    this.status();
    const active = document.activeElement;
    const isTyping = this.page.contains(active) && active.matches("input, textarea");
    if (!isTyping) return this.draw();
    for (const id of ids ?? []) this.refresh(id, active);
  }

  refresh(id, active) {
    const row = [...this.page.querySelectorAll("[data-item]")].find((one) => one.dataset.item === id);
    const content = this.room.read(id);
    if (!row || !content) {
      // One that others added or removed: drawn when the typing ends.
      if (this.isLate === active) return;
      this.isLate = active;
      active.addEventListener("blur", () => setTimeout(() => this.late()), { once: true });
      return;
    }
    for (const field of row.querySelectorAll("[data-field]"))
      // What is being typed in stays, unless the server has all of it.
      if ((field !== active || !this.room.typed(id)) && field.value !== content[field.dataset.field])
        field.value = content[field.dataset.field] ?? "";
    row.querySelector(".conflict")?.remove();
    const conflict = this.conflict(id);
    if (conflict) row.append(conflict);
  }

  late() {
    this.isLate = null;
    this.draw();
  }

  draw() {
    for (const tab of this.tabs.children) {
      const isOn = tab.dataset.tab === this.tab;
      tab.setAttribute("aria-selected", isOn);
      tab.tabIndex = isOn ? 0 : -1;
    }
    const place = this.page.scrollTop;
    const focused = document.activeElement?.dataset?.focus;
    const drawn = { steps: () => this.steps(), chain: () => this.chain() }[this.tab] ?? (() => this.list(this.tab));
    this.page.replaceChildren(...drawn());
    this.page.scrollTop = place;
    if (focused) [...this.page.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === focused)?.focus();
  }

  heading(words) {
    return make("h2", {}, words, this.board.name ? make("span", {}, ` · ${this.board.name}`) : null);
  }

  // ── Check-list ───────────────────────────────────────────────────────────────────────────────

  steps() {
    const stages = this.board.stages.map((stage) => {
      const points = stage.points.map((point) => this.point(stage, point));
      const done = stage.points.filter((point) => this.room.read(this.tickId(point.id))?.done).length;
      return make(
        "section",
        { class: "stage" },
        make("h3", {}, stage.name, make("span", {}, ` ${done} of ${stage.points.length}`)),
        make("ul", {}, ...points),
      );
    });
    return [this.heading("Check-list of the method"), make("div", { class: "stages" }, ...stages)];
  }

  tickId(point) {
    return tickId(this.about, point);
  }

  point(stage, point) {
    const id = this.tickId(point.id);
    const box = make("input", {
      type: "checkbox",
      "data-focus": id,
      onchange: () => {
        const content = { point: point.id, text: point.text, stage: stage.id, about: this.about, done: box.checked };
        this.room.write(id, "tick", content);
      },
    });
    box.checked = Boolean(this.room.read(id)?.done);
    return make("li", {}, make("label", {}, box, make("span", {}, point.text)));
  }

  // ── Actions, ideas, notes ────────────────────────────────────────────────────────────────────

  list(kind) {
    const rows = this.room.all(kind).map(([id, content]) => this.row(kind, id, content));
    const add = make("button", { type: "button", class: "add", "data-focus": "add", onclick: () => this.add(kind) }, NEW[kind]);
    return [
      this.heading(TABS[kind]),
      rows.length ? make("ol", { class: `rows ${kind}` }, ...rows) : make("p", { class: "empty" }, EMPTY[kind]),
      add,
      this.removed && this.undo(kind, ...this.removed),
    ].filter(Boolean);
  }

  add(kind) {
    const id = newId(kind);
    const content = Object.fromEntries(FORMS[kind].map(([name]) => [name, ""]));
    this.room.write(id, kind, { ...content, about: this.about });
    this.draw();
    this.focusOn(id);
  }

  row(kind, id, content) {
    const fields = FORMS[kind].map(([name, words, share]) => {
      const field = make(kind === "note" ? "textarea" : "input", {
        "data-field": name,
        "data-focus": `${id} ${name}`,
        maxlength: kind === "note" ? 4000 : 300,
        rows: kind === "note" ? 2 : null,
        autocomplete: "off",
        list: name === "regions" ? "s3-regions" : name === "step" ? "s3-steps" : null,
        oninput: () => this.room.write(id, kind, { ...this.room.read(id), [name]: field.value }),
      });
      field.value = content[name] ?? "";
      return make("label", { class: `share-${share}` }, make("span", {}, words), field);
    });
    const remove = make(
      "button",
      { type: "button", class: "remove", "aria-label": "Remove", title: "Remove", "data-focus": `${id} remove`, onclick: () => this.remove(kind, id) },
      "×",
    );
    return make("li", { "data-item": id }, ...fields, remove, this.conflict(id));
  }

  remove(kind, id) {
    this.removed = [id, this.room.read(id)];
    this.room.write(id, kind, null);
    this.draw();
    this.page.querySelector(".undo button").focus();
  }

  // Stays until another tab is chosen: the news of the server draw the list anew.
  undo(kind, id, before) {
    const act = () => {
      this.removed = null;
      this.room.write(id, kind, before);
      this.draw();
      this.focusOn(id);
    };
    const again = make("button", { type: "button", "data-focus": "undo", onclick: act }, "Undo");
    return make("p", { class: "undo", role: "status" }, "Removed. ", again);
  }

  focusOn(id) {
    [...this.page.querySelectorAll("[data-item]")].find((row) => row.dataset.item === id)?.querySelector("[data-field]")?.focus();
  }

  conflict(id) {
    const found = this.room.conflicts.get(id);
    if (!found) return null;
    if (found.problem)
      return make(
        "p",
        { class: "conflict" },
        `This could not be kept: ${found.problem} `,
        make("button", { type: "button", onclick: () => this.room.discard(id) }, "Undo my change"),
      );
    const theirs = found.fought.map((name) => found.theirs.content[name] || "nothing").join("; ");
    return make(
      "p",
      { class: "conflict" },
      `Somebody else wrote here at the same time: “${theirs}”. `,
      make("button", { type: "button", onclick: () => this.room.settle(id, true) }, "Keep mine"),
      " ",
      make("button", { type: "button", onclick: () => this.room.settle(id, false) }, "Keep theirs"),
    );
  }

  // ── Value chain ──────────────────────────────────────────────────────────────────────────────

  columns() {
    const own = new Map(this.room.all("column").filter(([, column]) => (column.about || "") === this.about));
    const ready = this.board.columns.map((column, place) => {
      const id = this.chainId("column", column.id);
      return { id, code: column.id, title: own.get(id)?.title || column.title, place: own.get(id)?.place ?? place };
    });
    const known = new Set(ready.map((column) => column.id));
    const added = [...own]
      .filter(([id]) => !known.has(id))
      .map(([id, column]) => ({ id, code: id, title: column.title, place: column.place, isOwn: true }));
    return [...ready, ...added].sort((one, other) => one.place - other.place);
  }

  chainId(kind, code) {
    return `${kind}.${this.about || "room"}.${code}`.replace(/[^A-Za-z0-9._-]/g, "-");
  }

  cards() {
    const own = new Map(this.room.all("card").filter(([, card]) => (card.about || "") === this.about));
    const placed = this.board.cards.map((card) => {
      const id = this.chainId("card", card.territory);
      const moved = own.get(id);
      own.delete(id);
      return moved ? { ...card, ...moved, id, isMoved: true } : { ...card, id };
    });
    return [...placed, ...[...own].map(([id, card]) => ({ ...card, id, isMoved: true }))];
  }

  chain() {
    const columns = this.columns();
    const cards = this.cards();
    const known = new Set(columns.map((column) => column.code));
    const drawn = columns.map((column) => {
      const own = cards.filter((card) => card.column === column.code);
      const title = make("textarea", {
        "aria-label": "Name of this link of the chain",
        maxlength: 60,
        rows: 2,
        "data-focus": column.id,
        oninput: ({ target }) => {
          const named = target.value.replace(/\s+/g, " ").trim();
          this.room.write(column.id, "column", { title: named, place: column.place, about: this.about });
        },
        onkeydown: (event) => event.key === "Enter" && event.preventDefault(),
      }, column.title);
      return make(
        "section",
        { class: own.length ? "column" : "column is-gap", "data-column": column.code, ...this.drop(column.code) },
        make("h3", {}, title),
        own.length ? null : make("p", { class: "gap" }, "A gap: no region stands here."),
        ...own.map((card) => this.card(card, columns)),
        column.isOwn && !own.length
          ? make("button", { type: "button", onclick: () => this.room.write(column.id, "column", null) }, "Remove this link")
          : null,
      );
    });
    const rest = cards.filter((card) => !known.has(card.column));
    const add = make(
      "button",
      {
        type: "button",
        class: "add",
        onclick: () =>
          this.room.write(newId("column"), "column", { title: "New link", place: columns.length, about: this.about }),
      },
      "Add a link of the chain",
    );
    return [
      this.heading("Value chain"),
      make("p", { class: "lead" }, "Placed beforehand by each region’s priorities, counted by economic domain: a start. Drag a card, or choose its link."),
      make("div", { class: "chain" }, ...drawn),
      rest.length
        ? make("section", { class: "column rest", ...this.drop("") }, make("h3", {}, "Not placed"), make("div", {}, ...rest.map((card) => this.card(card, columns))))
        : null,
      this.newCard(),
      add,
    ].filter(Boolean);
  }

  drop(code) {
    return {
      ondragover: (event) => event.preventDefault(),
      ondrop: (event) => {
        event.preventDefault();
        const card = this.cards().find(({ id }) => id === event.dataTransfer.getData("text/plain"));
        if (card) this.move(card, code);
      },
    };
  }

  card(card, columns) {
    const choice = make(
      "select",
      { "aria-label": `Link of ${card.name}`, "data-focus": card.id, onchange: ({ target }) => this.move(card, target.value) },
      make("option", { value: "" }, "Not placed"),
      ...columns.map(({ code, title }) => make("option", { value: code }, title)),
    );
    choice.value = columns.some(({ code }) => code === card.column) ? card.column : "";
    return make(
      "article",
      { class: card.isMoved ? "card is-moved" : "card", draggable: "true", ondragstart: (event) => event.dataTransfer.setData("text/plain", card.id) },
      make("b", {}, card.name),
      make("small", {}, card.isMoved ? "Placed by the room" : card.reason),
      choice,
    );
  }

  move(card, column) {
    const { territory, name, reason } = card;
    this.room.write(card.id, "card", { territory: territory ?? "", name, column, reason: reason ?? "", about: this.about });
  }

  newCard() {
    const name = make("input", { maxlength: 120, "aria-label": "Region to add", placeholder: "Another region", "data-focus": "new-card" });
    return make(
      "form",
      {
        class: "new-card",
        onsubmit: (event) => {
          event.preventDefault();
          const typed = name.value.trim();
          if (typed) this.room.write(newId("card"), "card", { territory: "", name: typed, column: "", reason: "", about: this.about });
          name.value = "";
        },
      },
      name,
      make("button", { type: "submit" }, "Add a region"),
    );
  }
}
