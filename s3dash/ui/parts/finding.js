// Finds territories by code and by whatever they are called; see chooser.py, web/lists.py.

// How well a name fits what was typed, the best first.
const CODE = 0, WHOLE = 1, BEGINS = 2, WORDS = 3, TOGETHER = 4, WITHIN = 5, NOT = 6;
const SHORTEST_GUESS = 3;

// As package/letters.py: lower case, no accents, CO₂ as CO2; letters and digits only, one space between words.
function folding(letters) {
  const undivided = new RegExp(`[${Object.keys(letters).join("")}]`, "gu");
  return (text) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/\p{M}/gu, "")
      .replace(undivided, (letter) => letters[letter])
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
}

const beginWords = (words, text) => words.every((word) => ` ${text}`.includes(` ${word}`));

const spelled = (text) => ({ text, joined: text.replaceAll(" ", ""), words: text.split(" ") });

function fit(way, typed) {
  // As one word or as two: Nordrheinwestfalen.
  const isWithin = way.joined.includes(typed.joined);
  if (!isWithin && typed.words.length === 1) return NOT;
  if (way.text === typed.text) return WHOLE;
  if (way.text.startsWith(typed.text)) return BEGINS;
  if (beginWords(typed.words, way.text)) return WORDS;
  return isWithin ? WITHIN : NOT;
}

// `list`: as web/lists.py makes it. Returns a function of what was typed: the territories that it
// finds, the best first, and the beginning of it that finds some where the whole finds none.
export function finder({ letters, written_out: out, countries, territories }) {
  const fold = folding(letters);
  const marked = new RegExp(`[${Object.keys(out).join("")}]`, "gu");
  const writtenOut = (name) =>
    fold(name.normalize("NFC").toLowerCase().replace(marked, (letter) => out[letter]));
  // A name of two languages is found by each: Valle d’Aosta/Vallée d’Aoste.
  const ways = (name) => [
    ...new Set([name, ...name.split("/")].flatMap((part) => [fold(part), writtenOut(part)])),
  ];
  const known = territories.map(([code, name, country, documented, ...others], place) => {
    const names = [name, ...others].map((each) => ({
      name: each,
      ways: ways(each).map(spelled),
    }));
    const all = names.flatMap((each) => each.ways.map(({ text }) => text));
    return {
      ...{ code, name, country: countries[country], isDocumented: Boolean(documented), place },
      ...{ names, folded: fold(code), every: fold([code, countries[country], ...all].join(" ")) },
    };
  });

  function matched(one, typed) {
    let best = NOT;
    let because = "";
    if (one.folded === typed.text) best = CODE;
    else if (one.folded.startsWith(typed.text)) best = BEGINS;
    for (const { name, ways } of one.names)
      for (const way of ways) {
        const found = fit(way, typed);
        if (found < best) [best, because] = [found, name];
      }
    if (best > TOGETHER && typed.words.length > 1 && beginWords(typed.words, one.every))
      [best, because] = [TOGETHER, ""];
    return { ...one, best, because: because === one.name ? "" : because };
  }

  function search(text) {
    const typed = spelled(text);
    return known
      .map((one) => matched(one, typed))
      .filter(({ best }) => best < NOT)
      .sort((a, b) => a.best - b.best || a.place - b.place);
  }

  return (text) => {
    const typed = fold(text);
    if (!typed) return { found: text.trim() ? [] : known, near: "" };
    let found = search(typed);
    let near = "";
    for (let end = typed.length - 1; !found.length && end >= SHORTEST_GUESS; end--) {
      near = typed.slice(0, end).trim();
      found = search(near).filter(({ best }) => best < WITHIN);
    }
    return { found, near: found.length ? near : "" };
  };
}
