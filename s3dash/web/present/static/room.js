// A room as the server has it, and what was typed here that the server does not have yet.
//
// Whatever is typed goes into the browser's own memory first, an entry for each item, and leaves it
// when the server has answered. So a server that is away, a reload or a crashed browser loses nothing.

import { keep, kept, names } from "./scenes.js";

const PAUSE = [500, 1000, 2000, 4000, 8000];
const SILENCE = 5000;
const POLL = 1000;
// Of a page that the server tells no changes to: as many follow as may. It tries again later.
const ASK = 3000;
const TRY_AGAIN = 60_000;
// Several windows and phones shall not all come back at the same moment.
const JITTER = 800;

export class Room extends EventTarget {
  // `address`: of the room, such as ../present/room/abc. `id`: what its entries are called here.
  constructor(address, id, { writes = true } = {}) {
    super();
    this.address = address;
    this.prefix = `s3-room:${id}:`;
    this.writes = writes;
    this.state = null;
    this.items = new Map();
    this.shown = 0;
    this.isAway = false;
    this.tries = 0;
    this.ownRevision = -1;
    this.sending = false;
    this.conflicts = new Map();
  }

  start() {
    this.listen();
    addEventListener("online", () => this.again());
    document.addEventListener("visibilitychange", () => {
      // A phone that slept may hold a line that is dead.
      if (!document.hidden) this.again();
    });
    if (this.writes) {
      addEventListener("storage", (event) => {
        if (event.key?.startsWith(this.prefix)) this.tell("work");
      });
      this.flush();
    }
  }

  tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  again() {
    clearTimeout(this.wait);
    this.listen();
    if (this.writes) this.flush();
  }

  listen() {
    this.source?.close();
    clearInterval(this.polling);
    const source = (this.source = new EventSource(`${this.address}/events`));
    let isHeard = false;
    // A proxy that holds events back: ask instead.
    const silence = setTimeout(() => {
      if (isHeard || this.source !== source) return;
      source.close();
      this.poll(POLL);
    }, SILENCE);
    source.addEventListener("state", (event) => {
      isHeard = true;
      this.tries = 0;
      this.take(JSON.parse(event.data));
    });
    source.addEventListener("gone", () => {
      source.close();
      this.tell("gone");
    });
    source.onerror = () => {
      clearTimeout(silence);
      if (this.source !== source) return;
      source.close();
      if (!isHeard) this.refused = (this.refused ?? 0) + 1;
      else this.refused = 0;
      // Once the server answers and still tells nothing, that is not the network.
      if (this.refused < 2) this.away(true);
      const tries = this.refused > 1 ? 0 : this.tries++;
      const pause = PAUSE[Math.min(tries, PAUSE.length - 1)] + Math.random() * JITTER;
      clearTimeout(this.wait);
      this.wait = setTimeout(() => this.isThere(), pause);
    };
  }

  // An error of events does not say whether the room is gone or the server is away.
  async isThere() {
    const answer = await fetch(`${this.address}/state?since=999999999`).catch(() => null);
    if (answer?.status === 404) this.tell("gone");
    else if (answer?.ok && this.refused > 1) {
      this.take((await answer.json()).state);
      this.poll(ASK + Math.random() * JITTER);
      this.wait = setTimeout(() => this.listen(), TRY_AGAIN);
    } else {
      if (!answer?.ok) {
        this.refused = 0;
        this.away(true);
      }
      this.listen();
    }
  }

  poll(pause) {
    clearInterval(this.polling);
    this.polling = setInterval(() => this.ask(), pause);
    this.ask();
  }

  async ask() {
    // The state alone; items are fetched where it says that some have changed.
    const answer = await fetch(`${this.address}/state?since=999999999`).catch(() => null);
    if (answer?.status === 404) {
      clearInterval(this.polling);
      this.tell("gone");
    } else if (answer?.ok) this.take((await answer.json()).state);
    else this.away(true);
  }

  away(isAway) {
    if (this.isAway === isAway) return;
    this.isAway = isAway;
    this.tell("line", isAway);
    if (!isAway && this.writes) this.flush();
  }

  take(state) {
    this.away(false);
    // What this window has just shown is not undone by news that are older.
    if (state.revision < this.ownRevision) return;
    this.state = state;
    this.skew = state.now - Date.now() / 1000;
    if (!this.isShowing) this.tell("state", state);
    // Also where the last try to fetch them failed.
    if (this.itemsAt !== state.work) this.fetchItems();
  }

  async fetchItems() {
    const since = this.itemsAt ?? -1;
    const answer = await fetch(`${this.address}/state?since=${since}`).catch(() => null);
    if (answer?.status === 404) return this.tell("gone");
    if (!answer?.ok) {
      // The next state may be long in coming.
      clearTimeout(this.missing);
      this.missing = setTimeout(() => this.fetchItems(), PAUSE[1]);
      return;
    }
    const found = await answer.json();
    for (const item of found.items) this.items.set(item.item_id, item);
    this.itemsAt = Math.max(since, found.state.work);
    this.tell("work", new Set(found.items.map((item) => item.item_id)));
  }

  // Show a scene to all; the newest wish counts, also when the server was away.
  async show(changes) {
    this.wish = { ...this.wish, ...changes };
    if (this.isShowing) return;
    this.isShowing = true;
    while (this.wish) {
      const wish = this.wish;
      this.wish = null;
      const answer = await this.send("POST", "show", wish).catch(() => null);
      if (answer?.ok) {
        const state = await answer.json();
        this.ownRevision = state.revision;
        if (!this.wish) {
          this.isShowing = false;
          this.take(state);
        }
      } else if (answer?.status === 404) {
        this.tell("gone");
        break;
      } else {
        this.away(true);
        this.wish = { ...wish, ...this.wish };
        await new Promise((go) => setTimeout(go, PAUSE[2]));
      }
    }
    this.isShowing = false;
  }

  async time(seconds) {
    const answer = await this.send("POST", "timer", { seconds }).catch(() => null);
    if (answer?.ok) this.take(await answer.json());
    else this.away(true);
  }

  send(method, path, body) {
    return fetch(`${this.address}/${path}`, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  // ── Items ────────────────────────────────────────────────────────────────────────────────────

  // What an item says here and now: as typed, else as the server has it; null: there is none.
  read(id) {
    const typed = this.typed(id);
    if (typed) return typed.content;
    return this.items.get(id)?.content ?? null;
  }

  typed(id) {
    const text = this.memory?.get(id) ?? kept(this.prefix + id);
    return text ? JSON.parse(text) : null;
  }

  waiting() {
    const stored = names()
      .filter((name) => name.startsWith(this.prefix))
      .map((name) => name.slice(this.prefix.length));
    return [...new Set([...stored, ...(this.memory?.keys() ?? [])])];
  }

  // All items of a kind: [identifier, content].
  all(kind) {
    const found = new Map();
    for (const [id, item] of this.items) if (item.kind === kind) found.set(id, item.content);
    for (const id of this.waiting()) {
      const typed = this.typed(id);
      if (typed?.kind === kind) found.set(id, typed.content);
    }
    return [...found].filter(([, content]) => content).sort(([one], [other]) => (one < other ? -1 : 1));
  }

  write(id, kind, content) {
    const before = this.typed(id);
    const item = this.items.get(id);
    const entry = {
      kind,
      content,
      version: before?.version ?? item?.version ?? 0,
      base: before ? before.base : (item?.content ?? null),
    };
    this.keepTyped(id, entry);
    this.conflicts.delete(id);
    this.tell("work", new Set([id]));
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.flush(), 400);
  }

  keepTyped(id, entry) {
    const text = entry && JSON.stringify(entry);
    if (keep(this.prefix + id, text)) this.memory?.delete(id);
    else {
      // A browser that keeps nothing: as long as the window is open.
      this.memory ??= new Map();
      if (entry) this.memory.set(id, text);
      else this.memory.delete(id);
    }
  }

  async flush() {
    if (this.sending) return;
    this.sending = true;
    let isDone = true;
    for (const id of this.waiting()) {
      if (this.conflicts.has(id)) continue;
      if (!(await this.sendItem(id))) {
        isDone = false;
        break;
      }
    }
    this.sending = false;
    this.tell("kept");
    clearTimeout(this.retry);
    if (!isDone) {
      const pause = PAUSE[Math.min(this.failed ?? 0, PAUSE.length - 1)];
      this.failed = (this.failed ?? 0) + 1;
      this.retry = setTimeout(() => this.flush(), pause);
    } else {
      this.failed = 0;
      // What was typed meanwhile.
      if (this.waiting().some((id) => !this.conflicts.has(id))) this.soon = setTimeout(() => this.flush(), 100);
    }
  }

  async sendItem(id) {
    const entry = this.typed(id);
    if (!entry) return true;
    const { kind, content, version } = entry;
    const path = `items/${encodeURIComponent(id)}`;
    const answer = await this.send("PUT", path, { kind, content, version }).catch(() => null);
    if (!answer) return false;
    if (answer.status === 404) {
      this.tell("gone");
      return false;
    }
    if (answer.status >= 500 || answer.status === 429) {
      this.unwritten = await problem(answer);
      return false;
    }
    this.unwritten = "";
    const now = this.typed(id);
    const isSame = JSON.stringify(now) === JSON.stringify(entry);
    if (answer.ok) {
      const item = await answer.json();
      this.items.set(id, item);
      if (isSame) this.keepTyped(id, null);
      else if (now) this.keepTyped(id, { ...now, version: item.version, base: item.content });
    } else if (answer.status === 409) {
      this.meet(id, now ?? entry, await answer.json());
    } else {
      this.conflicts.set(id, { problem: await problem(answer) });
    }
    this.tell("work", new Set([id]));
    return true;
  }

  // Somebody else changed the same item. Fields that only one of the two changed are taken from that
  // one; where both changed one field, people choose.
  meet(id, mine, theirs) {
    this.items.set(id, theirs);
    const base = mine.base ?? {};
    const isPlain = ["tick", "card", "column", "headline"].includes(mine.kind);
    if (!mine.content || !theirs.content || isPlain) {
      this.keepTyped(id, { ...mine, version: theirs.version, base: theirs.content });
      return;
    }
    const merged = { ...theirs.content };
    const fought = [];
    for (const [name, value] of Object.entries(mine.content)) {
      if (value === base[name] || value === theirs.content[name]) continue;
      if (theirs.content[name] === (base[name] ?? "")) merged[name] = value;
      else fought.push(name);
    }
    if (fought.length) this.conflicts.set(id, { theirs, fought });
    else this.keepTyped(id, { ...mine, content: merged, version: theirs.version, base: theirs.content });
  }

  settle(id, isMine) {
    const { theirs } = this.conflicts.get(id);
    const mine = this.typed(id);
    this.conflicts.delete(id);
    if (isMine && mine) this.keepTyped(id, { ...mine, version: theirs.version, base: theirs.content });
    else this.keepTyped(id, null);
    this.tell("work", new Set([id]));
    this.flush();
  }

  discard(id) {
    this.conflicts.delete(id);
    this.keepTyped(id, null);
    this.tell("work", new Set([id]));
  }

  // A sentence on what the server has, for the foot of the work.
  status() {
    const count = this.waiting().length;
    if (!count) return this.isAway ? "The server cannot be reached. All that was typed is kept there." : "All is kept.";
    const what = count === 1 ? "One change waits" : `${count} changes wait`;
    const where = this.memory?.size
      ? "Keep this window open: this browser keeps nothing by itself."
      : "Nothing is lost: this browser keeps it until the server takes it.";
    return `${what} for the server. ${where}`;
  }
}

async function problem(answer) {
  try {
    return (await answer.json()).problem;
  } catch {
    return "The server did not say why.";
  }
}

export function newId(kind) {
  const chance = crypto.getRandomValues(new Uint32Array(2));
  return `${kind}.${Date.now().toString(36)}${chance[0].toString(36)}${chance[1].toString(36)}`;
}
