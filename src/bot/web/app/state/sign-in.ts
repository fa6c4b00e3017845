import { signal } from '@preact/signals';
import { PATHS } from '../../contract/paths.ts';
import type { SignedIn, SignedOut, SignIn, Who } from '../../contract/session.ts';
import { ApiError, call } from './api.ts';
import { type Fragment, readFragment } from './fragment.ts';
import { keptToken, sessionBegins, sessionEnded, signInNote, token } from './session.ts';

/** Whether it is still being found out who this is. */
export const isSigningIn = signal(true);

/** Reads what the page was opened with and wipes it from the address at once. */
export function takeFragment(): Fragment {
  const fragment = readFragment(location.hash);
  if (fragment.signIn !== null || fragment.theme !== null) {
    history.replaceState(null, '', `${location.pathname}${location.search}#/overview`);
  }
  return fragment;
}

/** Signs in by what the page was opened with, else goes on with this tab's session. */
export async function begin(fragment: Fragment): Promise<void> {
  isSigningIn.value = true;
  try {
    if (fragment.signIn !== null) await signIn(fragment.signIn);
    else await goOn();
  } finally {
    isSigningIn.value = false;
  }
}

/** Trades a code, key or initData for a session; says on the first page why not. */
export async function signIn(by: SignIn): Promise<void> {
  try {
    const { token: given, who } = await call<SignedIn>('POST', PATHS.session, { body: by });
    sessionBegins(given, who);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    sessionEnded(error.message);
  }
}

async function goOn(): Promise<void> {
  const kept = keptToken();
  if (kept === null) return;
  token.value = kept;
  try {
    sessionBegins(kept, await call<Who>('GET', PATHS.session));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // An over session was ended already. Without an answer it may still be good: it stays in the tab.
    if (error.code !== 'signIn') token.value = null;
    signInNote.value = error.message;
  }
}

/** Ends the session on both sides; here also when nobody answers. */
export async function signOut(): Promise<void> {
  try {
    await call<SignedOut>('DELETE', PATHS.session);
    sessionEnded('You are signed out.');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    sessionEnded(`Signed out here. ${error.message}`);
  }
}
