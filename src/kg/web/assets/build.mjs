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

const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[1]);
}
const licences = [...packages].sort().map((name) => {
  const folder = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file) && statSync(join(folder, file)).isFile())
    .sort();
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
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
