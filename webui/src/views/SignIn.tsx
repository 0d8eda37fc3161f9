// Signing in: by the link's token at once, else by what a person pastes.
import { useEffect, useState, type FormEvent } from 'react';
import { api } from '../live/api';
import { useTitle } from '../live/clock';
import { feed } from '../live/feed';
import { go } from '../live/navigation';
import { pastedToken, signInToken } from '../model/route';
import { words } from '../words';
import { Brand } from '../parts/Brand';
import { Button } from '../parts/Button';
import { CopyField } from '../parts/CopyField';
import { Icon } from '../parts/Icon';

const said = words.shell.signIn;

/** `typed`: by hand, so that the form stays, with what was typed and the focus. */
type State = { kind: 'asking' } | { kind: 'waiting'; typed: boolean } | { kind: 'refused'; detail: string };

export function SignIn({ linked }: { linked: boolean }) {
  const [state, setState] = useState<State>({ kind: linked && signInToken(location.hash) ? 'waiting' : 'asking', typed: false });
  const [text, setText] = useState('');
  const waiting = state.kind === 'waiting';
  useTitle(words.shell.title(said.title));

  const signIn = async (token: string, typed: boolean): Promise<void> => {
    setState({ kind: 'waiting', typed });
    const answer = await api.signIn(token);
    if (answer.ok) {
      if (linked) go({ page: 'board' }, 'replace');
      void feed.start();
      return;
    }
    const unreachable = answer.problem.status === 0 || answer.problem.status >= 500;
    setState({ kind: 'refused', detail: unreachable ? said.later(answer.problem.title) : said.usedUp });
  };

  useEffect(() => {
    const token = linked ? signInToken(location.hash) : null;
    if (token === null) return;
    go({ page: 'sign_in' }, 'replace'); // the token leaves the address and the history before anything else happens
    void signIn(token, false);
  });

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const token = pastedToken(text);
    if (waiting) return;
    if (token) void signIn(token, true);
    else setState({ kind: 'refused', detail: said.neither });
  };

  return (
    <main className="sign-in" data-testid="sign-in">
      <div className="sign-in-box">
        <Brand size={40} />
        <h1>{waiting ? said.waiting : said.head}</h1>
        {state.kind === 'refused' && <div className="callout tone-bad" role="alert"><Icon name="alert" /><div>{state.detail}</div></div>}
        {(state.kind !== 'waiting' || state.typed) && (
          <>
            <p className="muted">{said.hint}</p>
            <CopyField text="eeveon sign-in" label={words.shell.theCommand} />
            <form className="form" onSubmit={submit}>
              <label htmlFor="token">{said.paste}</label>
              <input id="token" type="password" autoComplete="off" value={text} readOnly={waiting} onChange={(event) => setText(event.target.value)} />
              <Button kind="primary" type="submit" busy={waiting} disabled={text.trim() === ''}>{said.title}</Button>
            </form>
          </>
        )}
      </div>
    </main>
  );
}
