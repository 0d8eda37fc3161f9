// A delivery as commands for a POSIX shell: signs the same body with the secret of the environment and sends it again.

export interface Sendable { source: string; headers: Readonly<Record<string, string>>; body: string }

/** Everything between single quotes is itself in every POSIX shell, but a single quote. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const headerName = /^[A-Za-z0-9-]+$/;
const own = new Set(['x-hub-signature', 'x-hub-signature-256', 'x-github-delivery', 'eeveon-replay-of', 'content-length', 'host', 'connection', 'accept-encoding', 'transfer-encoding']);

/** "x-github-event" as it is usually written. */
const titled = (name: string): string => name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase()).replace('Github', 'GitHub');

/** The address of the hook that a delivery came by: its source is "github" or "github/NAME". */
export function hookAddress(base: string, source: string): string {
  return `${base.replace(/\/$/, '')}/hooks/${source.split('/').map(encodeURIComponent).join('/')}`;
}

/** `remarks`: comments in front, a line each. The delivery gets an id of its own: a known one is answered as a duplicate. */
export function curlOf(delivery: Sendable, address: string, remarks: readonly string[] = []): string {
  const headers = Object.entries(delivery.headers)
    .filter(([name, value]) => headerName.test(name) && !own.has(name.toLowerCase()) && !/[\r\n\0]/.test(value))
    .map(([name, value]) => `  --header ${quoted(`${titled(name)}: ${value}`)} \\`);
  return [
    ...remarks.map((remark) => `# ${remark.replace(/[\r\n]+/g, ' ')}`),
    ': "${EEVEON_WEBHOOK_SECRET:?}"',
    `body=${quoted(delivery.body)}`,
    `signature=$(printf %s "$body" | openssl dgst -sha256 -hmac "$EEVEON_WEBHOOK_SECRET" | sed 's/^.* //')`,
    'printf %s "$body" | curl --silent --show-error --request POST \\',
    ...headers,
    '  --header "X-GitHub-Delivery: $(openssl rand -hex 16)" \\',
    '  --header "X-Hub-Signature-256: sha256=$signature" \\',
    `  --data-binary @- ${quoted(address)}`,
    '',
  ].join('\n');
}
