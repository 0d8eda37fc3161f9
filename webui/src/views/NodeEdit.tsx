// Registering a node, or changing one: its fields, a test of the connection, and its host key confirmed.
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { actions } from '../live/actions';
import { useTitle } from '../live/clock';
import { board } from '../live/feed';
import { useFetched } from '../live/fetched';
import { useLeaveGuard } from '../live/guard';
import { useInSight } from '../live/in_sight';
import { go } from '../live/navigation';
import { useAsk } from '../live/run';
import { useStore } from '../live/store';
import { quoteWord } from '../model/arguments';
import { tabTitle } from '../model/cards';
import { wantsKey } from '../model/findings';
import { missingOf, newNode, nodeBody, nodeCommand, nodeForm, type NodeForm } from '../model/nodes';
import { plain } from '../model/plain';
import type { NodeTest } from '../wire/action_types';
import type { Problem } from '../wire/types';
import { words } from '../words';
import { Button, Link } from '../parts/Button';
import { CopyField } from '../parts/CopyField';
import { Empty, ProblemBox, Skeleton } from '../parts/Empty';
import { Findings } from '../parts/Findings';
import { HostKey } from '../parts/HostKey';
import { Icon } from '../parts/Icon';
import { LoginHelp } from '../parts/LoginHelp';
import { LeaveDialog } from '../parts/LeaveDialog';
import { NodeFields } from '../parts/NodeFields';

const said = words.nodes.form;

interface Key { hostKey: string; fingerprint: string; place: string } // `place`: the address that showed it

const placeOf = (form: NodeForm): string => `${form.kind} ${form.address.trim()} ${form.port.trim()}`;

function Outcome({ test }: { test: NodeTest }) {
  const place = useInSight<HTMLElement>(test);
  return (
    <section ref={place} className="outcome in-sight" aria-live="polite" data-testid="outcome">
      <p className={test.reachable ? 'outcome-head tone-good' : 'outcome-head tone-bad'}><Icon name={test.reachable ? 'check' : 'cross'} />{test.reachable ? words.nodes.findings.reachable : words.nodes.findings.unreachable}</p>
      <Findings findings={test.findings} />
      {wantsKey(test.findings) ? <LoginHelp publicKey={test.public_key} /> : test.reachable && test.worker === '' && <p className="muted">{words.nodes.findings.loginLater}</p>}
    </section>
  );
}

/** A mistake that names a field stands there; the rest stands above the buttons. */
function useMistakes(form: NodeForm, problem: Problem | null, tried: boolean): { errors: Record<string, string>; rest: Problem | null } {
  const errors: Record<string, string> = {};
  if (tried) for (const key of missingOf(form)) errors[key] = said.missing;
  const field = problem?.field?.split('.')[0];
  if (problem && field && field in form) {
    errors[field] ??= plain(problem.detail ?? problem.title).replace(`${field} `, '');
    return { errors, rest: null };
  }
  return { errors, rest: problem?.code === 'host_key_unconfirmed' ? null : problem };
}

function Editor({ start, isNew }: { start: NodeForm; isNew: boolean }) {
  const value = useStore(board);
  const [form, setForm] = useState(start);
  const [tried, setTried] = useState(false);
  const [test, setTest] = useState<NodeTest | null>(null);
  const [key, setKey] = useState<Key | null>(null);
  const [confirmed, setConfirmed] = useState(false);
  const [leave, setLeave] = useState<(() => void) | null>(null);
  const { doing, problem, ask } = useAsk('here');
  const changed = JSON.stringify(form) !== JSON.stringify(start);
  const release = useLeaveGuard(changed, (go_on) => setLeave(() => go_on));
  const { errors, rest } = useMistakes(form, problem, tried);
  const refused = useInSight<HTMLDivElement>(rest);
  const here = useRef(''); // the address that the form has now
  here.current = placeOf(form);

  const change = (part: Partial<NodeForm>): void => {
    const next = { ...form, ...part };
    setForm(next);
    if (placeOf(next) === placeOf(form)) return;
    setTest(null);
    setConfirmed(false);
    setKey(null);
  };
  // Another machine may have answered: the key counts for the address that showed it.
  const seen = (hostKey: string, fingerprint: string): void => {
    if (hostKey === '') return;
    if (hostKey !== key?.hostKey) setConfirmed(false);
    setKey({ hostKey, fingerprint, place: placeOf(form) });
  };
  useEffect(() => {
    if (problem?.code === 'host_key_unconfirmed' && problem.host_key) seen(problem.host_key, problem.fingerprint ?? '');
  }, [problem]);

  const hostKey = key && confirmed && key.place === placeOf(form) ? key.hostKey : '';
  const complete = (): boolean => {
    setTried(true);
    const missing = missingOf(form)[0];
    if (missing) document.querySelector<HTMLInputElement>(`input[name="${missing}"]`)?.focus();
    return missing === undefined;
  };
  const runTest = async (): Promise<void> => {
    if (!complete()) return;
    setTest(null);
    const found = await ask(actions.testNode(nodeBody(form, hostKey)), undefined, { as: 'test', passing: true });
    if (!found || here.current !== placeOf(form)) return; // typed on: it tells of another machine
    setTest(found);
    seen(found.host_key, found.fingerprint);
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (doing('save') || !complete()) return;
    const name = plain(form.name.trim());
    const answer = await ask(actions.saveNode(nodeBody(form, hostKey)), said.saved[isNew ? 'added' : 'changed'](name), { as: 'save' });
    if (!answer) return;
    release();
    go({ page: 'nodes', check: form.name.trim() });
  };
  const under = doing('save') ? said.saving : doing('test') ? said.testing : null;
  const mustConfirm = form.kind === 'ssh' && key !== null && !confirmed;

  return (
    <form className="editor" noValidate onSubmit={(event) => void save(event)}>
      <section className="panel"><NodeFields form={form} isNew={isNew} errors={errors} board={value} onChange={change} /></section>
      <p className="editor-note muted" role="status">{under && <><span className="tone-busy"><Icon name="ring" size={14} /></span>{under}</>}</p>
      {test && <section className="panel"><Outcome test={test} /></section>}
      {form.kind === 'ssh' && key && <section className="panel"><HostKey hostKey={key.hostKey} fingerprint={key.fingerprint} confirmed={confirmed} onConfirm={setConfirmed} /></section>}
      {rest && <div ref={refused} className="in-sight"><ProblemBox problem={rest} /></div>}
      <footer className="editor-foot">
        <Link to={{ page: 'nodes' }} className="button button-plain">{said.cancel}</Link>
        <span className="editor-space" />
        <Button busy={doing('test')} onClick={() => void runTest()} data-testid="test">{doing('test') && <Icon name="ring" size={14} />}{said.test}</Button>
        <Button kind="primary" type="submit" busy={doing('save')} disabled={mustConfirm} title={mustConfirm ? said.hostKeyText : undefined} data-testid="save">{doing('save') && <Icon name="ring" size={14} />}{isNew ? said.save : said.saveChange}</Button>
      </footer>
      <details className="fold editor-command"><summary>{words.nodes.orCommand}</summary><CopyField text={nodeCommand(form, quoteWord)} label={words.nodes.command} /></details>
      {leave && <LeaveDialog onStay={() => setLeave(null)} onLeave={leave} />}
    </form>
  );
}

function Change({ name }: { name: string }) {
  const { value, problem, again } = useFetched(name, (signal) => actions.nodes(signal));
  if (!value) return problem ? <ProblemBox problem={problem} retry={again} /> : <Skeleton rows={4} />;
  const node = value.find((row) => row.name === name);
  return node ? <Editor start={nodeForm(node)} isNew={false} /> : <Empty title={words.nodes.noMatch}><Link to={{ page: 'nodes' }} className="button button-plain">{words.nodes.title}</Link></Empty>;
}

export function NodeEdit({ name }: { name: string | undefined }) {
  const title = name === undefined ? said.add : said.change(plain(name));
  useTitle(tabTitle(title, useStore(board)));
  return (
    <main className="page page-narrow" data-testid="node-edit">
      <header className="page-head page-head-stack">
        <p className="crumbs"><Link to={{ page: 'nodes' }}>{words.nodes.title}</Link></p>
        <h1>{title}</h1>
        <p className="muted">{said.lead}</p>
      </header>
      {name === undefined ? <Editor key="new" start={newNode} isNew /> : <Change key={name} name={name} />}
    </main>
  );
}
