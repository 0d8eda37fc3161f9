// Which columns of a table are shown: by the address, else as this browser's reader chose last.
import { formatShown, shownOf } from '../model/table';
import { kept } from './kept';
import { useStore, type Store } from './store';

const chosen = new Map<string, Store<string>>();

function of(table: string): Store<string> {
  const known = chosen.get(table) ?? kept(`eeveon-columns-${table}`, (stored) => stored ?? '', String);
  chosen.set(table, known);
  return known;
}

export function useColumns<Key extends string>(table: string, asked: string | undefined, all: readonly Key[]): readonly Key[] {
  const own = useStore(of(table));
  return shownOf(asked ?? own, all);
}

/** Keeps the choice; answers what the address says then. */
export function keepColumns(table: string, shown: readonly string[], all: readonly string[]): string {
  const text = formatShown(shown, all);
  of(table).set(text);
  return text;
}
