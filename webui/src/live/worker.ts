// The service worker: it shows notifications on machines that know no other way, and stores nothing.
import { base } from './base';

interface TrustedTypes { createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): string } }

const address = new URL('worker.js', base).href;

/** The policy of the page wants script addresses vouched for; there is only this one. */
function vouched(): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  return trustedTypes ? trustedTypes.createPolicy('eeveon-worker', { createScriptURL: () => address }).createScriptURL(address) : address;
}

export function registerWorker(): void {
  if (!('serviceWorker' in navigator)) return; // only over https, and on this machine itself
  window.addEventListener('load', () => {
    navigator.serviceWorker.register(vouched(), { scope: base.pathname }).catch(() => undefined); // then the page notifies by itself
  });
}
