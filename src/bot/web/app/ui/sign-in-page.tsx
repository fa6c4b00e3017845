import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { readPasted } from '../state/fragment.ts';
import { signInNote } from '../state/session.ts';
import { begin } from '../state/sign-in.ts';
import { TextField } from './controls.tsx';

/** The way in: nothing is shown and nothing can be done before it. */
export function SignInPage(): JSX.Element {
  const [pasted, setPasted] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const note = trouble ?? signInNote.value;
  return (
    <main class="alone">
      <h1>PolyMind</h1>
      {note === null ? null : (
        <p class="trouble" role="alert">
          {note}
        </p>
      )}
      <p>You are not signed in. There are three ways in:</p>
      <ol>
        <li>
          Send <code>/web</code> to the bot in a private chat and open the link that it answers. It
          works once, within two minutes.
        </li>
        <li>At this machine, open the link that was printed when PolyMind started.</li>
        <li>In Telegram, open this page from the bot’s menu.</li>
      </ol>
      <form
        class="phrase"
        onSubmit={(event) => {
          event.preventDefault();
          const signIn = readPasted(pasted);
          setTrouble(signIn === null ? 'That is no such link. It ends in #in= and a code.' : null);
          if (signIn !== null) begin({ signIn, theme: null }).catch(reportError);
        }}
      >
        <TextField label="Or paste the link here" value={pasted} onInput={setPasted} />
        <button type="submit" class="button is-strong" disabled={pasted.trim() === ''}>
          Sign in
        </button>
      </form>
    </main>
  );
}
