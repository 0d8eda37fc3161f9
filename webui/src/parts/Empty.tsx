// Places without content: a state that says the next step, a shape while something loads, a problem that can be retried.
import { useState, type ReactNode } from 'react';
import { useTurn } from '../live/turn';
import type { Problem } from '../wire/types';
import { words } from '../words';
import { Button } from './Button';
import { Icon } from './Icon';
import { RequestId } from './RequestId';

/** `alone`: it is all there is on the page, so its title is the page's. */
export function Empty({ title, alone = false, children }: { title: string; alone?: boolean; children?: ReactNode }) {
  const Title = alone ? 'h1' : 'h2';
  return (
    <section className="empty">
      <Title>{title}</Title>
      {children}
    </section>
  );
}

export function Skeleton({ rows = 3, tall = false }: { rows?: number; tall?: boolean }) {
  return (
    <div className={tall ? 'skeleton skeleton-tall' : 'skeleton'} role="status" aria-label={words.shell.loading}>
      {Array.from({ length: rows }, (_, index) => <i key={index} />)}
    </div>
  );
}

/** `retry` ends in another problem or in none; until then its button says that it is under way. The same problem is read out
 *  again when somebody asked again, which without `retry` is the only way to have it twice. */
export function ProblemBox({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const [tried, setTried] = useState<Problem | null>(null);
  const turn = useTurn(problem, !retry || tried !== null);
  if (tried !== null && tried !== problem) setTried(null);
  const again = (): void => {
    setTried(problem);
    retry?.();
  };
  return (
    <div className="callout tone-bad" role="alert">
      <Icon name="alert" />
      <div key={turn}>
        <strong>{problem.title}</strong>
        {problem.detail && <p>{problem.detail}</p>}
        {problem.field && <p>{words.shell.field} <code>{problem.field}</code></p>}
        <RequestId id={problem.request_id} />
      </div>
      {retry && <Button busy={tried === problem} onClick={again}>{words.shell.tryAgain}</Button>}
    </div>
  );
}
