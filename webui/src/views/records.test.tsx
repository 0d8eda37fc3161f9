// @vitest-environment jsdom
// @vitest-environment-options {"url": "https://deploy.example/eeveon/"}
import { act, type ReactNode } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Audit } from './Audit';
import { History } from './History';
import { Metrics } from './Metrics';
import { Past } from './Past';
import { one, place, root } from '../stage_for_tests';

type Reply = { status?: number; json: unknown } | 'never';

const asked: URL[] = [];
let replies: Record<string, Reply> = {};

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('fetch', (url: URL) => {
    asked.push(url);
    const reply = replies[url.pathname.replace('/eeveon/api/v1/', '')];
    if (reply === undefined || reply === 'never') return new Promise(() => {});
    return Promise.resolve(new Response(JSON.stringify(reply.json), { status: reply.status ?? 200 }));
  });
  vi.stubGlobal('ResizeObserver', class { observe(): void {} disconnect(): void {} });
  Element.prototype.scrollIntoView = () => {};
});

async function show(view: ReactNode, given: Record<string, Reply>): Promise<void> {
  replies = given;
  await act(async () => root.render(view));
  await act(async () => {}); // what came is drawn
}
const press = (selector: string): Promise<void> => act(async () => one(selector).click());

const broken: Reply = { status: 503, json: { title: 'The database does not answer', status: 503 } };
const hostile = 'Greet <img src=x onerror=alert(1)> \u202Etxt.exe';
const deployment = { id: 'dep_1', project: 'shop', environment: 'production', commit: 'abc1234def', message: hostile, author: 'Mira', status: 'rolled_back', trigger: 'push', actor: 'gate', requested_at: '2026-11-21T10:00:00.000Z', finished_at: '2026-11-21T10:01:05.000Z', position: 9 };
const event = { position: 41, at: '2026-11-21T10:00:00.000Z', actor: 'admin', type: 'deployment_requested', what: `asked for ${hostile}`, why: 'customers wait', from: 'page, 10.0.0.7', stream: 'deployment-dep_1', deployment: 'dep_1', causation: 40, data: { note: hostile } };
const spread = { median_ms: 3_600_000, p90_ms: 7_200_000, count: 3 };
const figures = {
  from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z', bucket: 'day', lead_time: spread, frequency: { count: 3, per_day: 1.5 }, recovery: { ...spread, open: 1 },
  change_fail_rate: { failed: 1, of: 4, rate: 0.25 }, rework_rate: { rework: 0, of: 4, rate: 0 }, durations: spread, success_rate: 0.75, definitions: { lead_time: 'From commit to live.' },
  buckets: [{ from: '2026-11-20T00:00:00Z', deployments: 3, succeeded: 3, lead_time_median_ms: 1_000 }, { from: '2026-11-21T00:00:00Z', deployments: 1, rolled_back: 1 }],
  by_environment: [{ project: 'shop', environment: 'production', deployments: 4, succeeded: 3, rolled_back: 1, success_rate: 0.75 }], flags: { negative_lead_times: 2 },
};

describe.each([
  ['history', <History filter={{}} />, 'deployments', { deployments: [], next: null }, 'No deployment yet'],
  ['audit', <Audit filter={{}} />, 'audit', { rows: [], next: null }, 'Nothing has been done yet'],
  ['metrics', <Metrics filter={{}} />, 'dora', { buckets: [] }, 'Not enough deployments yet'],
] as const)('%s', (_, view, path, nothing, said) => {
  it('has a shape while it loads', async () => {
    await show(view, { [path]: 'never' });
    expect(one('.skeleton').getAttribute('role')).toBe('status');
  });
  it('says what to do next when there is nothing', async () => {
    await show(view, { [path]: { json: nothing } });
    expect(one('.empty').textContent).toContain(said);
  });
  it('tells a problem and asks again when a person says so', async () => {
    await show(view, { [path]: broken });
    expect(one('[role="alert"]').textContent).toContain('The database does not answer');
    replies = { [path]: { json: nothing } };
    await press('[role="alert"] button');
    await act(async () => {});
    expect(place.querySelector('[role="alert"]')).toBeNull();
    expect(one('.empty').textContent).toContain(said);
  });
});

describe('the history', () => {
  it('shows rows by day, with hostile text as text', async () => {
    await show(<History filter={{}} />, { deployments: { json: { deployments: [deployment], next: null } } });
    expect(one('.record-day').textContent).toMatch(/21 November|Yesterday|Today/);
    expect(one('.record-link').textContent).toBe('Greet <img src=x onerror=alert(1)> ⟨U+202E⟩txt.exe');
    expect(place.querySelector('img')).toBeNull();
    expect(one('.record-took').nextElementSibling).toBeTruthy();
    expect(one('td.record-took').textContent).toBe('1 m 05 s');
  });
  it('asks the server for every filter of the address', async () => {
    await show(<History filter={{ project: 'shop', status: 'failed', trigger: 'push', actor: 'gate', q: 'greet', from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' }} />, {});
    expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual({ limit: '50', project: 'shop', status: 'failed', trigger: 'push', actor: 'gate', q: 'greet', from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' });
  });
  it('goes on looking where a page found nothing yet', async () => {
    const pages = [{ deployments: [], next: 'a' }, { deployments: [], next: 'b' }, { deployments: [deployment], next: null }];
    replies = {};
    vi.stubGlobal('fetch', (url: URL) => {
      asked.push(url);
      return Promise.resolve(new Response(JSON.stringify(pages.shift())));
    });
    await act(async () => root.render(<History filter={{ q: 'greet' }} />));
    expect(asked.map((url) => url.searchParams.get('after'))).toEqual([null, 'a', 'b']);
    expect(one('.record-link').textContent).toContain('Greet');
  });
});

describe('the audit', () => {
  it('opens a row to the event as it was recorded, and to its cause', async () => {
    await show(<Audit filter={{}} />, { audit: { json: { rows: [event], next: null } } });
    expect(place.querySelector('.event')).toBeNull();
    await press('.twist');
    expect(one('.twist').getAttribute('aria-expanded')).toBe('true');
    expect(one('.event-raw').textContent).toContain('"note": "Greet <img src=x onerror=alert(1)> ⟨U+202E⟩txt.exe"');
    expect((one('.event-chain') as HTMLAnchorElement).href).toBe('https://deploy.example/eeveon/audit?at=40');
    expect(place.querySelector('img')).toBeNull();
  });
  it('shows one position open among its neighbours', async () => {
    await show(<Audit filter={{ at: '41', actor: 'someone else' }} />, { audit: { json: { rows: [{ ...event, position: 42 }, event], next: null } } });
    expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual({ limit: '25', detail: 'all', after: '54' });
    expect(one('.audit-sought').dataset.position).toBe('41');
    expect(one('.audit-sought + .audit-more .event')).toBeTruthy();
  });
  it('says when there is no such position', async () => {
    await show(<Audit filter={{ at: '41' }} />, { audit: { json: { rows: [{ ...event, position: 30 }], next: null } } });
    expect(one('.empty').textContent).toContain('There is no event 41');
  });
});

describe('the metrics', () => {
  it('show the five with what they mean, and a chart whose parts are links', async () => {
    await show(<Metrics filter={{ project: 'shop' }} />, { dora: { json: figures } });
    expect([...place.querySelectorAll('.figure-value strong')].map((figure) => figure.textContent)).toEqual(['1 h 00 m', '1.5', '1 h 00 m', '25 %', '0 %']);
    expect(place.querySelector('.choice-made select')?.querySelector('[value="30d"]')).toBeFalsy(); // what nobody chose needs no notice
    await press('.definition button');
    expect(one('[role="tooltip"]').textContent).toBe('From commit to live.');
    const bars = [...place.querySelectorAll<SVGAElement>('.chart-wide .chart a')];
    expect(bars.map((bar) => bar.getAttribute('aria-label'))).toEqual([
      'Fri 20 Nov: Succeeded 3, Rolled back 0, Failed 0, Cancelled, overtaken, expired 0',
      'Sat 21 Nov: Succeeded 0, Rolled back 1, Failed 0, Cancelled, overtaken, expired 0',
    ]);
    expect(bars[1]?.getAttribute('href')).toBe('https://deploy.example/eeveon/history?project=shop&from=2026-11-21T00%3A00%3A00Z&to=2026-11-22T00%3A00%3A00Z');
    expect(bars.map((bar) => bar.getAttribute('tabindex'))).toEqual(['-1', '0']);
    expect(place.textContent).toContain('2 commits had a time after');
  });
  it('say where there is not enough for a chart, and give the others as tables', async () => {
    await show(<Metrics filter={{}} />, { dora: { json: figures } });
    expect([...place.querySelectorAll('.chart-empty')].map((empty) => empty.textContent)).toContain('Nothing to draw: nothing failed and recovered in this time.');
    await press('.chart-wide header button');
    expect([...place.querySelectorAll('.chart-wide tbody tr')].map((row) => row.textContent)).toEqual(['Sat 21 Nov0100', 'Fri 20 Nov3000']);
  });
  it('set environments beside each other in one scale, each a link to its own figures', async () => {
    const { buckets } = figures;
    const row = { buckets, project: 'shop', deployments: 4, succeeded: 3, failed: 0, rolled_back: 1, success_rate: 0.75, duration_median_ms: 60_000, lead_time_median_ms: null };
    await show(<Metrics filter={{}} />, { dora: { json: { ...figures, by_environment: [{ ...row, environment: 'staging' }, { ...row, environment: 'production', deployments: 9 }, { ...row, environment: 'far', buckets: null }] } } });
    expect([...place.querySelectorAll('.multiple h3')].map((head) => head.textContent)).toEqual(['shop / production9 deployments', 'shop / staging4 deployments']);
    expect(asked).toHaveLength(1);
    expect([...place.querySelectorAll('.multiple-bars')].every((bars) => bars.getAttribute('aria-label')?.includes('Sat 21 Nov'))).toBe(true);
    expect(place.querySelectorAll('.multiple-line')).toHaveLength(2);
    expect(one('.multiples').textContent).toContain('1 less busy environment left out');
    expect(one('.multiple a').getAttribute('href')).toBe('https://deploy.example/eeveon/insights?project=shop&environment=production&last=30d');
  });
  it('leave that out where there is one environment only', async () => {
    await show(<Metrics filter={{}} />, { dora: { json: figures } });
    expect(place.querySelector('[data-testid="multiples"]')).toBeNull();
  });
});

describe('the deployments behind a figure', () => {
  const counted = { id: 'dep_1', project: 'shop', environment: 'production', commit: 'abc1234def', message: hostile, status: 'succeeded', ended_at: '2026-11-21T10:01:05.000Z', changed: true, commits: 3, lead_time_ms: 3_600_000, lead_time_from: 'cut', duration_ms: 60_000, failed: false, recovered_after_ms: null, open: false, rework: true, rollback: false };

  it('are a press away, and close again', async () => {
    await show(<Metrics filter={{ project: 'shop' }} />, { dora: { json: figures } });
    expect([...place.querySelectorAll<HTMLAnchorElement>('.figure-link')].map((link) => link.getAttribute('aria-label'))).toContain('The deployments behind “Change lead time”');
    expect(one('.figure-link').getAttribute('href')).toBe('https://deploy.example/eeveon/insights?project=shop&last=30d&figure=lead_time');
    await show(<Metrics filter={{ project: 'shop', figure: 'lead_time' }} />, { dora: { json: figures }, 'dora/deployments': 'never' });
    expect(one('[data-testid="behind"] .skeleton')).toBeTruthy();
    expect(one('.figure-link').getAttribute('aria-current')).toBe('page');
    expect(one('.figure-link').getAttribute('href')).toBe('https://deploy.example/eeveon/insights?project=shop&last=30d');
  });
  it('say what each counts for, and lead to it', async () => {
    await show(<Metrics filter={{ figure: 'lead_time' }} />, { dora: { json: figures }, 'dora/deployments': { json: { deployments: [counted], next: '1-dep_1' } } });
    const url = asked.find(({ pathname }) => pathname.endsWith('/dora/deployments'));
    expect(url?.searchParams.get('figure')).toBe('lead_time');
    expect(url?.searchParams.get('limit')).toBe('20');
    expect(one('.records-behind .behind-counts:not(th)').textContent).toBe('3 commits, live 1 h 00 m after they were made (median) · older commits not known · rework');
    expect(one('.records-behind .record-link').getAttribute('href')).toBe('https://deploy.example/eeveon/dep_1');
    expect(place.querySelector('.records-behind img')).toBeNull();
    replies['dora/deployments'] = { json: { deployments: [{ ...counted, id: 'dep_0' }], next: null } };
    await press('[data-testid="more"]');
    expect(asked.at(-1)?.searchParams.get('after')).toBe('1-dep_1');
    expect(place.querySelectorAll('.records-behind tbody tr')).toHaveLength(2);
  });
  it('say when there are none, and when they cannot be had', async () => {
    await show(<Metrics filter={{ figure: 'recovery' }} />, { dora: { json: figures }, 'dora/deployments': { json: { deployments: [], next: null } } });
    expect(one('[data-testid="behind"] .empty').textContent).toContain('No deployment stands behind this figure');
    await show(<Metrics filter={{ figure: 'frequency' }} />, { dora: { json: figures }, 'dora/deployments': broken });
    expect(one('[data-testid="behind"]').textContent).toContain('The database does not answer');
    await show(<Metrics filter={{ figure: 'speed' }} />, { dora: { json: figures } });
    expect(place.querySelector('[data-testid="behind"]')).toBeNull();
  });
});

describe('the past', () => {
  const environment = { project: 'shop', name: 'production', queue_policy: 'supersede', current: { release: 'rel_1', commit: 'abc1234def', deployment: 'dep_1', since: '2026-11-21T09:00:00.000Z' }, waiting: [], quarantine: [], nodes: [], outcomes: [] };
  const board = { position: 40, at: '2026-11-21T09:59:00.000Z', projects: [{ name: 'shop', repository: 'https://example.com/shop', environments: ['production'] }], environments: [environment], nodes: [], deployments: [] };
  const span = { json: { first: { position: 1, at: '2026-11-20T00:00:00.000Z' }, last: { position: 50, at: '2026-11-21T12:00:00.000Z' } } };

  it('is the board of that moment with its ages, and nothing can be done', async () => {
    await show(<Past filter={{ page: 'board' }} at="2026-11-21T10:00:00Z" />, { board: { json: board }, 'log-span': span });
    expect(asked.find((url) => url.pathname.endsWith('/board'))?.searchParams.get('at')).toBe('2026-11-21T10:00:00Z');
    expect(one('[data-testid="past-banner"]').textContent).toContain('Viewing the past:');
    expect(one('[data-testid^="card:"]').textContent).toContain('live 1 h ago');
    expect(one('[data-testid="deploy"]')).toMatchObject({ disabled: true, title: 'This is the past. Go back to now to act.' });
    expect(one('[data-testid="past-bar"]').textContent).toContain('Event 40');
  });
  it('that cannot be fetched says so and can be asked for again', async () => {
    await show(<Past filter={{ page: 'board' }} at="2026-11-21T08:00:00Z" />, { board: broken, 'log-span': span });
    expect(one('[role="alert"]').textContent).toContain('The database does not answer');
    replies = { board: { json: board }, 'log-span': span };
    await press('[role="alert"] button');
    await act(async () => {});
    expect(one('[data-testid^="card:"]')).toBeTruthy();
  });
  it('of an empty log says that there is none', async () => {
    await show(<Past filter={{ page: 'board' }} at="2026-11-21T07:00:00Z" />, { board: { json: { ...board, position: 0 } }, 'log-span': { json: { first: null, last: null } } });
    expect(one('.empty').textContent).toContain('There is no past yet');
  });
});
