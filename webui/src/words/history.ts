// The history of deployments.
export const history = {
  title: 'History',
  status: 'Status',
  trigger: 'Trigger',
  actor: 'Asked by',
  search: 'Message, commit, author, branch or id',
  label: 'Deployments, newest first',
  columns: { status: 'Status', what: 'Deployment', where: 'Environment', source: 'Commit', by: 'Asked by', took: 'Took', when: 'Time' },
  takenBack: 'taken back',
  rollback: 'rollback',
  noneYet: 'None found yet',
  none: 'No deployment matches',
  widen: 'Nothing passes all of the filters. Take one away, or widen the time.',
  begin: 'No deployment yet',
  first: 'The first push or the first Deploy on the board starts the history.',
  end: 'That is all of them.',
};
