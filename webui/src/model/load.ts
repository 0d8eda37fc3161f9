// How busy nodes are, as shares to draw.
import type { NodeLoad } from '../wire/types';
import { millis } from './time';
import { words } from '../words';

export type MeterName = 'load' | 'memory' | 'disk';

/** `share`: 0 to 1, null when it is not known; `level` says it in a word, `text` and `short` in figures. */
export interface Meter { name: MeterName; share: number | null; level: 'low' | 'high' | 'full'; text: string; short: string }

const staleAfter = 60_000; // ms: four probes
const full = { load: 1.5, memory: 0.95, disk: 0.95 } as const; // a load above the cores is work that waits
const high = { load: 1, memory: 0.85, disk: 0.85 } as const;

export const isStale = (load: NodeLoad, now: number): boolean => now - (millis(load.at) ?? 0) > staleAfter;

const part = (used: number | undefined, all: number | undefined): number | null => (used === undefined || !all ? null : used / all);

const { load: said } = words.board;
const percent = (share: number): string => `${Math.round(share * 100)} %`;

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** "3.4 GB": powers of 1,000, as disks are sold. */
export function bytes(number: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, number)) / 3)));
  const value = number / 1_000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

function meter(name: MeterName, share: number | null, text: string, short = share === null ? said.unknown(said[name]) : said.short(said[name], percent(share))): Meter {
  const level = share === null || share < high[name] ? 'low' : share < full[name] ? 'high' : 'full';
  return { name, share: share === null ? null : Math.max(0, Math.min(1, share)), level, text, short };
}

export function meters(load: NodeLoad): Meter[] {
  const { load1, cores, memory_used, memory_total, disk_used, disk_total } = load;
  const memory = part(memory_used, memory_total);
  const disk = part(disk_used, disk_total);
  return [
    meter('load', part(load1, cores), load1 === undefined ? said.unknown(said.load) : said.loadOf(load1.toFixed(2), cores), load1 === undefined ? said.unknown(said.load) : said.short(said.load, load1.toFixed(2))),
    meter('memory', memory, memory === null ? said.unknown(said.memory) : said.of(said.memory, bytes(memory_used ?? 0), bytes(memory_total ?? 0), percent(memory))),
    meter('disk', disk, disk === null ? said.unknown(said.disk) : said.of(said.disk, bytes(disk_used ?? 0), bytes(disk_total ?? 0), percent(disk))),
  ];
}

/** Of several nodes the busiest, meter by meter, each with its node's name. */
export function busiest(loads: readonly { name: string; load: NodeLoad }[]): Meter[] {
  const out = new Map<MeterName, Meter>();
  for (const { name, load } of loads) {
    for (const each of meters(load)) {
      const known = out.get(each.name);
      if (each.share !== null && (!known || (known.share ?? 0) < each.share)) out.set(each.name, { ...each, text: said.onNode(each.text, name) });
    }
  }
  return [...out.values()];
}
