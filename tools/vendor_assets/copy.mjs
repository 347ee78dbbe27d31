// Copies what the pages bring along from node_modules and writes src/sayso/web/assets/vendor/manifest.json.
// Run where a library is to be refreshed: npm ci --ignore-scripts && node copy.mjs
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../../src/sayso/web/assets/vendor");
const wanted = [ // library, files of it, the text of its licence
  ["htmx.org", ["dist/htmx.min.js"], "LICENSE"],
  ["maplibre-gl", ["dist/maplibre-gl.mjs", "dist/maplibre-gl-worker.mjs", "dist/maplibre-gl.css"], "LICENSE.txt"],
  ["cytoscape", ["dist/cytoscape.esm.min.mjs"], "LICENSE"],
  ["world-atlas", ["countries-50m.json"], "LICENSE"],
];

function copied(library, file, name) {
  const from = join(here, "node_modules", library, file);
  copyFileSync(from, join(target, name));
  return { file: name, sha256: createHash("sha256").update(readFileSync(from)).digest("hex") };
}

function vendored([library, files, licence]) {
  const { version, license } = JSON.parse(readFileSync(join(here, "node_modules", library, "package.json"), "utf8"));
  const text = `${library.replace(/[^a-z0-9]+/g, "-")}.LICENSE.txt`;
  return {
    name: library, version, licence: license,
    files: [...files.map((file) => copied(library, file, basename(file))), copied(library, licence, text)],
  };
}

mkdirSync(target, { recursive: true });
writeFileSync(join(target, "manifest.json"), JSON.stringify(wanted.map(vendored), null, 2) + "\n");
