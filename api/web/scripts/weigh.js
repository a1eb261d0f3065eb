// Weighs the courier page and the widget after a build: what a phone loads first must stay small.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const DIST = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const LIMITS = { script: 45_000, first: 80_000, widget: 15_000 };

/** @param {string} file */
const weigh = (file) => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length;

const manifest =
  /** @type {Record<string, { file: string, css?: string[], imports?: string[] }>} */ (
    JSON.parse(readFileSync(join(DIST, 'manifest.json'), 'utf8'))
  );

/** @param {string} name @param {Set<string>} seen */
function filesOf(name, seen = new Set()) {
  const chunk = manifest[name];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  (chunk.css ?? []).forEach((file) => seen.add(file));
  (chunk.imports ?? []).forEach((other) => filesOf(other, seen));
  return seen;
}

const files = filesOf('courier.html');
for (const part of ['shared', 'courier']) {
  filesOf(`src/translations/${part}/de.json`, files);
}
const scripts = [...files].filter((file) => file.endsWith('.js')).map(weigh);
const script = scripts.reduce((sum, size) => sum + size, 0);
const first = [...files, 'courier.html', 'icon.svg']
  .map(weigh)
  .reduce((sum, size) => sum + size, 0);
console.log(
  `courier: script ${script} of ${LIMITS.script} bytes, first load ${first} of ${LIMITS.first}`,
);
if ([...files].some((file) => /city-map|maplibre|zxing/.test(file))) {
  throw new Error(
    `Expected neither map nor scanner on the courier's first load, got ${[...files].join(', ')}.`,
  );
}
if (script > LIMITS.script || first > LIMITS.first) {
  throw new Error('Expected a lighter courier page; look at what was added to its first load.');
}

const widget = weigh('widget.js');
console.log(`widget: ${widget} of ${LIMITS.widget} bytes`);
if (widget > LIMITS.widget) throw new Error('Expected a lighter widget.');
