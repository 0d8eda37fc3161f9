// By what environments are told apart at a glance, beside their names: a tone that a name always has.

/** Names by which teams call what their users see: "production", "prod-eu", "live". */
export function isProduction(name: string): boolean {
  return name.split(/[^a-z0-9]+/i).some((word) => /^(?:prod|production|prd|live)\d*$/i.test(word));
}

/** How many tones there are besides the one of production: --env-0 and so on in tokens.css. */
export const otherTones = 6;

/** Names that most teams have get tones of their own; the order is part of what people learn, so it stays. */
const usual = ['staging', 'preview', 'test', 'development', 'qa', 'demo'];
const short: Record<string, string> = { stage: 'staging', stg: 'staging', testing: 'test', dev: 'development', preprod: 'staging', review: 'preview' };

/** FNV-1a, which spreads short names well. */
function hash(name: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < name.length; ++at) sum = Math.imul(sum ^ name.charCodeAt(at), 0x01000193);
  return sum >>> 0;
}

/** By the name alone, so that it is the same in every project, view and browser, and stays when others come and go. */
export function environmentTone(name: string): 'production' | number {
  if (isProduction(name)) return 'production';
  const first = name.toLowerCase().split(/[^a-z]+/).find(Boolean) ?? '';
  const known = usual.indexOf(short[first] ?? first);
  return known >= 0 ? known : hash(name) % otherTones;
}
