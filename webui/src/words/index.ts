// Every sentence of the page in one place, by area, so that it can be read as a whole and translated. Plain values and
// functions of typed arguments; a view says words.board.empty and writes no sentence of its own. One line per area.
import { audit } from './audit';
import { board } from './board';
import { history } from './history';
import { metrics } from './metrics';
import { past } from './past';
import { records } from './records';
import { shell } from './shell';
import { status } from './status';

export const words = {
  audit,
  board,
  history,
  metrics,
  past,
  records,
  shell,
  status,
};
