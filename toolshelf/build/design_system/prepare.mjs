// What only packages of Node.js can do: compile the design system's style sheet, or reduce it and bundle scripts.
// One job, as JSON on the standard input; its outcome as JSON on the standard output. prepare.py says what is in both.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

const job = JSON.parse(await text(process.stdin));
const require = createRequire(`${job.modules}/`);

// An error in what a site has chosen is an outcome like another.
function compiled({ source, package: folder }) {
  const sass = require("sass-embedded");
  try {
    const options = { loadPaths: [`${folder}/packages`], style: "compressed", charset: false, logger: sass.Logger.silent };
    return { css: sass.compileString(source, options).css };
  } catch (error) {
    if (error.sassMessage === undefined) throw error;
    const [, line] = /(\d+):\d+\s+root stylesheet/.exec(error.sassStack) ?? [];
    return { fault: [error.sassMessage, source.split("\n")[line - 1] ?? ""].join(" ") };
  }
}

async function styles({ sheet, words, patterns, families }) {
  const { PurgeCSS } = require("purgecss");
  const css = readFileSync(sheet, "utf8");
  const all = patterns.map((pattern) => new RegExp(pattern));
  const [, purged] = await new PurgeCSS().purge({
    content: [{ raw: words.join("\n"), extension: "txt" }],
    // What the theme's own style sheets name comes first, so that its fonts stay in the one that is asked for.
    css: [{ raw: families.map((name) => `a{font-family:"${name}"}`).join("") }, { raw: css }],
    defaultExtractor: (content) => content.split("\n"),
    // Scripts and browsers set attributes at any time.
    dynamicAttributes: [...new Set(Array.from(css.matchAll(/\[([a-z-]+)/g), ([, name]) => name))],
    fontFace: true,
    safelist: { standard: all, deep: all },
  });
  return purged.css;
}

function script(components) {
  const { buildSync } = require("esbuild");
  const lines = components.map((name) => `require("./${name}/src/index").on(document.body);`);
  const bundle = buildSync({
    stdin: { contents: lines.join("\n"), resolveDir: `${job.package}/packages` },
    bundle: true,
    minify: true,
    target: "es2020",
    write: false,
    logLevel: "error",
  });
  return bundle.outputFiles[0].text;
}

async function reduced() {
  return {
    styles: await styles(job.styles),
    scripts: Object.fromEntries(Object.entries(job.scripts).map(([name, components]) => [name, script(components)])),
  };
}

process.stdout.write(JSON.stringify(job.source === undefined ? await reduced() : compiled(job)));
