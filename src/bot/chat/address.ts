export const PLATFORMS = ['telegram', 'discord'] as const;
export type Platform = (typeof PLATFORMS)[number];

/**
 * Where messages go: to one person, privately, or into a chat that several read. Telegram's private
 * chat has the id of its person; Discord opens one on demand.
 */
export interface Address {
  readonly platform: Platform;
  readonly kind: 'person' | 'chat';
  /** The platform's own id, as text. */
  readonly id: string;
}

/** `telegram:123` for a person, as the audit names it; `telegram-chat:-100` for a chat. */
export function addressKey({ platform, kind, id }: Address): string {
  return kind === 'person' ? `${platform}:${id}` : `${platform}-chat:${id}`;
}
