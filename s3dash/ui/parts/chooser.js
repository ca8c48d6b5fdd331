// A box to choose territories in: a combobox with a list of all that match; see chooser.py.
// What was typed stays there whatever runs: only a choice of the reader's takes its place.

const AT_ONCE = 60;
const QUIET = 400;
const NOTHING = "no priorities or partnerships documented";
const FAILED = "The list of territories could not be loaded. Type on to try again.";

// What was fetched once is kept: address -> promise of a finder.
const kept = new Map();

function finderOf({ list, finding }) {
  if (!kept.has(list)) {
    const made = Promise.all([
      import(new URL(finding, document.baseURI)),
      fetch(new URL(list, document.baseURI)).then((answer) => {
        if (!answer.ok) throw new Error(`${list} answered ${answer.status}`);
        return answer.json();
      }),
    ]).then(([module, content]) => module.finder(content));
    made.catch(() => kept.delete(list));
    kept.set(list, made);
  }
  return kept.get(list);
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const plural = (count) => (count === 1 ? "1 territory" : `${count} territories`);

class Box {
  constructor(root, key) {
    const id = `s3-choose-${key}`;
    this.id = id;
    this.label = element("label", { for: id });
    this.input = element("input", {
      ...{ id, type: "text", role: "combobox", "aria-autocomplete": "list" },
      ...{ "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-haspopup": "listbox" },
      ...{ autocomplete: "off", autocapitalize: "off", spellcheck: "false" },
    });
    this.chips = element("ul", { class: "s3-chips" });
    this.empty = element("button", { type: "button", class: "s3-choose-empty" }, "×");
    this.opener = element("span", { class: "s3-choose-open", "aria-hidden": "true" });
    this.frame = element("div", { class: "s3-choose-frame" });
    this.frame.append(this.chips, this.input, this.empty, this.opener);
    this.options = element("ul", { id: `${id}-list`, role: "listbox" });
    this.told = element("p", { "aria-hidden": "true" });
    this.popup = element("div", { class: "s3-choose-popup", popover: "manual" });
    this.popup.append(this.told, this.options);
    this.status = element("span", { class: "s3-choose-status", role: "status" });
    root.replaceChildren(this.label, this.frame, this.popup, this.status);
    this.draft = null;
    this.chosen = [];
    this.found = [];
    this.listen();
  }

  listen() {
    const { input, frame, popup } = this;
    input.onfocus = () => {
      finderOf(this.data).catch(() => {});
      // What is typed then takes the place of the name that stands there.
      if (this.draft === null) input.select();
    };
    input.onblur = () => {
      this.close();
      // A box that names a choice says what is chosen; else what was typed waits.
      if (this.isSingle && this.chosen.length) this.draft = null;
      this.write();
    };
    input.oninput = () => {
      this.draft = input.value;
      this.open();
    };
    input.onkeydown = (event) => this.press(event);
    frame.onmousedown = (event) => {
      if (event.target === input || event.target.closest("button")) return;
      event.preventDefault();
      input.focus();
    };
    frame.onclick = (event) => {
      if (event.target.closest("button") || input.disabled) return;
      if (this.isOpen && event.target !== input) this.close();
      else this.open();
    };
    this.empty.onclick = () => {
      this.draft = null;
      this.choose([]);
      input.focus();
    };
    popup.onmousedown = (event) => event.preventDefault();
    popup.onclick = (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.pick(this.found[Number(option.dataset.place)]);
    };
    popup.onscroll = () => {
      if (popup.scrollTop + 2 * popup.clientHeight > popup.scrollHeight) this.more();
    };
  }

  get isSingle() {
    return this.data.most === 1;
  }

  get isOpen() {
    return this.popup.matches(":popover-open");
  }

  // What the page says: called at each run.
  show(data, tell) {
    const before = this.chosen.map(([code]) => code).join();
    this.data = data;
    this.tell = tell;
    this.chosen = data.chosen;
    this.label.textContent = data.label;
    this.input.disabled = data.disabled;
    this.frame.classList.toggle("s3-disabled", data.disabled);
    this.empty.setAttribute("aria-label", "Clear the choice");
    const isOther = before !== this.chosen.map(([code]) => code).join();
    if (isOther && this.isSingle && document.activeElement !== this.input) this.draft = null;
    this.write();
  }

  write() {
    const { input, chosen, data } = this;
    const name = this.isSingle && chosen.length ? chosen[0][1] : "";
    const text = this.draft ?? name;
    if (input.value !== text) input.value = text;
    input.placeholder = this.isSingle || !chosen.length ? data.placeholder : "";
    this.empty.hidden = !(data.empties && chosen.length && !data.disabled);
    this.chips.hidden = this.isSingle || !chosen.length;
    const shown = [...this.chips.children].map((chip) => chip.dataset.code).join();
    if (this.isSingle || shown === chosen.map(([code]) => code).join()) return;
    this.chips.replaceChildren(
      ...chosen.map(([code, label]) => {
        const button = element("button", { type: "button", "aria-label": `Remove ${label}` }, "×");
        button.onclick = () => this.remove(code);
        return element("li", { "data-code": code }, element("span", {}, label), button);
      }),
    );
  }

  press(event) {
    const { key } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!this.isOpen) this.open();
      else if (!event.altKey) this.move(key === "ArrowDown" ? 1 : -1);
      else if (key === "ArrowUp") this.close();
    } else if (this.isOpen && (key === "PageDown" || key === "PageUp")) {
      event.preventDefault();
      this.move(key === "PageDown" ? 8 : -8, true);
    } else if (key === "Enter") {
      event.preventDefault();
      if (this.isLoading) this.isHasty = true;
      else if (this.isOpen && this.found[this.at]) this.pick(this.found[this.at]);
      else if (!this.isOpen && this.draft === null) this.open();
      else if (this.draft !== null && !this.draft.trim() && this.data.empties) {
        this.draft = null;
        this.choose([]);
      }
    } else if (key === "Escape") {
      // First the list, then what was typed.
      if (this.isOpen) this.close();
      else this.draft = null;
      this.write();
    } else if (key === "Backspace" && !this.isSingle && !this.input.value && this.chosen.length) {
      this.remove(this.chosen.at(-1)[0]);
    }
  }

  async open() {
    const typed = this.draft ?? "";
    this.isLoading = true;
    this.isHasty = false;
    if (!this.popup.matches(":popover-open")) {
      this.popup.showPopover();
      this.place = () => this.lay();
      for (const kind of ["scroll", "resize"]) addEventListener(kind, this.place, true);
    }
    try {
      const find = await finderOf(this.data);
      // Meanwhile more was typed, or the reader has gone on.
      if (typed !== (this.draft ?? "") || !this.isOpen) return;
      this.list(typed, find(typed));
    } catch {
      this.list(typed, { found: [], near: "" }, FAILED);
    }
  }

  close() {
    if (!this.isOpen) return;
    this.isLoading = false;
    this.popup.hidePopover();
    for (const kind of ["scroll", "resize"]) removeEventListener(kind, this.place, true);
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.say("");
  }

  list(typed, { found, near }, failed = "") {
    this.isLoading = false;
    const taken = new Set(this.chosen.map(([code]) => code));
    const isFull = !this.isSingle && taken.size >= this.data.most;
    this.found = isFull ? [] : found.filter(({ code }) => this.isSingle || !taken.has(code));
    let told = "";
    if (failed) told = failed;
    else if (isFull) told = `${taken.size} are chosen, the most there can be. Remove one to choose another.`;
    else if (!found.length)
      told =
        `No territory is called “${typed.trim()}”. Countries and regions are found by NUTS code and by name, ` +
        "in their own language or in English, with or without accents. A town may lie in a region of another name.";
    else if (near) told = `No territory is called “${typed.trim()}”. These have “${near}”:`;
    else if (!this.found.length) told = "What matches is chosen already.";
    this.told.textContent = told;
    this.told.hidden = !told;
    this.options.replaceChildren();
    this.options.hidden = !this.found.length;
    this.input.setAttribute("aria-expanded", String(this.found.length > 0));
    this.popup.scrollTop = 0;
    this.more();
    this.lay();
    const place = this.found.findIndex(({ code }) => this.isSingle && taken.has(code));
    this.at = -1;
    // Enter takes the first that was found; where nothing was typed nothing is to be taken unseen.
    if (typed.trim() && this.found.length) this.mark(0);
    else if (place >= 0 && place < this.options.children.length) this.mark(place);
    else this.input.removeAttribute("aria-activedescendant");
    const count = this.found.length ? `${plural(this.found.length)} found.` : "";
    this.say([told, count].filter(Boolean).join(" "));
    // Enter came before the list did.
    if (this.isHasty && this.at >= 0) this.pick(this.found[this.at]);
    this.isHasty = false;
  }

  // Options are made as far as they are looked at.
  more() {
    const made = this.options.children.length;
    const taken = new Set(this.chosen.map(([code]) => code));
    this.options.append(
      ...this.found.slice(made, made + AT_ONCE).map((one, turn) => {
        const notes = [
          one.because && `also ${one.because}`,
          one.country !== one.name && one.country,
          !one.isDocumented && NOTHING,
        ];
        return element(
          "li",
          {
            ...{ role: "option", id: `${this.id}-${made + turn}`, "data-place": made + turn },
            "aria-selected": String(taken.has(one.code)),
          },
          element("span", {}, `${one.name} (${one.code})`),
          element("small", {}, notes.filter(Boolean).join(" · ")),
        );
      }),
    );
  }

  move(by, isBounded = false) {
    const last = this.found.length - 1;
    if (last < 0) return;
    let to = this.at + by;
    if (isBounded) to = Math.min(Math.max(to, 0), last);
    else if (this.at < 0) to = by > 0 ? 0 : last;
    else if (to > last) to = 0;
    else if (to < 0) to = last;
    while (to >= this.options.children.length) this.more();
    this.mark(to);
  }

  mark(place) {
    this.options.querySelector(".s3-active")?.classList.remove("s3-active");
    this.at = place;
    const option = this.options.children[place];
    option.classList.add("s3-active");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  pick(one) {
    const label = `${one.name} (${one.code})`;
    this.draft = null;
    this.choose(this.isSingle ? [[one.code, label]] : [...this.chosen, [one.code, label]]);
  }

  remove(code) {
    this.choose(this.chosen.filter(([each]) => each !== code));
    this.input.focus();
  }

  choose(chosen) {
    const codes = chosen.map(([code]) => code);
    const isSame = codes.join() === this.chosen.map(([code]) => code).join();
    this.chosen = chosen;
    this.close();
    this.write();
    if (!isSame) this.tell(codes);
  }

  // Told when the typing rests, so that a screen reader is not interrupted at every letter.
  say(text) {
    clearTimeout(this.wait);
    if (text) this.wait = setTimeout(() => (this.status.textContent = text), QUIET);
    else this.status.textContent = "";
  }

  // Under the box, or above it where there is more room; the keyboard of a phone takes room away.
  lay() {
    const { left, top, bottom, width } = this.frame.getBoundingClientRect();
    const view = window.visualViewport;
    const height = view ? view.height + view.offsetTop : innerHeight;
    const [under, above] = [height - bottom - 12, top - 12];
    const isUnder = under >= Math.min(200, above);
    Object.assign(this.popup.style, {
      ...{ left: `${left}px`, width: `${width}px` },
      maxHeight: `${Math.max(96, Math.min(isUnder ? under : above, 352))}px`,
      top: isUnder ? `${bottom + 4}px` : "auto",
      bottom: isUnder ? "auto" : `${innerHeight - top + 4}px`,
    });
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".s3-choose");
  root.box ??= new Box(root, data.key);
  root.box.show(data, (codes) => setTriggerValue("pick", codes));
}
