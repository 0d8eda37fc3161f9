import { describe, expect, it } from 'vitest';
import { toYaml } from './yaml';

describe('YAML', () => {
  it('reads as a person would write a spec', () => {
    expect(toYaml({
      project: 'shop', repository: 'https://github.com/acme/shop', build: { run: [['npm', 'ci'], ['sh', '-c', 'a && b']], limits: {} }, keep: 5,
      environments: { production: { deploy_on: { push: 'main' }, nodes: { names: ['a', 'b'] } } },
    })).toBe(`project: shop
repository: "https://github.com/acme/shop"
build:
  run:
    - [npm, ci]
    - [sh, "-c", "a && b"]
  limits: {}
keep: 5
environments:
  production:
    deploy_on:
      push: main
    nodes:
      names: [a, b]
`);
  });

  it('quotes what would mean something else', () => {
    expect(toYaml({ a: ['no', 'on', '~', '1', '1e3', '', ' x', 'x ', '#c', 'k: v', '*.map', '{node}:80', '.env', 'a\nb', '\u2028', '- x', 'null', '2024-01-01', '0x10'] })).toBe(
      `a: ["no", "on", "~", "1", "1e3", "", " x", "x ", "#c", "k: v", "*.map", "{node}:80", ".env", "a\\nb", "\\u2028", "- x", "null", "2024-01-01", "0x10"]\n`.replace('a:', 'a:'),
    );
    expect(toYaml({ true: null, y: false })).toBe('"true": null\n"y": false\n');
  });

  it('nests lists and mappings', () => {
    expect(toYaml({ a: [{ b: 1, c: { d: [] } }, [['x']]] })).toBe('a:\n  - b: 1\n    c:\n      d: []\n  - - [x]\n');
  });
});
