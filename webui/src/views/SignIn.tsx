// Signing in: by the link's token at once, else by what a person pastes.
import { useEffect, useState, type FormEvent } from 'react';
import { api } from '../live/api';
import { useTitle } from '../live/clock';
import { feed } from '../live/feed';
import { go } from '../live/navigation';
import { pastedToken, signInToken } from '../model/route';
import { Button } from '../parts/Button';
import { CopyField } from '../parts/CopyField';
import { Icon } from '../parts/Icon';

type State = { kind: 'asking' } | { kind: 'waiting' } | { kind: 'refused'; detail: string };

export function SignIn({ linked }: { linked: boolean }) {
  const [state, setState] = useState<State>({ kind: linked && signInToken(location.hash) ? 'waiting' : 'asking' });
  const [text, setText] = useState('');
  useTitle('Sign in · Eeveon');

  const signIn = async (token: string): Promise<void> => {
    setState({ kind: 'waiting' });
    const answer = await api.signIn(token);
    if (answer.ok) {
      if (linked) go({ page: 'board' }, 'replace');
      feed.start();
      return;
    }
    const unreachable = answer.problem.status === 0 || answer.problem.status >= 500;
    setState({ kind: 'refused', detail: unreachable ? `${answer.problem.title}. Try again in a moment.` : 'This link is used up, expired or not complete: each works once, for 15 minutes.' });
  };

  useEffect(() => {
    const token = linked ? signInToken(location.hash) : null;
    if (token === null) return;
    go({ page: 'sign_in' }, 'replace'); // the token leaves the address and the history before anything else happens
    void signIn(token);
  });

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const token = pastedToken(text);
    if (token) void signIn(token);
    else setState({ kind: 'refused', detail: 'That is neither a sign-in link nor a token.' });
  };

  return (
    <main className="sign-in" data-testid="sign-in">
      <div className="sign-in-box">
        <svg viewBox="0 0 32 32" width="40" height="40" aria-hidden="true"><rect width="32" height="32" rx="8" className="brand-back" /><path d="M9 10.5h9M9 16h14M9 21.5h9" className="brand-line" /><circle cx="23" cy="10.5" r="2" className="brand-dot" /><circle cx="23" cy="21.5" r="2" className="brand-dot" /></svg>
        <h1>{state.kind === 'waiting' ? 'Signing in…' : 'Sign in to Eeveon'}</h1>
        {state.kind === 'refused' && <div className="callout tone-bad" role="alert"><Icon name="alert" /><div>{state.detail}</div></div>}
        {state.kind !== 'waiting' && (
          <>
            <p className="muted">On the machine where Eeveon runs, this prints a link that signs you in:</p>
            <CopyField text="eeveon sign-in" label="the command" />
            <form className="form" onSubmit={submit}>
              <label htmlFor="token">Or paste a sign-in link or an API token</label>
              <input id="token" type="password" autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
              <Button kind="primary" type="submit" disabled={text.trim() === ''}>Sign in</Button>
            </form>
          </>
        )}
      </div>
    </main>
  );
}
