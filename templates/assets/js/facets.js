// Filters a grid of items in place. Without this script the facets are links to pages; with it they are boxes to check.
//
// The state is the query of the address: "?publisher=gsa&publisher=nih&kind=tool&page=2" shows the second page of the
// tools of either publisher. Boxes of one facet widen the choice, facets narrow it down. All items come as one file,
// fetched when the browser has nothing else to do, as they are drawn on the pages: `items.json` beside the grid. A
// visitor who saves data, or is faster, gets it when turning to the filter.

const PAGE = "page";

/** The pages that a pagination names: at most seven slots, 0 for a gap. As `toolshelf/features/facets/paging.py`. */
export function slots(current, count) {
  const run = (from, to) => Array.from({ length: to - from + 1 }, (_, place) => from + place);
  if (count <= 7) return run(1, count);
  const middle = Math.min(Math.max(current, 4), count - 3);
  if (middle === 4) return [...run(1, 5), 0, count];
  if (middle === count - 3) return [1, 0, ...run(count - 4, count)];
  return [1, 0, middle - 1, middle, middle + 1, 0, count];
}

/** The places of the items that have one of the chosen groups of every facet, but for the facet at `besides`. */
export function matching(items, chosen, besides = -1) {
  const found = [];
  for (let place = 0; place < items.length; place += 1) {
    const groups = items[place][0];
    const fits = (wanted, facet) =>
      facet === besides || wanted.size === 0 || groups[facet].some((group) => wanted.has(group));
    if (chosen.every(fits)) found.push(place);
  }
  return found;
}

class Filter {
  constructor(section) {
    this.section = section;
    this.grid = document.querySelector("[data-grid]");
    this.count = document.querySelector("[data-grid-count]");
    this.pages = document.querySelector("[data-grid-pages]");
    this.words = this.count.dataset;
    this.size = Number(this.grid.dataset.size);
    this.own = location.pathname;
    this.before = { items: [...this.grid.childNodes], count: this.count.textContent, pages: [...this.pages.childNodes] };
    this.fixed = section.querySelector("[data-fixed]");
    this.links = [...section.querySelectorAll("[data-fixed] a, [data-all]")].map((link) => [link, link.getAttribute("href")]);
    this.boxes = [...section.querySelectorAll("[data-facet]:not([data-fixed])")].flatMap((facet) => this.makeBoxes(facet));
    this.status = this.clone("[data-status]");
    this.clear = this.clone("[data-clear]");
    this.clear.addEventListener("click", () => this.clearAll());
    section.addEventListener("change", () => this.choose());
    const ahead = () => this.load().catch(() => {});
    for (const turned of ["pointerover", "focusin"]) {
      section.addEventListener(turned, ahead, { once: true, passive: true });
    }
    if (!navigator.connection?.saveData) (globalThis.requestIdleCallback ?? setTimeout)(ahead);
    this.pages.addEventListener("click", (event) => this.turn(event));
    addEventListener("popstate", () => this.restore(true));
    this.restore(false);
  }

  /** What stands in the section's template for scripts, put in its place. */
  clone(name) {
    const made = this.section.querySelector("template").content.querySelector(name).cloneNode(true);
    this.section.append(made);
    return made;
  }

  /** Boxes in the place of the links of `facet`, in a group of its name. */
  makeBoxes(facet) {
    const list = facet.querySelector("ul");
    const set = document.createElement("fieldset");
    const legend = document.createElement("legend");
    set.className = "toolshelf-facet__set";
    legend.className = "usa-sr-only";
    legend.textContent = facet.querySelector("summary").textContent;
    list.replaceWith(set);
    set.append(legend, list);
    return [...list.querySelectorAll("a")].map((link) => {
      const label = document.createElement("label");
      const box = document.createElement("input");
      Object.assign(box, { type: "checkbox", name: facet.dataset.facet, value: link.dataset.group, autocomplete: "off" });
      label.className = "toolshelf-facet__choice";
      label.append(box, ...link.childNodes);
      link.replaceWith(label);
      return box;
    });
  }

  /** All items, and the key and groups of each facet; fetched once. */
  load() {
    this.loading ??= fetch(this.grid.dataset.items, { credentials: "same-origin" }).then((response) => {
      if (!response.ok) throw new Error(response.statusText);
      return response.json();
    });
    this.loading.catch(() => { this.loading = undefined; });
    return this.loading;
  }

  /** What is checked of the facet `key`. */
  checked(key) {
    return this.boxes.filter((box) => box.checked && box.name === key).map((box) => box.value);
  }

  /** The query of the boxes that are checked. */
  query() {
    return new URLSearchParams(this.boxes.filter((box) => box.checked).map((box) => [box.name, box.value])).toString();
  }

  /** Someone has checked a box, or taken it back. */
  choose() {
    const query = this.query();
    history.pushState(null, "", query ? `${this.grid.dataset.first}?${query}` : this.own);
    this.show(true);
  }

  clearAll() {
    for (const box of this.boxes) box.checked = false;
    this.choose();
    this.section.querySelector("summary").focus();
  }

  /** Someone has chosen another page of what is shown. */
  turn(event) {
    const link = event.target.closest("a[data-turn]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    this.show(true).then(() => {
      this.count.focus({ preventScroll: true });
      this.count.scrollIntoView();
    });
  }

  /** Show what the address says, and say so where somebody went back to it. */
  restore(announce) {
    const query = new URLSearchParams(location.search);
    for (const box of this.boxes) {
      box.checked = query.getAll(box.name).includes(box.value);
      if (box.checked) box.closest("details").open = true;
    }
    this.show(announce);
  }

  async show(announce) {
    const query = this.query();
    const asked = (this.asked = {});
    this.clear.hidden = query === "";
    for (const [link, address] of this.links) link.setAttribute("href", query ? `${address}?${query}` : address);
    if (query === "" && !this.drawn) {
      this.count.textContent = this.before.count;
      return;
    }
    let all;
    try {
      all = await this.load();
    } catch {
      this.count.textContent = this.status.textContent = this.words.failed;
      return;
    }
    if (asked !== this.asked) return;
    const chosen = all.facets.map(([key, slugs]) => {
      const wanted = this.fixed?.dataset.facet === key ? [this.fixed.dataset.fixed] : this.checked(key);
      return new Set(wanted.map((slug) => slugs.indexOf(slug)));
    });
    this.countBoxes(all, chosen);
    if (query === "") {
      this.putBack();
    } else {
      this.draw(all, matching(all.items, chosen), query);
    }
    if (announce) this.status.textContent = this.count.textContent;
  }

  /** How many items each box would add to what the other facets leave. */
  countBoxes(all, chosen) {
    const counts = new Map();
    all.facets.forEach(([key, slugs], facet) => {
      for (const place of matching(all.items, chosen, facet)) {
        for (const group of all.items[place][0][facet]) {
          const name = `${key} ${slugs[group]}`;
          counts.set(name, (counts.get(name) ?? 0) + 1);
        }
      }
    });
    for (const box of this.boxes) {
      const shown = box.parentElement.querySelector("[data-number]");
      shown.textContent = (counts.get(`${box.name} ${box.value}`) ?? 0).toLocaleString(document.documentElement.lang);
    }
  }

  putBack() {
    this.grid.replaceChildren(...this.before.items);
    this.pages.replaceChildren(...this.before.pages);
    this.count.textContent = this.before.count;
    this.drawn = false;
  }

  draw(all, found, query) {
    const last = Math.max(1, Math.ceil(found.length / this.size));
    const page = Math.min(Math.max(Number.parseInt(new URLSearchParams(location.search).get(PAGE), 10) || 1, 1), last);
    const first = (page - 1) * this.size;
    const shown = found.slice(first, first + this.size);
    const drawn = document.createElement("template");
    drawn.innerHTML = shown.map((place) => all.items[place][1]).join("");
    this.grid.replaceChildren(drawn.content);
    this.count.textContent = this.counted(first, shown.length, found.length);
    this.pages.replaceChildren(...(last > 1 ? [this.pagination(page, last, query)] : []));
    this.drawn = true;
  }

  counted(first, shown, total) {
    const { none, one, many, some } = this.words;
    const sentence = total === 0 ? none : shown < total ? some : total === 1 ? one : many;
    const values = { first: first + 1, last: first + shown, total };
    return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name].toLocaleString(document.documentElement.lang));
  }

  /** The links to the pages of what is shown, made of the parts of those that came with the page. */
  pagination(current, count, query) {
    const made = this.pages.ownerDocument.importNode(this.section.querySelector("template").content, true).querySelector("nav");
    const list = made.querySelector("ul");
    const [previous, number, gap, next] = [...list.children];
    const to = (item, page) => {
      const link = item.querySelector("a");
      link.setAttribute("href", `${this.grid.dataset.first}?${query}${page > 1 ? `&${PAGE}=${page}` : ""}`);
      return item;
    };
    const numbers = slots(current, count).map((page) => {
      if (!page) return gap.cloneNode(true);
      const item = to(number.cloneNode(true), page);
      const link = item.querySelector("a");
      link.textContent = page.toLocaleString(document.documentElement.lang);
      link.setAttribute("aria-label", link.getAttribute("aria-label").replace("{number}", page));
      if (page === current) {
        link.setAttribute("aria-current", "page");
        link.classList.add("usa-current");
      }
      return item;
    });
    list.replaceChildren(
      ...(current > 1 ? [to(previous, current - 1)] : []),
      ...numbers,
      ...(current < count ? [to(next, current + 1)] : []),
    );
    return made;
  }
}

const section = document.querySelector("[data-facets]");
if (section) new Filter(section);
