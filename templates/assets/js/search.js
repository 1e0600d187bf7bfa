// The search page. Nothing of Pagefind is fetched before somebody has asked for something.

const PAGE = 10; // results shown at a time
const LOOKED_AT = 30; // results among which those are looked for that are called as what was searched for
const VARIANTS = 8; // ways of saying the same that are searched for
const PARTS = 3; // parts of a page that are named beneath it

const all = document.getElementById("search--all");
const form = all.querySelector("form");
const input = document.getElementById("search--query");
const status = document.getElementById("search--status");
const filters = document.getElementById("search--filters");
const selects = [...filters.querySelectorAll("select")];
const heading = document.getElementById("search--heading");
const list = document.getElementById("search--results");
const more = document.getElementById("search--more");
const listing = document.getElementById("search--listing");
const synonyms = JSON.parse(all.dataset.synonyms);

let index; // a promise, once somebody has asked
let asked = 0; // how often somebody has
let found = [];

// The words as they were typed, and as they read with each synonym in place of what means the same.
function variants(query) {
  const words = [query];
  for (const group of synonyms) {
    for (const term of group) {
      const typed = asTyped(term);
      if (typed.test(query)) {
        words.push(...group.filter((other) => other !== term).map((other) => query.replace(typed, () => other)));
        break;
      }
    }
  }
  return [...new Set(words)].slice(0, VARIANTS);
}

async function load(language) {
  const pagefind = await import(`${all.dataset.index}pagefind.js`);
  const { lang } = document.documentElement;
  document.documentElement.lang = language || lang; // Pagefind looks here for the language of its index
  const options = {
    basePath: all.dataset.index,
    baseUrl: all.dataset.home,
    excerptEllipsis: "…",
  };
  const instance = pagefind.createInstance(options);
  document.documentElement.lang = lang;
  await instance.filters(); // without them results do not tell what they can be narrowed to
  return instance;
}

// Results of all variants, the best first; each once.
async function search(instance, words, chosen) {
  const answers = await Promise.all(words.map((each) => instance.search(each, { filters: chosen })));
  const best = new Map();
  for (const answer of answers) {
    for (const result of answer.results) {
      const other = best.get(result.id);
      if (!other || other.score < result.score) best.set(result.id, result);
    }
  }
  return { results: [...best.values()].sort((a, b) => b.score - a.score), answers };
}

// A pattern for the words as they are, and not as parts of others.
function asTyped(words) {
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "iu");
}

// The first results, with what is called exactly like that before what is called similarly, and this before what says
// the words: stems of words are found too, so that "governance" finds "government", and "ATO" finds "at".
async function called(results, words) {
  const named = await Promise.all(
    results.slice(0, LOOKED_AT).map(async (result) => {
      const { meta, content } = await result.data();
      const title = meta.title ?? "";
      const fit = (each) => {
        if (title.toLowerCase() === each.toLowerCase()) return 3;
        return asTyped(each).test(title) ? 2 : asTyped(each).test(content ?? "") ? 1 : 0;
      };
      return { result, fits: Math.max(...words.map(fit)) };
    }),
  );
  const first = named.sort((a, b) => b.fits - a.fits || b.result.score - a.result.score).map(({ result }) => result);
  return [...first, ...results.slice(LOOKED_AT)];
}

// What results can be narrowed to, without what was chosen.
function offer(select, answers, chosen) {
  const counts = new Map();
  for (const answer of answers) {
    for (const [value, count] of Object.entries(answer.filters[select.name] ?? {})) {
      if (count) counts.set(value, Math.max(count, counts.get(value) ?? 0));
    }
  }
  if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
  const options = [...counts.keys()].sort().map((value) => {
    const option = document.createElement("option");
    option.value = option.textContent = value;
    return option;
  });
  select.replaceChildren(select.options[0], ...options);
  select.value = chosen;
}

// A text of Pagefind's, in which only found words are marked up.
function marked(text) {
  return text.split(/(<mark>.*?<\/mark>)/s).map((part) => {
    const plain = part.replace(/<\/?mark>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    if (plain === part || !part.startsWith("<mark>")) return plain;
    const mark = document.createElement("mark");
    mark.textContent = plain;
    return mark;
  });
}

function copy(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

function entry(data) {
  const result = copy("search--result");
  const link = result.querySelector("a");
  link.href = data.meta.url ? all.dataset.home + data.meta.url : data.url;
  link.textContent = data.meta.title;
  result.querySelector("p").append(...marked(data.excerpt));
  const [facts, parts] = result.querySelectorAll("ul");
  for (const name of ["section", "kind"]) {
    for (const value of data.filters[name] ?? []) {
      const fact = copy("search--fact");
      fact.textContent = value;
      facts.append(fact);
    }
  }
  const anchored = data.meta.url ? [] : data.sub_results.filter((each) => each.url.includes("#"));
  for (const each of anchored.filter(({ title }) => title !== data.meta.title).slice(0, PARTS)) {
    const part = copy("search--part");
    part.firstElementChild.href = each.url;
    part.firstElementChild.textContent = each.title;
    parts.append(part);
  }
  for (const empty of [facts, parts]) if (!empty.children.length) empty.remove();
  return result;
}

function say(which, values) {
  const words = status.dataset[which] ?? "";
  return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, () => value), words);
}

// Shows the next results and tells how many there are; `words` are what was searched for.
async function show(ask, words, focus) {
  const from = list.children.length;
  const next = await Promise.all(found.slice(from, from + PAGE).map((result) => result.data()));
  if (ask !== asked) return;
  list.append(...next.map(entry));
  const values = { query: words[0], count: found.length, shown: list.children.length };
  more.hidden = list.children.length >= found.length;
  const which = !found.length ? "none" : found.length === 1 ? "one" : more.hidden ? "many" : "more";
  const also = words.length > 1 ? say("also", { words: words.slice(1).map((each) => `“${each}”`).join(", ") }) : "";
  status.textContent = say(which, values) + also;
  if (focus) list.children[from]?.querySelector("a").focus();
}

// Does what the address of the page asks for.
async function answer() {
  const ask = ++asked;
  const parameters = new URLSearchParams(location.search);
  const query = (parameters.get("query") ?? "").trim();
  input.value = query;
  listing.hidden = Boolean(query);
  for (const part of [heading, list, filters]) part.hidden = !query;
  more.hidden = true;
  list.replaceChildren();
  list.lang = parameters.get("lang") || document.documentElement.lang;
  status.textContent = query ? status.dataset.wait : "";
  if (!query) return;
  const chosen = Object.fromEntries(selects.map(({ name }) => [name, parameters.get(name) ?? ""]));
  const words = variants(query);
  try {
    const instance = await (index ??= load(parameters.get("lang")));
    const narrowed = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value));
    const { results, answers } = await search(instance, words, narrowed);
    const wide = Object.keys(narrowed).length ? (await search(instance, words, {})).answers : answers;
    const ordered = await called(results, words);
    if (ask !== asked) return;
    for (const select of selects) offer(select, wide, chosen[select.name]);
    filters.hidden = !results.length && !Object.keys(narrowed).length;
    found = ordered;
    more.onclick = () => show(asked, words, true);
    await show(ask, words, false);
  } catch (failure) {
    if (ask !== asked) return;
    index = undefined;
    listing.hidden = false;
    for (const part of [heading, list, filters]) part.hidden = true;
    status.textContent = status.dataset.failed;
  }
}

function go() {
  const address = new URL(location);
  const values = { query: input.value.trim(), ...Object.fromEntries(selects.map(({ name, value }) => [name, value])) };
  for (const [name, value] of Object.entries(values)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.pushState(null, "", address);
  answer();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  for (const select of selects) select.value = "";
  go();
});
for (const select of selects) select.addEventListener("change", go);
addEventListener("popstate", answer);
answer();
