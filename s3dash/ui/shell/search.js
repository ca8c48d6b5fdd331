// The search of the bar: one box for everything, on every page, opened by a click or by "/". Asks
// web/search.py at every letter; what is chosen opens without loading the dashboard anew where the
// page can do that (page.js), else as any link. Runs before Streamlit's own scripts.

const ADDRESS = "lists/search.json";
const QUIET = 500;
const HINT =
  "Territories, priorities, partnerships, projects, hubs, documents, pages and questions: by name, code or words " +
  "of the text. Typing errors are forgiven.";
const FAILED = "The search cannot be reached. Type on to try again.";
const LENS = "M6.5 1.5a5 5 0 1 0 0 10 5 5 0 0 0 0-10ZM10.2 10.2 14.5 14.5";

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function lens() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 16 16", "aria-hidden": "true" })) svg.setAttribute(key, value);
  path.setAttribute("d", LENS);
  svg.append(path);
  return svg;
}

class Search {
  constructor() {
    this.opener = element(
      "button",
      { type: "button", class: "s3-seek-open", "aria-haspopup": "dialog", "aria-keyshortcuts": "/", title: "Search everything (/)" },
      lens(),
      element("span", {}, "Search everything"),
      element("kbd", { "aria-hidden": "true" }, "/"),
    );
    this.input = element("input", {
      ...{ type: "text", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" },
      ...{ "aria-controls": "s3-seek-list", "aria-label": "Search everything", enterkeyhint: "go" },
      ...{ autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: "120" },
      placeholder: "Territory, topic, partnership, question …",
    });
    this.shut = element("button", { type: "button", "aria-label": "Close the search" }, "×");
    this.told = element("p", { class: "s3-seek-told", "aria-hidden": "true" });
    this.list = element("div", { id: "s3-seek-list", role: "listbox", "aria-label": "What is found" });
    this.status = element("p", { class: "s3-seek-status", role: "status" });
    this.dialog = element("dialog", { class: "s3-seek", "aria-label": "Search everything" });
    this.dialog.append(element("div", { class: "s3-seek-box" }, lens(), this.input, this.shut), this.told, this.list, this.status);
    this.options = [];
    this.at = -1;
    this.turn = 0;
    this.opener.onclick = () => this.open();
    this.shut.onclick = () => this.dialog.close();
    this.dialog.onclick = (event) => {
      // A click beside it.
      if (event.target === this.dialog) this.dialog.close();
      this.press(event);
    };
    this.input.oninput = () => this.ask();
    this.input.onkeydown = (event) => this.key(event);
    addEventListener("keydown", (event) => this.maybeOpen(event));
  }

  maybeOpen(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (this.dialog.open || event.target.closest?.("input, textarea, select, [contenteditable], [role=textbox], dialog")) return;
    event.preventDefault();
    this.open();
  }

  open() {
    if (this.dialog.open) return;
    this.dialog.showModal();
    this.input.select();
    this.ask();
  }

  async ask() {
    const typed = this.input.value.trim();
    const turn = ++this.turn;
    this.waiting?.abort();
    this.waiting = new AbortController();
    this.isHasty = false;
    this.isAsking = true;
    try {
      const address = new URL(ADDRESS, document.baseURI);
      address.searchParams.set("q", typed);
      const answer = await fetch(address, { signal: this.waiting.signal });
      if (!answer.ok) throw new Error(`${ADDRESS} answered ${answer.status}`);
      const found = await answer.json();
      if (turn === this.turn) this.show(typed, found);
    } catch (error) {
      if (error.name !== "AbortError" && turn === this.turn) this.show(typed, { groups: [], nearest: [], corrected: {} }, FAILED);
    }
  }

  show(typed, { groups, nearest, corrected }, failed = "") {
    this.isAsking = false;
    const instead = Object.entries(corrected).map(([word, taken]) => `“${taken}” for “${word}”`);
    let told = failed;
    if (!failed && !typed) told = HINT;
    else if (!failed && instead.length) told = `Shown is ${instead.join(", ")}.`;
    else if (!failed && !groups.length) {
      told =
        `Nothing has “${typed}”. Looked for in the names, titles and texts of all territories, priorities, ` +
        "partnerships, projects, hubs, documents, pages and questions.";
      if (nearest.length) told += " Spelt most like it:";
    }
    this.told.textContent = told;
    this.told.hidden = !told;
    this.options = [];
    const parts = groups.map((group, place) => this.group(group, place));
    if (nearest.length) parts.push(...nearest.map((one) => this.option(one)));
    this.list.replaceChildren(...parts);
    this.list.scrollTop = 0;
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
    this.mark(this.options.length ? 0 : -1);
    const count = groups.reduce((sum, { total }) => sum + total, 0);
    this.say([told, typed && count ? `${count} found.` : ""].filter(Boolean).join(" "));
    if (this.isHasty && this.at >= 0) this.go(this.options[this.at]);
    this.isHasty = false;
  }

  group({ name, total, results, more }, place) {
    const id = `s3-seek-group-${place}`;
    const head = element("div", { class: "s3-seek-head", id, role: "presentation" }, element("b", {}, name));
    if (total > results.length) head.append(element("span", {}, `${results.length} of ${total}`));
    const made = element("div", { role: "group", "aria-labelledby": id }, head, ...results.map((one) => this.option(one)));
    if (more) made.append(this.option([`All ${total}`, "", more], "s3-seek-more"));
    return made;
  }

  option([label, detail, link], more = "") {
    const option = element(
      "a",
      { role: "option", id: `s3-seek-${this.options.length}`, class: more, href: link, tabindex: "-1", "aria-selected": "false" },
      element("span", {}, label),
      element("small", {}, detail),
    );
    this.options.push(option);
    return option;
  }

  mark(place) {
    this.options[this.at]?.setAttribute("aria-selected", "false");
    this.at = place;
    const option = this.options[place];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    if (place) option.scrollIntoView({ block: "nearest" });
    else this.list.scrollTop = 0;
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  key(event) {
    if (event.isComposing) return;
    const last = this.options.length - 1;
    const to = {
      ArrowDown: this.at >= last ? 0 : this.at + 1,
      ArrowUp: this.at <= 0 ? last : this.at - 1,
      PageDown: Math.min(this.at + 5, last),
      PageUp: Math.max(this.at - 5, 0),
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      if (last >= 0) this.mark(to);
    } else if (event.key === "Enter") {
      event.preventDefault();
      // Enter may come before the answer does.
      if (this.isAsking) this.isHasty = true;
      else if (this.options[this.at]) this.go(this.options[this.at], event.ctrlKey || event.metaKey);
    }
  }

  press(event) {
    const option = event.target.closest("[role=option]");
    // With a modifier key the reader wants a new tab: the browser does that by itself.
    if (!option || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    this.go(option);
  }

  go(option, inNewTab = false) {
    const link = option.getAttribute("href");
    const whole = new URL(link, document.baseURI);
    if (inNewTab) return void open(whole, "_blank", "noopener");
    this.dialog.close();
    this.input.value = "";
    const told = new CustomEvent("s3-go", { detail: link === "." ? "" : link, cancelable: true });
    // Nobody has heard it: a page that could not be drawn, or the start page, which has no name.
    if (link === "." || dispatchEvent(told)) location.assign(whole);
  }

  // Told when the typing rests, so that a screen reader is not interrupted at every letter.
  say(text) {
    clearTimeout(this.wait);
    this.wait = setTimeout(() => (this.status.textContent = text), QUIET);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const search = new Search();
  document.body.append(search.opener, search.dialog);
});
