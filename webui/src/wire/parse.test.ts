import { describe, expect, it } from 'vitest';
import { parseBoard, parseLogRows, parseMessage, parseProblem } from './parse';

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

describe('logs', () => {
  it('reads NDJSON and leaves out a torn last line', () => {
    const rows = parseLogRows(`${text({ step: 's', attempt: 1, line: 1, text: 'a' })}\n\n{"step":"s","attempt":1,"li`);
    expect(rows).toEqual([{ step: 's', attempt: 1, line: 1, text: 'a' }]);
  });
});

describe('problems', () => {
  it('keeps title, detail and field', () => {
    expect(parseProblem(422, text({ title: 'No such ref', detail: 'x', field: 'ref', status: 422 }))).toEqual({ title: 'No such ref', detail: 'x', field: 'ref', status: 422 });
  });
  it('makes one of a proxy page', () => {
    expect(parseProblem(502, '<html>Bad gateway</html>')).toEqual({ title: 'The server could not do this', status: 502, detail: 'HTTP 502' });
  });
});
