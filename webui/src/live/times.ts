// How times are told: how long ago or when, and by whose clock. Kept in this browser.
import type { Zone } from '../model/time';
import { kept } from './kept';
import { useStore } from './store';

export type TimeStyle = 'relative' | 'absolute';

export const timeStyles: readonly TimeStyle[] = ['relative', 'absolute'];
export const zones: readonly Zone[] = ['local', 'utc'];

const style = kept<TimeStyle>('eeveon-times', (stored) => timeStyles.find((each) => each === stored) ?? 'relative', String);
const zone = kept<Zone>('eeveon-zone', (stored) => zones.find((each) => each === stored) ?? 'local', String);

export const setTimeStyle = style.set;
export const setZone = zone.set;
export const useTimeStyle = (): TimeStyle => useStore(style);
export const useZone = (): Zone => useStore(zone);
