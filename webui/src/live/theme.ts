// Dark, light or as the system says; the choice is kept in this browser.
import { store, useStore } from './store';

export type Theme = 'system' | 'dark' | 'light';

const key = 'eeveon-theme';
const themes: readonly Theme[] = ['system', 'light', 'dark'];

function stored(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(key)) ?? 'system';
  } catch {
    return 'system'; // storage may be forbidden
  }
}

const chosen = store<Theme>(stored());

export function applyTheme(): void {
  const theme = chosen.get();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function nextTheme(): void {
  const next = themes[(themes.indexOf(chosen.get()) + 1) % themes.length] ?? 'system';
  try {
    localStorage.setItem(key, next);
  } catch {
    // it then holds until the page is left
  }
  chosen.set(next);
  applyTheme();
}

export const useTheme = (): Theme => useStore(chosen);
