// A status as shape, word and colour.
import { look, stepLook, type Look, type StepState } from '../model/status';
import type { Status as StatusName } from '../wire/types';
import { Icon } from './Icon';

/** `as`: what it looks like where more is known than its status. */
export function Status({ status, quiet = false, as = look(status) }: { status: StatusName | undefined; quiet?: boolean; as?: Look }) {
  const { shape, word, tone } = as;
  return (
    <span className={quiet ? `status tone-${tone}` : `status badge tone-${tone}`} data-status={status ?? 'none'}>
      <Icon name={shape} size={quiet ? 16 : 14} />
      <span className="status-word">{word}</span>
    </span>
  );
}

/** Shape and colour only, the word for screen readers and on hover. */
export function StepMark({ state }: { state: StepState }) {
  const { shape, word, tone } = stepLook(state);
  return (
    <span className={`mark tone-${tone}`} title={word} role="img" aria-label={word} data-state={state}>
      <Icon name={shape} />
    </span>
  );
}
