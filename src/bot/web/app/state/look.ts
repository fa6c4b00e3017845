import { effect, signal } from '@preact/signals';
import { themeFrom } from './theme-colours.ts';

export type Look = 'auto' | 'dark' | 'light';
const LOOKS: readonly Look[] = ['auto', 'dark', 'light'];
const KEPT_AS = 'polymind.look';

/** How the page looks; `auto` follows the device. */
export const look = signal<Look>('auto');

const deviceIsLight = signal(false);

/** What is drawn now. */
export function scheme(): 'dark' | 'light' {
  if (look.value !== 'auto') return look.value;
  return deviceIsLight.value ? 'light' : 'dark';
}

export function nextLook(): void {
  look.value = LOOKS[(LOOKS.indexOf(look.value) + 1) % LOOKS.length] ?? 'auto';
  keep(look.value);
}

/** Follows the device, the person and Telegram, in growing order. */
export function startLook(telegram: Readonly<Record<string, string>> | null): void {
  const query = globalThis.matchMedia('(prefers-color-scheme: light)');
  deviceIsLight.value = query.matches;
  query.addEventListener('change', () => {
    deviceIsLight.value = query.matches;
  });
  look.value = kept() ?? 'auto';
  if (telegram !== null) takeTelegram(telegram);
  effect(() => {
    document.documentElement.dataset['scheme'] = scheme();
  });
}

function takeTelegram(colours: Readonly<Record<string, string>>): void {
  const { scheme: theirs, background, panel } = themeFrom(colours);
  look.value = theirs;
  effect(() => {
    const { style } = document.documentElement;
    const fits = scheme() === theirs;
    set(style, '--background', fits ? background : null);
    set(style, '--panel', fits ? panel : null);
  });
}

function set(style: CSSStyleDeclaration, name: string, value: string | null): void {
  if (value === null) style.removeProperty(name);
  else style.setProperty(name, value);
}

function kept(): Look | null {
  try {
    return LOOKS.find((one) => one === globalThis.localStorage.getItem(KEPT_AS)) ?? null;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function keep(value: Look): void {
  try {
    globalThis.localStorage.setItem(KEPT_AS, value);
  } catch (error) {
    // A frame of another site may keep nothing; the choice then lasts as long as the page.
    if (!(error instanceof DOMException)) throw error;
  }
}
