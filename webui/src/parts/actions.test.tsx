// @vitest-environment jsdom
// @vitest-environment-options {"url": "https://deploy.example/eeveon/"}
import { act, useState, type ReactNode } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Combobox } from './Combobox';
import { Commands } from './Commands';
import { DeliveryBody } from './DeliveryBody';
import { Findings } from './Findings';
import { HostKey } from './HostKey';
import { TypedName } from './TypedName';
import { one, place, root } from '../stage_for_tests';

beforeEach(() => {
  Element.prototype.scrollIntoView = () => {};
});
const draw = (view: ReactNode): void => act(() => root.render(view));
const key = (name: string): boolean => {
  let taken = false;
  act(() => { taken = !one('input').dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true })); });
  return taken;
};
function type(selector: string, text: string): void {
  const field = one<HTMLInputElement | HTMLTextAreaElement>(selector);
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  act(() => {
    Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

describe('the combobox', () => {
  const took = vi.fn();
  function Box() {
    const [text, setText] = useState('');
    const items = ['main', 'develop', 'mainline'].filter((item) => item.startsWith(text));
    return <Combobox label="What" text={text} onText={setText} items={items} keyOf={(item) => item} show={(item) => item} onTake={took} status={`${items.length}`} empty={<p className="none">none</p>} />;
  }
  const marked = (): string | null | undefined => place.querySelector('[aria-selected="true"]')?.textContent;

  it('says what it is, and moves in the list by arrows while the focus stays', () => {
    draw(<Box />);
    const input = one<HTMLInputElement>('input');
    expect([input.getAttribute('role'), input.getAttribute('aria-expanded'), input.getAttribute('aria-autocomplete')]).toEqual(['combobox', 'true', 'list']);
    expect(one(`[id="${input.getAttribute('aria-controls') ?? ''}"]`).getAttribute('role')).toBe('listbox');
    expect(key('ArrowDown') && key('ArrowDown')).toBe(true);
    expect(marked()).toBe('develop');
    expect(one(`[id="${input.getAttribute('aria-activedescendant') ?? ''}"]`).textContent).toBe('develop');
    key('ArrowUp');
    key('ArrowUp');
    expect(marked()).toBe('mainline'); // around the end
  });

  it('takes the marked row with Enter, the first one while none is marked, and any with a click', () => {
    draw(<Box />);
    type('input', 'main');
    key('Enter');
    key('ArrowDown');
    key('ArrowDown');
    key('Enter');
    act(() => one('[role="option"]').click());
    expect(took.mock.calls.map(([item]) => item as string)).toEqual(['main', 'mainline', 'main']);
  });

  it('gives way to Escape step by step, and only then leaves it to the dialog', () => {
    draw(<Box />);
    type('input', 'main');
    key('ArrowDown');
    expect([key('Escape'), marked(), one<HTMLInputElement>('input').value]).toEqual([true, undefined, 'main']);
    expect([key('Escape'), one<HTMLInputElement>('input').value]).toEqual([true, '']);
    expect(key('Escape')).toBe(false);
  });

  it('says so when nothing fits', () => {
    draw(<Box />);
    type('input', 'x');
    expect(one('input').getAttribute('aria-expanded')).toBe('false');
    expect(one('.none').textContent).toBe('none');
    expect(one('[role="status"]').textContent).toBe('0');
  });
});

describe('a name typed to confirm', () => {
  it('tells from the first wrong letter on, and says why it asks', () => {
    const Typed = () => {
      const [value, setValue] = useState('');
      return <TypedName name="production" reasons={['it goes back']} value={value} onValue={setValue} />;
    };
    draw(<Typed />);
    expect(place.textContent).toContain('it goes back');
    type('input', 'prod');
    expect(one('input').getAttribute('aria-invalid')).toBeNull();
    type('input', 'prox');
    expect(one('input').getAttribute('aria-invalid')).toBe('true');
    expect(one(`[id="${one('input').getAttribute('aria-describedby') ?? ''}"]`).textContent).toContain('not production yet');
  });
});

describe('commands', () => {
  it('are shown as the words they mean where that is not plain, and offer a shell where one is meant', () => {
    const changed = vi.fn();
    draw(<Commands label="Build" hint="" path="build.run" value={'npm ci\necho "a b" | tee x'} error={undefined} onValue={changed} />);
    expect([...place.querySelectorAll('.understood li')].map((line) => [...line.querySelectorAll('.word')].map((word) => word.textContent))).toEqual([['npm', 'ci'], ['echo', 'a b', '|', 'tee', 'x']]);
    act(() => one<HTMLButtonElement>('.tone-warn button').click());
    expect(changed).toHaveBeenCalledWith(`npm ci\nsh -c 'echo "a b" | tee x'`);
  });
  it('tell of a quote that is never closed', () => {
    draw(<Commands label="Build" hint="" path="build.run" value={"npm ci\nsh -c 'x"} error={undefined} onValue={() => undefined} />);
    expect(one('.field-error').textContent).toContain('line 2');
  });
});

describe('the body of a delivery', () => {
  it('stays text, and is cut until it is asked for', () => {
    draw(<DeliveryBody body={JSON.stringify({ m: '<script>alert(1)</script>\u202Etxt' })} truncated={false} />);
    expect(one('pre').textContent).toBe('{\n  "m": "<script>alert(1)</script>⟨U+202E⟩txt"\n}');
    expect(place.querySelector('script')).toBeNull();
    draw(<DeliveryBody key="long" body={'x'.repeat(150_000)} truncated={false} />);
    expect(one('pre').textContent).toHaveLength(100_000);
    act(() => one<HTMLButtonElement>('.body-cut button').click());
    expect(one('pre').textContent).toHaveLength(150_000);
  });
});

describe('a look at a node', () => {
  it('says with every finding what to do, and its state in words', () => {
    draw(<Findings findings={[{ what: 'connection', state: 'wrong', remark: 'connect to host x: Connection refused <b>' }, { what: 'disk', state: 'ok', remark: '9 GiB free' }]} />);
    const [bad, good] = place.querySelectorAll('li');
    expect(bad?.textContent).toContain('wrong');
    expect(bad?.textContent).toContain('sshd');
    expect(bad?.querySelector('b')).toBeNull();
    expect(good?.querySelector('.finding-fix')).toBeNull();
  });
  it('asks to compare the fingerprint with what the machine says', () => {
    const confirmed = vi.fn();
    draw(<HostKey hostKey="ecdsa-sha2-nistp256 AAAA" fingerprint="SHA256:abc" confirmed={false} onConfirm={confirmed} />);
    expect(place.textContent).toContain('SHA256:abc');
    expect(place.textContent).toContain('ssh_host_ecdsa_key.pub');
    act(() => one<HTMLInputElement>('input[type="checkbox"]').click());
    expect(confirmed).toHaveBeenCalledWith(true);
  });
});
