// The choice of what kind of event, grouped by what it is about.
import { plain } from '../model/plain';
import { words } from '../words';

type Groups = Record<keyof typeof words.audit.kinds, readonly string[]>;

const said = words.audit;

export function Kind({ value, groups, onChoose }: { value: string | undefined; groups: Groups; onChoose: (value: string) => void }) {
  const all = Object.entries(groups) as [keyof Groups, readonly string[]][];
  const known = !value || all.some(([, types]) => types.includes(value));
  return (
    <label className={value ? 'choice choice-made' : 'choice'}>
      <span>{said.kind}</span>
      <select value={value ?? ''} onChange={(event) => onChoose(event.target.value)}>
        <option value="">{words.records.all}</option>
        {!known && <option value={value}>{said.kindName(plain(value))}</option>}
        {all.map(([group, types]) => <optgroup key={group} label={said.kinds[group]}>{types.map((type) => <option key={type} value={type}>{said.kindName(type)}</option>)}</optgroup>)}
      </select>
    </label>
  );
}
