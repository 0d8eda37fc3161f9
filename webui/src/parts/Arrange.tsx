// Order and columns of a table, for those who see no headings to press, too.
import { formatSort, sortOf, type Sort } from '../model/table';
import { words } from '../words';
import { Choice } from './Choice';
import { Icon } from './Icon';
import { Pop } from './Pop';

const said = words.table;

interface Props<Key extends string> {
  columns: Readonly<Record<Key, string>>;
  all: readonly Key[];
  shown: readonly Key[];
  onShown: (shown: readonly Key[]) => void;
  sortable?: readonly Key[];
  sort?: Sort<Key> | null;
  onSort?: (sort: Sort<Key> | null) => void;
}

export function Arrange<Key extends string>({ columns, all, shown, onShown, sortable = [], sort = null, onSort }: Props<Key>) {
  const options = sortable.flatMap((key) => [false, true].map((down): [string, string] => [formatSort({ key, down }), `${columns[key]}, ${down ? said.ordered.down : said.ordered.up}`]));
  const toggle = (key: Key, on: boolean): void => onShown(all.filter((each) => (each === key ? on : shown.includes(each))));
  return (
    <Pop className="button button-plain" title={said.arrangeTip} trigger={<><Icon name="matrix" size={14} />{said.arrange}</>} heading={said.arrangeTip} width={300} testid="arrange">
      {() => (
        <div className="arrange">
          {onSort && <Choice label={said.order} all={said.usual} value={formatSort(sort) || undefined} options={options} onChoose={(text) => onSort(sortOf(text, sortable))} testid="order" />}
          <fieldset>
            <legend>{said.columns}</legend>
            {all.map((key) => (
              <label key={key} className="check">
                <input type="checkbox" checked={shown.includes(key)} disabled={shown.length === 1 && shown.includes(key)} onChange={(event) => toggle(key, event.target.checked)} data-testid={`column:${key}`} />
                {columns[key]}
              </label>
            ))}
          </fieldset>
        </div>
      )}
    </Pop>
  );
}
