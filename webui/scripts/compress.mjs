// Leaves a .br and a .gz beside every built file that compresses, and refuses a page heavier than its budget.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt']);
const counted = new Set(['.js', '.css']);
const budget = 150 * 1024; // JavaScript and style sheets of the first page, as gzip sends them
const wholeBudget = 176 * 1024; // everything that the first page loads, fonts and all

function files(folder) {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? files(path) : [path]));
}

const page = readFileSync(join(dist, 'index.html'), 'utf8');
let heavy = 0;
let whole = 0;
for (const path of files(dist)) {
  const kind = extname(path);
  const first = path.endsWith('index.html') || page.includes(relative(dist, path));
  if (first && !compressible.has(kind)) whole += statSync(path).size;
  if (!compressible.has(kind)) continue;
  const bytes = readFileSync(path);
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  const gz = gzipSync(bytes, { level: 9 });
  writeFileSync(`${path}.br`, br);
  writeFileSync(`${path}.gz`, gz);
  if (first && counted.has(kind)) heavy += gz.length;
  if (first) whole += gz.length;
  console.log(`${relative(dist, path).padEnd(40)} ${bytes.length} B, gzip ${gz.length}, brotli ${br.length}`);
}
console.log(`First load: JavaScript and styles ${heavy} B gzip of ${budget} allowed, everything ${whole} B of ${wholeBudget}`);
if (heavy > budget || whole > wholeBudget) process.exit(1);
