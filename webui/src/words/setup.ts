// The first run: what is left to do until the first push deploys.
import { count } from './count';

export const setup = {
  title: 'First steps',
  lead: 'From here to the first deployment. Each step ticks by itself when it has happened.',
  done: 'Done',
  next: 'Next',
  later: 'Later',
  complete: 'All set: pushes deploy.',
  /** The steps were done by another project; these have heard of no push of their own. */
  silent: (projects: readonly string[]): string => `All steps are done, but no signed push has come yet for ${projects.slice(0, 3).join(', ')}${projects.length > 3 ? ` and ${count(projects.length - 3, 'other')}` : ''}.`,
  progress: (done: number, all: number): string => `${done} of ${all} done`,
  toBoard: 'To the board',
  /** By the server's ids; a step that is not known here says it in the server's words. */
  steps: {
    node: ['A node to deploy to', 'A machine that releases are deployed to: this one, or one that is reached by ssh.'],
    project: ['A project with an environment', 'Which repository is deployed, to which nodes, how it is built and checked.'],
    webhook: ['A signed push from its repository', 'Add a webhook to the repository with exactly these values, then push. This ticks by itself when the first signed delivery arrives.'],
    deployment: ['A first release live', 'Push to the branch that is watched, or press Deploy on the board.'],
  } as Record<string, readonly [string, string]>,
  newProject: 'Describe a project',
  newNode: 'Register a node',
  orCommand: 'or in a shell:',
  applyCommand: 'eeveon apply -f project.yaml',
  nodeCommand: 'eeveon nodes add NAME --address HOST --user USER --root /srv',
  waiting: 'Waiting for the first signed delivery…',
  deliveries: 'See what has arrived',

  webhook: {
    title: 'What to paste into GitHub',
    lead: 'In the repository: Settings, Webhooks, Add webhook.',
    open: (name: string): string => `Open webhook settings of ${name}`,
    which: 'Which hook',
    unnamed: 'without a name',
    url: 'Payload URL',
    unreachable: 'GitHub cannot reach this address: it is of this machine or a private network. Put the server behind a public https address, or set --public-url.',
    contentType: 'Content type',
    secret: 'Secret',
    reveal: 'Reveal the secret',
    hide: 'Hide',
    hidden: 'The secret is hidden',
    shown: 'That it was shown stands in the log.',
    unknownSecret: 'This server does not know the hook’s secret as text: look where it was made.',
    events: 'Events',
    eventsHint: 'Let me select individual events',
    ssl: 'SSL verification',
    sslValue: 'Enable, unless the certificate is of your own making',
  },

  copy: { url: 'the payload URL', contentType: 'the content type', secret: 'the secret', command: 'the command' },
};
