import type { JSX } from 'preact';
import { who } from './state/session.ts';
import { isSigningIn } from './state/sign-in.ts';
import { Shell } from './ui/shell.tsx';
import { SignInPage } from './ui/sign-in-page.tsx';

export function App(): JSX.Element {
  if (who.value !== null) return <Shell />;
  if (isSigningIn.value) {
    return (
      <main class="alone">
        <h1>PolyMind</h1>
        <p role="status">Signing in…</p>
      </main>
    );
  }
  return <SignInPage />;
}
