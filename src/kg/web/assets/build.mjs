// Builds ../static from src/ and the locked packages: no address of another host, no node at run time.
// manifest.json records what was built from what; tests/web/test_assets.py compares it without node.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const out = "../static";
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const result = await build({
  entryPoints: ["theme", "app", "charts", "editor"].map((name) => `src/${name}.js`).concat("src/app.css", "src/editor.css"),
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020"],
  charset: "utf8",
  legalComments: "none",
  loader: { ".svg": "dataurl" },
  metafile: true,
});

// A package that ships no licence file states its licence and author in package.json.
function mit(license, author) {
  if (license !== "MIT") throw new Error(`no licence text: ${license}`);
  const holder = typeof author === "string" ? author : author.name;
  return `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}

const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[1]);
}
// A package may come already bundled with what it depends on.
for (const name of packages) {
  const { dependencies = {} } = JSON.parse(readFileSync(join("node_modules", name, "package.json"), "utf8"));
  Object.keys(dependencies).forEach((other) => packages.add(other));
}
const licences = [...packages].sort().map((name) => {
  const folder = join("node_modules", name);
  const { version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file) && statSync(join(folder, file)).isFile())
    .sort();
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
  if (!texts.length) texts.push(mit(license, author));
  return `${name} ${version} (${license ?? "see text"})\n\n${texts.join("\n\n")}`;
});
writeFileSync(join(out, "THIRD-PARTY-LICENSES.txt"), licences.join(`\n\n${"-".repeat(80)}\n\n`) + "\n");
copyFileSync("src/icon.svg", join(out, "icon.svg"));

const sha = (data) => createHash("sha256").update(data).digest("hex");
const sources = ["build.mjs", "package.json", "package-lock.json", ...readdirSync("src").sort().map((f) => `src/${f}`)];
const manifest = {
  sources: Object.fromEntries(sources.map((name) => [name, sha(readFileSync(name))])),
  files: Object.fromEntries(readdirSync(out).sort().map((name) => [name, sha(readFileSync(join(out, name)))])),
};
writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");
