// What a newcomer does next: the checklist wherever nothing has happened yet, and where to find it again.
import { Suspense } from 'react';
import { words } from '../words';
import { Link } from './Button';
import { Skeleton } from './Empty';
import { later } from './Later';

const Checklist = later(() => import('./Checklist').then(({ Checklist: list }) => list));

/** For a project whose repository has not spoken yet. */
export function WebhookStep() {
  return <p><Link to={{ page: 'setup' }} className="underlined">{words.projects.connect}</Link></p>;
}

export function NextSteps() {
  return <div className="next-steps"><Suspense fallback={<Skeleton rows={4} />}><Checklist /></Suspense></div>;
}
