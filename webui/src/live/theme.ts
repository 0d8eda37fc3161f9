// Dark, light or as the system says; the choice is kept in this browser.
import { kept } from './kept';
import { useStore } from './store';

export type Theme = 'system' | 'dark' | 'light';

export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const chosen = kept<Theme>('eeveon-theme', (stored) => themes.find((theme) => theme === stored) ?? 'system', String);

export function applyTheme(): void {
  const theme = chosen.get();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function setTheme(theme: Theme): void {
  chosen.set(theme);
  applyTheme();
}

export const nextTheme = (): void => setTheme(themes[(themes.indexOf(chosen.get()) + 1) % themes.length] ?? 'system');

export const useTheme = (): Theme => useStore(chosen);
