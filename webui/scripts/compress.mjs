// Leaves a .br and a .gz beside every built file that compresses, and refuses a page heavier than its budget.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.txt']);
const counted = new Set(['.js', '.css']);
const budget = 170 * 1024; // JavaScript and style sheets together, as gzip sends them

function files(folder) {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? files(path) : [path]));
}

let heavy = 0;
for (const path of files(dist)) {
  const kind = extname(path);
  if (!compressible.has(kind)) continue;
  const bytes = readFileSync(path);
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  const gz = gzipSync(bytes, { level: 9 });
  writeFileSync(`${path}.br`, br);
  writeFileSync(`${path}.gz`, gz);
  if (counted.has(kind)) heavy += gz.length;
  console.log(`${relative(dist, path).padEnd(40)} ${bytes.length} B, gzip ${gz.length}, brotli ${br.length}`);
}
console.log(`JavaScript and styles: ${heavy} B gzip of ${budget} allowed`);
if (heavy > budget) process.exit(1);
