import { render } from 'preact';
import { App } from './app.tsx';
import { startLive } from './live/state.ts';
import { startClock } from './state/clock.ts';
import { startLook } from './state/look.ts';
import { startRouter } from './state/router.ts';
import { begin, takeFragment } from './state/sign-in.ts';
import { telegramReady } from './state/telegram.ts';

// Before anything else, so that no secret stays in the address for longer than this line.
const fragment = takeFragment();
startLook(fragment.theme);
startRouter();
startClock();
startLive();
const root = document.getElementById('app');
if (root !== null) render(<App />, root);
if (fragment.theme !== null || fragment.signIn?.by === 'telegram') telegramReady();
begin(fragment).catch(reportError);

// A link that lets in may also be opened in a tab that is here already.
addEventListener('hashchange', () => {
  const later = takeFragment();
  if (later.signIn !== null) begin(later).catch(reportError);
});
