// The areas of words/index.ts, each in its file. One line per area.
export { audit } from './audit';
export { board } from './board';
export { deliveries } from './deliveries';
export { deploy } from './deploy';
export { deployment } from './deployment';
export { history } from './history';
export { metrics } from './metrics';
export { nodes } from './nodes';
export { past } from './past';
export { projects } from './projects';
export { records } from './records';
export { setup } from './setup';
export { shell } from './shell';
export { status } from './status';
export { table } from './table';
