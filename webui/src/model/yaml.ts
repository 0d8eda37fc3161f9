// JSON values as YAML that a person would write: mappings in blocks, lists of texts in one line.

const plainText = /^[A-Za-z_./][A-Za-z0-9_./ @+{}=-]*$/;
const meant = /^(?:true|false|null|yes|no|on|off|y|n|~|\.inf|\.nan|[-+]?\d.*)$/i;

/** A text as YAML: plain where it can be nothing else, in double quotes (as JSON writes them) otherwise. */
function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'null';
  if (plainText.test(value) && !meant.test(value) && !value.endsWith(' ') && !/[{}]/.test(value) && !value.startsWith('.')) return value;
  // Line separators and lone surrogates are allowed in JSON but not to every reader of YAML.
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const isMapping = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isFlat = (value: unknown): boolean => !isMapping(value) && (!Array.isArray(value) || value.every((each) => !isMapping(each) && !Array.isArray(each)));

const flow = (value: unknown): string => (Array.isArray(value) ? `[${value.map(scalar).join(', ')}]` : scalar(value));

function block(value: unknown, indent: string): string[] {
  if (isMapping(value)) {
    return Object.entries(value).flatMap(([key, each]) => {
      const name = scalar(key);
      if (isFlat(each)) return [`${indent}${name}: ${flow(each)}`];
      const below = block(each, `${indent}  `);
      return below.length === 0 ? [`${indent}${name}: {}`] : [`${indent}${name}:`, ...below];
    });
  }
  if (Array.isArray(value)) {
    return value.flatMap((each) => {
      if (isFlat(each)) return [`${indent}- ${flow(each)}`];
      const [first = '{}', ...rest] = block(each, `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...rest];
    });
  }
  return [`${indent}${scalar(value)}`];
}

export const toYaml = (value: unknown): string => `${block(value, '').join('\n')}\n`;
