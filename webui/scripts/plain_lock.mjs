// Keeps package-lock.json free of addresses: npm adds funding pages and deprecation notes, which nothing reads.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(path, 'utf8'));
for (const entry of Object.values(lock.packages)) {
  delete entry.funding;
  delete entry.deprecated;
  delete entry.resolved;
}
const text = `${JSON.stringify(lock, null, 2)}\n`;
writeFileSync(path, text);
if (/:\/\//.test(text)) {
  console.error('package-lock.json still names an address');
  process.exit(1);
}
