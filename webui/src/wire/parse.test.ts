import { describe, expect, it } from 'vitest';
import { parseAccepted, parseBoard, parseDeployment, parseLogRows, parsePage, parseMessage, parseProblem } from './parse';

const at = '2026-01-02T03:04:05.000Z';
const text = (value: unknown): string => JSON.stringify(value);

describe('messages', () => {
  it('reads a snapshot and gives every environment its lists', () => {
    const read = parseMessage(text({ type: 'snapshot', position: 3, board: { position: 3, at, environments: [{ project: 'a', name: 'b' }] } }));
    expect(read).toMatchObject({ type: 'snapshot', position: 3, board: { projects: [], nodes: [], deployments: [], environments: [{ waiting: [], quarantine: [], outcomes: [], nodes: [] }] } });
  });

  it('reads a change with only the rows that it holds', () => {
    const read = parseMessage(text({ type: 'change', position: 4, events: [{ position: 4, stream: 'node-a' }], board: { nodes: [{ name: 'a' }] } }));
    expect(read).toMatchObject({ board: { nodes: [{ name: 'a', live: {}, groups: [] }] } });
    expect(read).not.toHaveProperty('board.projects');
  });

  it.each([
    'not json', '[]', 'null', '"snapshot"', text({ type: 'snapshot', position: 1 }), text({ type: 'snapshot', position: -1, board: { position: 1, at } }),
    text({ type: 'change', position: 1.5, events: [] }), text({ type: 'change', position: 1, events: [{}] }), text({ type: 'change', position: 1, events: 'x' }),
    text({ type: 'log', deployment: 'd', step: 's', attempt: '1', first_line: 1, text: '' }), text({ type: 'behind' }), text({ type: 'later' }),
  ])('answers null to %s', (value) => {
    expect(parseMessage(value)).toBeNull();
  });

  it('leaves out rows that have no name, and keeps the others', () => {
    expect(parseBoard({ position: 1, at, nodes: [{ name: 'a' }, {}, null, 'b', { name: 7 }] })?.nodes.map(({ name }) => name)).toEqual(['a']);
  });
});

describe('rows', () => {
  it('have no empty fields, so that absent means absent', () => {
    const read = parseBoard({ position: 1, environments: [{ project: 'a', name: 'b', last_status: '', lock: null, current: { commit: 'c' } }] });
    expect(read?.environments[0]).toEqual({ project: 'a', name: 'b', current: { commit: 'c' }, waiting: [], quarantine: [], outcomes: [], nodes: [] });
  });

  it('tell of nodes in doubt only what has its shape', () => {
    const doubtOf = (doubt: unknown): unknown => parseBoard({ position: 1, environments: [{ project: 'a', name: 'b', doubt }] })?.environments[0]?.doubt;
    expect(doubtOf({ deployment: 'd', commit: 'c', reason: 'r', nodes: 3 })).toEqual({ deployment: 'd', commit: 'c', reason: 'r', nodes: [] });
    expect(doubtOf('perhaps')).toBeUndefined();
    expect(doubtOf({ deployment: 'd' })).toBeUndefined();
  });

  it('come with the time of the change, also without events', () => {
    const read = parseMessage(text({ type: 'change', first: 3, position: 4, at: '2026-01-02T03:04:05.000Z', board: {} }));
    expect(read).toMatchObject({ first: 3, position: 4, at: '2026-01-02T03:04:05.000Z', events: [] });
  });

  it('that were removed are told apart from those that changed', () => {
    const read = parseMessage(text({ type: 'change', position: 1, events: [{ position: 1, stream: 's' }], board: { nodes: [{ name: 'a', removed: true }, { name: 'b' }], environments: [{ name: 'shop/production', removed: true }] } }));
    expect(read).toMatchObject({ board: { nodes: [{ name: 'b' }], environments: [], removed: { nodes: ['a'], environments: ['shop/production'], projects: [] } } });
  });

  it('of the history come with the place to go on from', () => {
    expect(parsePage(text({ deployments: [{ id: 'd', status: 'failed', commit: 'c' }, {}], next: '12' }))).toEqual({ deployments: [{ id: 'd', status: 'failed', commit: 'c' }], next: '12' });
    expect(parsePage(text({ deployments: null, next: null }))).toEqual({ deployments: [], next: null });
  });
});

describe('a deployment', () => {
  const whole = { id: 'd', project: 'p', environment: 'e', commit: 'c', status: 'running' };

  it('has its lists and actions even when the server left them out', () => {
    expect(parseDeployment(text({ ...whole, finished_at: '', plan: null, steps: [{ id: 's', part: 'build', state: 'running', target: 'worker', reason: '' }, 7] }))).toEqual({
      ...whole, attempts: 0, causes: [], plan: { build: [], deploy: [], undo: [], digest: null }, actions: { cancel: false, retry: false, mark_done: false, rollback: false },
      steps: [{ id: 's', part: 'build', state: 'running', target: 'worker' }],
    });
  });

  it('is none without its names', () => {
    expect(parseDeployment(text({ ...whole, id: 3 }))).toBeNull();
    expect(parseDeployment('{')).toBeNull();
  });

  it('that was only planned has no id', () => {
    const plan = { build: [], deploy: [{ name: 'switch', steps: [{ id: 'switch@a', action: 'switch', target: 'a' }] }], undo: [], digest: 'd' };
    expect(parseAccepted(text({ plan }))).toEqual({ plan });
    expect(parseAccepted(text({ deployment: 'dep_1', plan }))).toEqual({ deployment: 'dep_1', plan });
  });
});

describe('logs', () => {
  it('reads NDJSON and leaves out a torn last line', () => {
    const rows = parseLogRows([text({ step: 's', attempt: 1, line: 1, text: 'a' }), '', '{"step":"s","attempt":1,"li']);
    expect(rows).toEqual([{ step: 's', attempt: 1, line: 1, text: 'a' }]);
  });

  it('keeps the times of lines, where there are some', () => {
    expect(parseLogRows([text({ step: 's', attempt: 1, line: 1, text: 'a', at })])).toEqual([{ step: 's', attempt: 1, line: 1, text: 'a', at }]);
    expect(parseMessage(text({ type: 'log', deployment: 'd', step: 's', attempt: 1, first_line: 1, text: 'a', at }))).toMatchObject({ at });
    expect(parseMessage(text({ type: 'log', deployment: 'd', step: 's', attempt: 1, first_line: 1, text: 'a', at: 3 }))).not.toHaveProperty('at');
  });
});

describe('problems', () => {
  it('keeps title, detail and field', () => {
    expect(parseProblem(422, text({ title: 'No such ref', detail: 'x', field: 'ref', status: 422 }))).toEqual({ title: 'No such ref', detail: 'x', field: 'ref', status: 422 });
  });
  it('keeps the number of the request, when there is one', () => {
    expect(parseProblem(500, text({ title: 'Broken', request_id: 'req_1' }))).toEqual({ title: 'Broken', status: 500, request_id: 'req_1' });
    expect(parseProblem(500, text({ title: 'Broken', request_id: 7 }))).toEqual({ title: 'Broken', status: 500 });
  });
  it('makes one of a proxy page', () => {
    expect(parseProblem(502, '<html>Bad gateway</html>')).toEqual({ title: 'The server could not do this', status: 502, detail: 'HTTP 502' });
  });
});
