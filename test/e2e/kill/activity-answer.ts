import type { Answer } from './http-tap.ts';

/** A page of what one wallet did, as it was served. */
export interface ActivityPage {
  readonly wallet: string;
  readonly transactions: ReadonlySet<string>;
  readonly isLast: boolean;
}

/** The page that an answer of the Data API is when a feed reads upwards, `null` for any other. */
export function activityPage({ host, url, text }: Answer): ActivityPage | null {
  if (host !== 'data' || !isActivityRead(url)) return null;
  const { data, pagination } = JSON.parse(text) as {
    readonly data?: readonly { readonly transaction_hash: string }[];
    readonly pagination?: { readonly has_more: boolean };
  };
  return {
    wallet: walletOf(url),
    transactions: new Set((data ?? []).map((row) => row.transaction_hash)),
    isLast: pagination?.has_more === false,
  };
}

/** Whether it is a read of the activity feed; a person's question reads the newest rows instead. */
export function isActivityRead(url: URL): boolean {
  return url.pathname === '/v2/activity' && url.searchParams.get('sort_direction') === 'ASC';
}

export function walletOf(url: URL): string {
  return url.searchParams.get('user')?.toLowerCase() ?? '';
}
