// Marks, in lists of links to the parts of this page, the part that is being read. The links need none of it.

const links = [...document.querySelectorAll("[data-scroll-spy] a[href*='#']")].filter(
  (link) => link.pathname === location.pathname && link.hash.length > 1,
);
const parts = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
let marked = null;
let waiting = false;

function partInView() {
  const end = window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2;
  // The last part may be too short to come up to where one reads.
  const line = window.innerHeight * (end ? 1 : 0.3);
  const tops = parts.map((part) => part?.getBoundingClientRect().top ?? Infinity);
  const last = tops.findLastIndex((top) => top <= line);
  return last < 0 ? tops.findIndex((top) => top < window.innerHeight) : last;
}

function mark() {
  waiting = false;
  const link = links[partInView()] ?? null;
  if (link === marked) return;
  marked?.classList.remove("usa-current");
  marked?.removeAttribute("aria-current");
  link?.classList.add("usa-current");
  link?.setAttribute("aria-current", "location");
  marked = link;
}

function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(mark);
}

addEventListener("scroll", soon, { passive: true });
addEventListener("resize", soon, { passive: true });
soon();
