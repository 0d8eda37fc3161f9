import { describe, expect, it } from 'vitest';
import { parseAudit, type AuditPage, type AuditRow } from '../wire/audit';
import { aboveQuery, auditQuery, eventText, fresh, newer, older, positionOf } from './audit';

const row = (position: number): AuditRow => ({ position, at: '2026-11-21T10:00:00.000Z', actor: 'admin', type: 'signed_in', what: 'signed in', stream: 'system', data: {} });
const page = (next: string | null, ...positions: number[]): AuditPage => ({ rows: positions.map(row), next });
const positions = (value: AuditPage): number[] => value.rows.map(({ position }) => position);

describe('a position in the address', () => {
  it('is a whole number above zero, or there is none', () => {
    expect(positionOf({ at: '4182' })).toBe(4182);
    for (const at of [undefined, '', '0', '-1', '4e3', 'x', '1'.repeat(17)]) expect(positionOf(at === undefined ? {} : { at })).toBeNull();
  });
  it('opens among its neighbours, whatever the filters say', () => {
    expect(auditQuery({ at: '100', actor: 'admin' }, 0)).toEqual({ detail: 'all', after: '113', limit: '25' });
    expect(aboveQuery(page(null, 112, 111))).toEqual({ detail: 'all', after: '163', limit: '50' });
  });
});

describe('the list', () => {
  it('grows at its old end without repeating a row', () => {
    expect(older(page('x', 9, 8), page(null, 8, 7))).toEqual(page(null, 9, 8, 7));
  });
  it('counts what is newer', () => {
    expect(fresh(page('x', 9, 8), page('y', 11, 10, 9)).rows.map(({ position }) => position)).toEqual([11, 10]);
    expect(fresh(page('x', 9, 8), page('y', 11, 10, 9)).all).toBe(true);
    expect(fresh(page('x', 9, 8), page('y', 21, 20)).all).toBe(false);
    expect(fresh(page(null), page(null, 2, 1))).toMatchObject({ all: true });
  });
  it('takes the newer rows on top, and begins anew where some would be missing between', () => {
    expect(positions(newer(page('x', 9, 8), page('y', 11, 10, 9)))).toEqual([11, 10, 9, 8]);
    expect(newer(page('x', 9, 8), page('y', 21, 20))).toEqual(page('y', 21, 20));
  });
});

describe('an audit row from the wire', () => {
  it('keeps what is there and forgets what is not', () => {
    const text = JSON.stringify({ rows: [{ ...row(3), causation: 2, why: '', from: null, data: { note: 'x' } }, { position: 2 }, 7, { ...row(1), causation: 0, data: 'odd' }], next: 'c' });
    expect(parseAudit(text)).toEqual({ rows: [{ ...row(3), causation: 2, data: { note: 'x' } }, { ...row(1), data: {} }], next: 'c' });
  });
  it('caused by itself has no cause', () => {
    expect(parseAudit(JSON.stringify({ rows: [{ ...row(3), causation: 3 }] }))?.rows[0]?.causation).toBeUndefined();
  });
  it('is nothing when the answer has another shape', () => {
    for (const text of ['', '[]', '{}', '{"rows":{}}']) expect(parseAudit(text)).toBeNull();
  });
  it('reads as the event it stands for', () => {
    expect(JSON.parse(eventText({ ...row(3), causation: 2 }))).toEqual({ position: 3, stream: 'system', type: 'signed_in', actor: 'admin', recorded_at: '2026-11-21T10:00:00.000Z', causation: 2, data: {} });
  });
});
