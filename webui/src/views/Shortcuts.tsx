// Every shortcut there is, those of the present view included.
import { useOffered } from '../live/commands';
import { closeOverlay } from '../live/overlay';
import { menu } from '../model/menu';
import { words } from '../words';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { Keys } from '../parts/Keys';

const said = words.shell.shortcuts;
const mac = /Mac|iP(hone|ad)/.test(navigator.platform);

function Group({ title, rows }: { title: string; rows: readonly (readonly [string, readonly string[]])[] }) {
  return (
    <section className="shortcuts">
      <h3>{title}</h3>
      <dl>{rows.map(([what, keys]) => <div key={what}><dt>{what}</dt><dd><Keys keys={keys} /></dd></div>)}</dl>
    </section>
  );
}

export function Shortcuts() {
  const offered = useOffered().filter(({ key }) => key !== undefined);
  return (
    <Dialog title={said.title} onClose={closeOverlay} footer={<Button data-first onClick={closeOverlay}>{words.shell.close}</Button>}>
      <Group title={said.everywhere} rows={[[said.palette, [mac ? '⌘' : 'Ctrl', 'K']], [said.search, ['/']], [said.help, ['?']], [said.leave, ['Esc']], [said.move, ['←', '↑', '↓', '→']], [said.tile, ['1', '…', '9']], [said.row, ['j', 'k']]]} />
      {offered.length > 0 && <Group title={said.here} rows={offered.map(({ title, key }) => [title, [key ?? '']] as const)} />}
      <Group title={said.goTo} rows={menu.map(({ name, key }) => [name, ['g', key]] as const)} />
    </Dialog>
  );
}
