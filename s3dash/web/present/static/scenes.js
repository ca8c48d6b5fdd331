// Scenes as they come from the server: fetched ahead, kept, shown without a wait.

const AHEAD = 2;
const AGAIN = 1500;

export class Scenes {
  // `address(number, theme)`: where a scene is. `count`: how many there are.
  constructor(address, count) {
    this.address = address;
    this.count = count;
    this.kept = new Map();
    this.theme = chosenTheme();
  }

  // A promise of a scene; one that failed is asked for again the next time.
  get(number) {
    const key = `${number} ${this.theme}`;
    if (!this.kept.has(key)) {
      const asked = fetchScene(this.address(number, this.theme));
      asked.then(
        (scene) => (asked.scene = scene),
        () => this.kept.delete(key),
      );
      this.kept.set(key, asked);
    }
    return this.kept.get(key);
  }

  // The scene if it is here already.
  here(number) {
    return this.kept.get(`${number} ${this.theme}`)?.scene;
  }

  // Fetch what comes next, then the rest, one after the other.
  async prepare(number) {
    const asked = (this.preparing = Symbol());
    const order = [];
    for (let step = 1; step <= AHEAD; step++) order.push(number + step);
    order.push(number - 1);
    for (let other = 0; other < this.count; other++) order.push(other);
    for (const other of order) {
      if (this.preparing !== asked) return;
      if (other < 0 || other >= this.count || this.here(other)) continue;
      await this.get(other).catch(() => new Promise((go) => setTimeout(go, AGAIN)));
    }
  }

  forget(numbers = null) {
    for (const key of [...this.kept.keys()])
      if (!numbers || numbers.has(Number(key.split(" ")[0]))) this.kept.delete(key);
  }
}

async function fetchScene(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    const { problem = "" } = await answer.json().catch(() => ({}));
    throw Object.assign(new Error(problem), { status: answer.status });
  }
  return answer.json();
}

// The server has escaped every text in it.
export function put(stage, scene) {
  stage.innerHTML = scene.html;
  stage.dataset.kind = scene.kind;
  stage.dataset.number = scene.number;
}

const THEME = "s3-present-theme";

export function chosenTheme() {
  const stated = new URLSearchParams(location.search).get("theme") ?? kept(THEME);
  if (stated === "light" || stated === "dark") return stated;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function keepTheme(theme) {
  keep(THEME, theme);
}

// A browser may refuse to keep anything.
export function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keep(name, text) {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

export function names() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
