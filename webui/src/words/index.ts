// Every sentence of the page in one place, by area, so that it can be read as a whole and translated. Plain values and
// functions of typed arguments; a view says words.board.empty and writes no sentence of its own. One line per area.
import { audit } from './audit';
import { board } from './board';
import { deliveries } from './deliveries';
import { deploy } from './deploy';
import { deployment } from './deployment';
import { history } from './history';
import { metrics } from './metrics';
import { nodes } from './nodes';
import { past } from './past';
import { projects } from './projects';
import { records } from './records';
import { setup } from './setup';
import { shell } from './shell';
import { status } from './status';

export const words = {
  audit,
  board,
  deliveries,
  deploy,
  deployment,
  history,
  metrics,
  nodes,
  past,
  projects,
  records,
  setup,
  shell,
  status,
};
