// Exactly what to paste into GitHub: address, content type, secret, events; the secret only when somebody asks for it.
import { useState } from 'react';
import { actions } from '../live/actions';
import { webhookUrl } from '../live/base';
import { useAsk } from '../live/run';
import { plain } from '../model/plain';
import { githubHooks, githubName, hookUrl, isUnreachable } from '../model/setup';
import type { Setup } from '../wire/action_types';
import { words } from '../words';
import { Button } from './Button';
import { CopyField } from './CopyField';
import { ProblemBox } from './Empty';
import { Ways } from './Field';
import { Icon } from './Icon';

const said = words.setup.webhook;

function Secret({ hook, known }: { hook: string; known: boolean }) {
  const [secret, setSecret] = useState<string | null>(null);
  const { busy, problem, ask } = useAsk('here');
  const reveal = async (): Promise<void> => setSecret((await ask(actions.secret(hook)))?.secret ?? null);
  if (!known) return <p className="muted">{said.unknownSecret}</p>;
  return (
    <div className="secret">
      {secret === null ? (
        <span className="copy copy-hidden"><code aria-label={said.hidden}>••••••••••••••••••••••••</code><Button kind="ghost" busy={busy} onClick={() => void reveal()} data-testid="reveal"><Icon name="eye" size={14} />{said.reveal}</Button></span>
      ) : (
        <><CopyField text={secret} label={words.setup.copy.secret} /><p className="field-hint">{said.shown} <Button kind="ghost" className="button-inline" onClick={() => setSecret(null)}>{said.hide}</Button></p></>
      )}
      {problem && <ProblemBox problem={problem} />}
    </div>
  );
}

/** `repositories`: those whose webhook settings can be opened from here. */
export function Webhook({ setup, repositories }: { setup: Setup; repositories: readonly string[] }) {
  const [name, setName] = useState('');
  const hook = setup.hooks.find((each) => each.name === name) ?? { name: '', url: setup.webhook_url, secret_known: setup.secret_known };
  const address = hookUrl(hook.url, webhookUrl(hook.name));
  const links = [...new Map(repositories.map((repository) => [githubName(repository), githubHooks(repository)]))].filter((pair): pair is [string, string] => pair[0] !== null && pair[1] !== null);
  return (
    <section className="webhook" aria-label={said.title} data-testid="webhook">
      <header><h3>{said.title}</h3><p className="muted">{said.lead}</p></header>
      {links.length > 0 && <p className="webhook-links">{links.slice(0, 4).map(([name, link]) => <a key={name} className="button button-plain" href={link} target="_blank" rel="noreferrer">{said.open(plain(name))}<Icon name="external" size={14} /></a>)}</p>}
      {setup.hooks.length > 1 && <Ways label={said.which} name="hook" value={name} onChoose={setName} options={setup.hooks.map((each) => ({ value: each.name, name: plain(each.name) || said.unnamed }))} />}
      <dl className="pairs">
        <div><dt>{said.url}</dt><dd><CopyField text={address} label={words.setup.copy.url} />{isUnreachable(address) && <p className="field-hint"><span className="tone-warn"><Icon name="alert" size={12} /></span> {said.unreachable}</p>}</dd></div>
        <div><dt>{said.contentType}</dt><dd><CopyField text={setup.webhook_content_type} label={words.setup.copy.contentType} /></dd></div>
        <div><dt>{said.secret}</dt><dd><Secret key={hook.name} hook={hook.name} known={hook.secret_known} /></dd></div>
        <div><dt>{said.ssl}</dt><dd>{said.sslValue}</dd></div>
        <div><dt>{said.events}</dt><dd>{setup.events.map((event) => <span key={event} className="tag">{plain(event)}</span>)} <span className="muted">{said.eventsHint}</span></dd></div>
      </dl>
    </section>
  );
}
