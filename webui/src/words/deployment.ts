// What the page of one deployment says.
import { count as many } from './count';

export const deployment = {
  title: 'Deployment',
  loading: 'Loading the deployment',
  missing: 'There is no such deployment',
  missingNext: 'The address may be cut off. Every deployment that was ever asked for stands in the history.',
  toHistory: 'To the history',
  commitOf: (commit: string) => `Commit ${commit}`,
  views: { label: 'Views of this deployment', plan: 'Plan', log: 'Log', changes: 'Changes', why: 'Why', events: 'Events' },

  facts: {
    commit: 'Commit', author: 'Author', trigger: 'Trigger', release: 'Release', worker: 'Worker', requested: 'Requested',
    took: 'Took', running: 'Running for', queued: 'Waited', now: 'Now', takesBack: 'Takes back', takenBackBy: 'Taken back by', note: 'Note', attempts: 'Runs',
  },
  reason: { showLog: 'Show the step', showFirst: 'Show that deployment' },

  timeline: {
    label: 'Plan and timeline',
    titles: { build: 'Build', deploy: 'Deploy', undo: 'Undo' },
    chart: 'Timeline', list: 'List', view: 'Show the plan as',
    failedOnly: 'Failed only',
    nothingFailed: 'No step failed.',
    noPlan: 'The plan is made when the gate lets this deployment start.',
    noPlanOver: 'It ended before a plan was made.',
    hint: 'Arrow keys move between steps, Enter shows the log of one.',
    waits: 'Waits',
    waited: 'waited', worked: 'worked', sumsMean: 'Waited: since it was asked for, with none of its steps running. Worked: at least one was.',
    critical: 'longest way', waiting: 'waiting',
    criticalMeans: 'On the longest way: had this been quicker, the whole would have been',
    attempt: (attempt: number) => `attempt ${attempt}`,
    attempts: (count: number) => `${count} attempts`,
    waitFor: (time: string, reason: string) => `waited ${time}: ${reason}`,
    axis: 'since the ask',
    nodes: (count: number) => many(count, 'node'),
    steps: (count: number) => many(count, 'step'),
    warning: 'warning',
  },
  waits: {
    worker: 'no worker was free to take it',
    build: 'its release was being built',
    buildWorker: 'its release waited for a worker to build it',
    environment: 'another deployment held the environment',
    backoff: (reason: string) => (reason ? `before another try: ${reason}` : 'before another try'),
    interrupted: 'the worker was lost, another took over',
    approval: 'nobody had approved it yet',
    gate: 'in the queue',
    next: 'for the next step',
  },

  step: {
    details: 'Step', where: 'On', began: 'Began', took: 'Took', attempts: 'Attempts', output: 'Results', none: 'It has not begun.', notRun: 'It did not run.',
    close: 'Close the details of this step', optional: 'Its failure decides nothing.', waited: 'Waited before',
  },

  preview: {
    titles: { build: 'Build', deploy: 'Deploy', undo: 'If it fails' },
    digest: 'Plan', noDigest: 'The plan gets its digest once the release is built.',
  },

  undo: {
    title: 'If it fails', ran: 'What was to happen if it failed',
    none: 'Nothing is switched, so there is nothing to take back.',
    digest: 'Plan', undoDigest: 'Way back', noDigest: 'The plan gets its digest once the release is built.',
    where: (count: number) => many(count, 'node'),
  },

  log: {
    title: 'Log', lines: 'Log lines', only: (step: string) => `Only ${step}: show all steps`,
    count: (count: number) => many(count, 'line'),
    search: 'Search the log', regex: 'Regular expression', regexSign: '.*', matchCase: 'Match case', matchCaseSign: 'Aa',
    unreadable: 'This is no regular expression.', slow: 'This expression could take for ever. Repeat less inside of groups.', gaveUp: 'The search took too long and was ended.',
    hits: (at: number, all: number, searching: boolean) => {
      const place = at > 0 ? `${at.toLocaleString('en')} of ${all.toLocaleString('en')}` : all.toLocaleString('en');
      return all === 0 ? (searching ? 'searching…' : 'none') : searching ? `${place}…` : place;
    },
    next: 'Next match', previous: 'Previous match', nextKeys: 'Next match (Enter, F3; n in the log)', previousKeys: 'Previous match (Shift Enter, Shift F3; N in the log)',
    filter: 'Lines', filters: { all: 'All lines', hits: 'Matches', others: 'Other lines' },
    follow: 'Follow', pause: 'Pause', resume: 'Go on', paused: (count: number) => (count === 0 ? 'Paused' : `Paused, ${many(count, 'new line')}`),
    toEnd: 'To the end',
    wrap: 'Wrap lines', stamps: 'Times', storedAt: (time: string) => `Stored ${time}`, dark: 'Dark log', copy: 'Copy what is shown', copyRange: 'Copy the chosen lines', copied: (count: number) => `${many(count, 'line')} copied`, notCopied: 'This browser does not let pages copy without https',
    tooMuch: 'That is too much to copy', tooMuchNext: 'Download the log instead, or choose lines.',
    download: 'Download the whole log as text', full: 'Full screen', leaveFull: 'Leave full screen',
    more: (count: number) => `${many(count, 'more character')}`, showMore: 'show more',
    gap: (count: number, loading: boolean) => (loading ? `${many(count, 'line')} on the way…` : `${many(count, 'line')} not kept in this page: download the log to read them`),
    attempt: (attempt: number) => `attempt ${attempt}`,
    lineLink: (number: number) => `Link to line ${number}`,
    empty: 'This deployment wrote no log.', emptyStep: 'This step wrote nothing. Its attempts, and why each failed, stand in the plan.', waiting: 'Waiting for the first line…', notFound: 'No line holds this.', searching: 'Searching…',
    onlyOthers: 'Every line holds this.',
  },

  changes: {
    title: 'Changes', loading: 'Loading the changes',
    first: 'The first deployment here: nothing ran before it.',
    same: 'The same commit as before: nothing changes.',
    back: (count: number) => `Going back: ${many(count, 'commit is', 'commits are')} taken away.`,
    forward: (count: number) => `${many(count, 'commit comes', 'commits come')} with it.`,
    diverged: 'The two commits have grown apart: what ran is not part of this one.',
    unknown: 'What changes is not known: the release has not been built, or one of the commits is gone from the repository.',
    base: 'Ran before', head: 'Runs with it', headBack: 'Goes back to', compare: 'Compare on the web',
    commits: 'Commits', taken: 'Commits taken away', files: 'Files', filesTaken: 'Files that go back',
    truncatedCommits: (count: number) => `Only the newest ${count.toLocaleString('en')} are kept.`,
    truncatedFiles: (count: number) => `Only the first ${count.toLocaleString('en')} are kept.`,
    noFiles: 'Which files change was not counted.', noCommits: 'No commit between the two.',
    binary: 'binary', totals: (files: number) => many(files, 'file'),
    added: (count: number) => `${many(count, 'line')} added`, removed: (count: number) => `${many(count, 'line')} removed`,
    moreFiles: (count: number) => `Show ${count.toLocaleString('en')} more`,
    unsupported: 'This server does not tell what changes.', unsupportedNext: 'A newer version does.',
  },

  why: {
    title: 'Why this runs here', chain: 'How it came to this',
    none: 'Nothing is known of what led here.',
    onNode: (node: string) => `On ${node}`, since: 'since', runs: 'runs',
    thisOne: 'this deployment', other: (id: string) => `Deployment ${id}`,
    gone: 'This deployment is not what runs there now.',
    position: 'Position in the event log', event: (position: number) => `Event ${position}`, delivery: 'Delivery',
    nodes: 'What each node runs, and why',
  },

  events: {
    title: 'Events', intro: 'Every fact recorded of this deployment, oldest first.', none: 'No event yet.', json: 'JSON', download: 'Download', more: 'Load more', inAudit: 'Its place in the audit', delivery: (key: string) => `Delivery ${key}`,
    release: 'of its release',
    count: (count: number) => many(count, 'event'),
  },

  actions: {
    label: 'What can be done',
    cancel: 'Cancel', retry: 'Retry', markDone: 'Mark done', rollBack: 'Roll back', rollBackTo: 'Roll back to this',
    cancelTitle: 'Cancel this deployment', cancelText: 'No step begins any more. What has not switched stays as it is.',
    cancelSwitched: 'Nodes have switched to the new release already: each of them goes back to what ran before.',
    retryTitle: 'Try again', retryText: 'It goes on where it stopped, or is asked for anew; the environment then runs this release.',
    markTitle: 'Mark as done', markText: 'Nothing runs. You say that the step whose outcome is unknown did take effect on its target; the deployment then ends as if it had reported so.',
    rollTitle: 'Roll back', leaves: 'Leaves', returns: 'Returns to', nothing: 'nothing', before: 'the release before',
    quarantined: (commit: string) => `Commit ${commit} is then quarantined: automatic deployments skip it until a newer commit arrives or somebody releases it.`,
    staysAsIs: 'Only the release goes back: shared files, databases, and what is set up on the nodes stay as they are.',
    rollTo: (environment: string) => `Roll back ${environment}`,
    keep: 'Leave it', confirmCancel: 'Cancel it', confirmMark: 'Mark as done', confirmRetry: 'Try again',
    done: { cancel: 'Cancelling', retry: 'Trying again', mark: 'Marked as done', roll: (environment: string) => `Rollback of ${environment} requested` },
    type: (name: string) => `Type ${name} to confirm`, typeHint: 'This changes what runs.',
    note: 'Note', noteHint: 'Why? It stands in the audit and on the deployment.', optional: 'optional',
    off: {
      over: 'It has ended.', running: 'It is still on its way.', succeeded: 'It has succeeded.', notWaiting: 'No step waits for a word.', notLive: 'Only what succeeded can be returned to.',
      rolledBack: 'It has been taken back already.', noPrevious: 'Nothing ran here before.', unknown: 'The server does not allow it now.', gone: 'This environment is no longer part of the project.',
    },
  },
};
