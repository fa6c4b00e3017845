/** What live entries can lack: what is. What a person does about it is said where he reads. */
const LACKS = {
  keystore: 'no key is open that could sign orders',
  credentials: 'the venue has not let this account in',
  place: 'the venue takes no orders from where this host is',
  clock: 'the clock of this host differs from the venue',
  balance: 'the account has no dollars to trade with',
  allowances: 'the exchange may not move what the account trades with',
  channel: "the account's own channel is not connected",
  unseen: 'the account was not looked at yet',
  comparison: 'orders and trades of the account were not compared with ours yet',
} as const;

export type LiveLack = keyof typeof LACKS;

const KINDS = Object.keys(LACKS) as readonly LiveLack[];

/** What is missing in words, with what was seen behind it: `… differs from the venue (3.1 s)`. */
export function lackText(lack: LiveLack, seen: string | null = null): string {
  return seen === null ? LACKS[lack] : `${LACKS[lack]} (${seen})`;
}

/** What a text of {@link lackText} is about; `null` for any other text. */
export function lackOf(text: string): LiveLack | null {
  return KINDS.find((kind) => text.startsWith(LACKS[kind])) ?? null;
}
