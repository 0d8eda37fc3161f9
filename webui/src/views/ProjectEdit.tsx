// A new project or a change of one: as a form, as text, or to copy; previewed by the server before it is applied.
import { useMemo, useRef, useState, type FormEvent } from 'react';
import { actions } from '../live/actions';
import { useTitle } from '../live/clock';
import { board } from '../live/feed';
import { useFetched } from '../live/fetched';
import { useLeaveGuard } from '../live/guard';
import { useInSight } from '../live/in_sight';
import { go } from '../live/navigation';
import { useAsk } from '../live/run';
import { useStore } from '../live/store';
import { tabTitle } from '../model/cards';
import { plain } from '../model/plain';
import { emptySpec, mistakesIn, newForm, oddPaths, toForm, toSpec, type Spec, type SpecForm } from '../model/spec_form';
import { place, told } from '../model/spec_mistakes';
import type { Applied } from '../wire/action_types';
import { words } from '../words';
import { Button, Link } from '../parts/Button';
import { Empty, ProblemBox, Skeleton } from '../parts/Empty';
import { Ways } from '../parts/Field';
import { LeaveDialog } from '../parts/LeaveDialog';
import { MistakeList } from '../parts/MistakeList';
import { ProjectFields } from '../parts/ProjectFields';
import { SpecPreview } from '../parts/SpecPreview';
import { SpecCopy, SpecText } from '../parts/SpecText';

const said = words.projects.form;

type Mode = 'form' | 'text' | 'copy';

function read(text: string): { spec: Spec | null; wrong: string | null } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { spec: value as Spec, wrong: null } : { spec: null, wrong: '{ … }' };
  } catch (error) {
    return { spec: null, wrong: error instanceof Error ? error.message : '' };
  }
}

/** The spec in whichever way it is edited: the form is laid over the last whole text. */
function useDraft(start: Spec, isNew: boolean) {
  const [base, setBase] = useState(start);
  const [form, setForm] = useState<SpecForm>(() => (isNew ? newForm() : toForm(start)));
  const [text, setText] = useState<string | null>(null); // while it is edited as text
  const typed = useMemo(() => (text === null ? null : read(text)), [text]);
  const fromForm = useMemo(() => toSpec(form, base), [form, base]);
  const spec = text === null ? fromForm : typed?.spec ?? null;
  const first = useRef(JSON.stringify(fromForm));
  return {
    form, text, spec, wrong: typed?.wrong ?? null, odd: useMemo(() => oddPaths(base), [base]),
    changed: spec === null || JSON.stringify(spec) !== first.current,
    edit: setForm,
    type: setText,
    toText: () => setText(`${JSON.stringify(fromForm, null, 2)}\n`),
    /** False: the text is no JSON, so the form could not show it. */
    toFields(): boolean {
      if (text === null) return true;
      if (!typed?.spec) return false;
      setBase(typed.spec);
      setForm(toForm(typed.spec));
      setText(null);
      return true;
    },
  };
}

function Editor({ start, isNew }: { start: Spec; isNew: boolean }) {
  const value = useStore(board);
  const draft = useDraft(start, isNew);
  const [mode, setMode] = useState<Mode>('form');
  const [tried, setTried] = useState(0); // how often
  const [preview, setPreview] = useState<Applied | null>(null);
  const [leave, setLeave] = useState<(() => void) | null>(null);
  const { busy, problem, ask } = useAsk('here');
  const [sent, setSent] = useState<Spec | null>(null); // what the problem is about
  const release = useLeaveGuard(draft.changed, (goOn) => setLeave(() => goOn));
  const form = draft.text === null;
  const mistakes = place(draft.form, tried > 0 && form ? mistakesIn(draft.form) : [], problem);
  const about = told(problem).length > 0;
  const refused = useInSight<HTMLDivElement>(problem);

  const choose = (next: Mode): void => {
    if (next === 'text' && draft.text === null) draft.toText();
    if (next !== 'text' && !draft.toFields()) return;
    setMode(next);
  };
  const ready = (): Spec | null => {
    setTried(tried + 1);
    if (draft.spec === null || (form && mistakesIn(draft.form).length > 0)) return null;
    setSent(draft.spec);
    return draft.spec;
  };
  const nameOf = (spec: Spec): string => (typeof spec.project === 'string' ? spec.project.trim() : '');
  const look = async (): Promise<void> => {
    const spec = ready();
    setPreview(null);
    if (spec) setPreview(await ask(actions.applyProject(nameOf(spec), spec, true)));
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const spec = ready();
    if (!spec || busy) return;
    const done = await ask(actions.applyProject(nameOf(spec), spec, false), said.saved[isNew ? 'created' : 'changed'](plain(nameOf(spec))));
    if (!done) return;
    release();
    go(isNew ? { page: 'setup' } : { page: 'projects' });
  };

  return (
    <form className="editor" noValidate onSubmit={(event) => void save(event)}>
      <div className="editor-modes"><Ways label={said.modesLabel} name="mode" value={mode} onChoose={choose} options={[{ value: 'form', name: said.modes.form }, { value: 'text', name: said.modes.text }, { value: 'copy', name: said.modes.copy }]} /></div>
      {mistakes.count > 0 && <MistakeList mistakes={mistakes} inForm={mode === 'form'} asked={problem ?? tried} />}
      {mode === 'form' && <ProjectFields form={draft.form} isNew={isNew} errors={mistakes.at} odd={draft.odd} board={value} onChange={draft.edit} />}
      {mode === 'text' && <SpecText text={draft.text ?? ''} wrong={draft.wrong} onText={draft.type} />}
      {mode === 'copy' && <SpecCopy spec={draft.spec ?? emptySpec} />}
      {problem && !about && <div ref={refused} className="in-sight"><ProblemBox problem={problem} /></div>}
      {preview && sent === draft.spec && <SpecPreview applied={preview} />}
      <footer className="editor-foot">
        <Link to={{ page: 'projects' }} className="button button-plain">{said.cancel}</Link>
        <span className="editor-space" />
        <Button busy={busy} onClick={() => void look()} disabled={draft.spec === null} data-testid="preview">{said.preview}</Button>
        <Button kind="primary" type="submit" busy={busy} disabled={draft.spec === null || (!isNew && !draft.changed)} data-testid="save">{isNew ? said.create : said.save}</Button>
      </footer>
      {leave && <LeaveDialog onStay={() => setLeave(null)} onLeave={leave} />}
    </form>
  );
}

function Change({ name }: { name: string }) {
  const { value, problem, again } = useFetched(name, (signal) => actions.project(name, signal));
  if (value) return <Editor start={value.spec} isNew={false} />;
  if (problem?.status === 404) return <Empty title={said.lost}><Link to={{ page: 'projects' }} className="button button-plain">{words.projects.title}</Link></Empty>;
  return problem ? <ProblemBox problem={problem} retry={again} /> : <Skeleton rows={6} />;
}

export function ProjectEdit({ name }: { name: string | undefined }) {
  const title = name === undefined ? said.add : said.change(plain(name));
  useTitle(tabTitle(title, useStore(board)));
  return (
    <main className="page page-narrow" data-testid="project-edit">
      <header className="page-head page-head-stack">
        <p className="crumbs"><Link to={{ page: 'projects' }}>{words.projects.title}</Link></p>
        <h1>{title}</h1>
      </header>
      {name === undefined ? <Editor key="new" start={emptySpec} isNew /> : <Change key={name} name={name} />}
    </main>
  );
}
