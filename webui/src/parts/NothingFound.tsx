// A filter that matches no environment, and the way out of it.
import { go } from '../live/navigation';
import { widened, type Filter } from '../model/arrange';
import { words } from '../words';
import { Button } from './Button';
import { Empty } from './Empty';

const said = words.board;

export function NothingFound({ filter }: { filter: Filter }) {
  return <Empty title={said.nothingFound}><p>{said.nothingFoundHint}</p><Button onClick={() => go(widened(filter), 'replace')}>{said.tools.clear}</Button></Empty>;
}
