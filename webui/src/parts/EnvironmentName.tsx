// The name of an environment on its tone: the name says it, the tone only makes it quicker.
import { environmentTone } from '../model/environment_tone';
import { plain } from '../model/plain';

export function EnvironmentName({ name }: { name: string }) {
  return <span className={`env env-${environmentTone(name)}`}>{plain(name)}</span>;
}
