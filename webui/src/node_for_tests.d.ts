// The few parts of Node that tests use: they run a shell to see what the page's commands really do.
declare module 'node:child_process' {
  export function execFileSync(file: string, args: string[], options: { env?: Record<string, string>; timeout?: number; stdio?: 'pipe' }): unknown;
}
declare module 'node:crypto' {
  interface Hmac { update(text: string): Hmac; digest(encoding: 'hex'): string }
  export function createHmac(algorithm: string, key: string): Hmac;
}
declare module 'node:fs' {
  export function chmodSync(path: string, mode: number): void;
  export function mkdtempSync(prefix: string): string;
  export function readFileSync(path: string, encoding: 'utf8'): string;
  export function rmSync(path: string, options: { recursive: boolean; force: boolean }): void;
  export function writeFileSync(path: string, text: string): void;
}
declare module 'node:os' {
  export function tmpdir(): string;
}
declare module 'node:path' {
  export function join(...parts: string[]): string;
}
declare module 'node:process' {
  export const env: Record<string, string | undefined>;
}
