// The last word before something happens: what it does, why it is asked for, and for what is dangerous the name typed.
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { plain } from '../model/plain';
import type { Problem } from '../wire/types';
import { words } from '../words';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { ProblemBox } from './Empty';

const say = words.deployment.actions;
const longestNote = 500;

interface Props {
  title: string;
  subtitle?: ReactNode;
  children: ReactNode;
  name: string | null; // what has to be typed
  word: string; // on the button
  danger?: boolean;
  busy: boolean;
  held?: boolean; // it cannot be left now
  ready?: boolean;
  problem: Problem | null;
  onConfirm: (note: string) => void;
  onClose: () => void;
}

export function Confirm({ title, subtitle, children, name, word, danger = false, busy, held = busy, ready = true, problem, onConfirm, onClose }: Props) {
  const [typed, setTyped] = useState('');
  const [note, setNote] = useState('');
  const id = useId();
  const can = ready && (name === null || typed.trim() === name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (can && !busy) onConfirm(note);
  };
  return (
    <Dialog
      title={title}
      subtitle={subtitle}
      busy={held}
      onClose={onClose}
      footer={
        <>
          <Button busy={held} onClick={onClose}>{say.keep}</Button>
          <Button kind={danger ? 'danger' : 'primary'} type="submit" form={`${id}form`} busy={busy} disabled={!can} {...(name === null ? { 'data-first': true } : {})} data-testid="confirm">{word}</Button>
        </>
      }
    >
      {children}
      {problem && <ProblemBox problem={problem} />}
      <form id={`${id}form`} className="form confirm-form" onSubmit={submit}>
        <label htmlFor={`${id}note`}>{say.note} <span className="muted">{say.optional}</span></label>
        <input id={`${id}note`} value={note} maxLength={longestNote} placeholder={say.noteHint} autoComplete="off" onChange={(event) => setNote(event.target.value)} data-testid="note" />
        {name !== null && (
          <>
            <label htmlFor={`${id}name`}>{say.type(plain(name))}</label>
            <input id={`${id}name`} data-first value={typed} spellCheck={false} autoComplete="off" autoCapitalize="none" aria-describedby={`${id}hint`} onChange={(event) => setTyped(event.target.value)} data-testid="confirm-name" />
            <p id={`${id}hint`} className="muted">{say.typeHint}</p>
          </>
        )}
      </form>
    </Dialog>
  );
}
