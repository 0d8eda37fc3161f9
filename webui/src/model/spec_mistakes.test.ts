import { describe, expect, it } from 'vitest';
import { toForm } from './spec_form';
import { place } from './spec_mistakes';

const form = toForm({ project: 'a', repository: 'b', environments: { production: { nodes: { group: 'g' } } } });
const problem = (errors: { field: string; detail: string }[]) => ({ title: 'Bad Request', status: 400, detail: 'first', errors });

describe('mistakes', () => {
  it('stand beside their fields, without the name that stands there already', () => {
    expect(place(form, [], problem([{ field: 'environments.production.health.attempts', detail: 'environments.production.health.attempts must be a whole number' }, { field: 'keep', detail: 'keep must be 2' }]))).toEqual({
      at: { 'environments.production.health.attempts': 'must be a whole number', keep: 'must be 2' }, rest: [], count: 2,
    });
  });

  it('stand beside what holds them, or above all', () => {
    expect(place(form, [], problem([{ field: 'environments.production.notes', detail: 'is not a key here' }, { field: 'build.cache', detail: 'build.cache is not a key here' }, { field: 'the document', detail: 'x' }]))).toEqual({
      at: { 'environments.production': 'notes: is not a key here' }, rest: [{ path: 'build.cache', text: 'is not a key here' }, { path: 'the document', text: 'x' }], count: 3,
    });
  });

  it('are told once, the page’s own first', () => {
    const { at, count } = place(form, [{ path: 'project', what: 'missing' }], { title: 't', status: 400, field: 'project', detail: 'project is missing' });
    expect([at.project, count]).toEqual(['is needed', 1]);
    expect(place(form, [], { title: 'Conflict', status: 409 })).toEqual({ at: {}, rest: [], count: 0 });
  });
});
