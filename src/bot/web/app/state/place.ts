/** The pages, in the order of the menu. */
export const PAGES = ['overview', 'wallets', 'orders', 'arbitrage', 'rules', 'health'] as const;
export type PageName = (typeof PAGES)[number];

/** Where one is: a page, what of it, and how it is narrowed. */
export interface Place {
  readonly page: PageName;
  /** An address on `wallets`, an id on `orders`; `null` is the list. */
  readonly of: string | null;
  readonly query: Readonly<Record<string, string>>;
}

export const HOME: Place = { page: 'overview', of: null, query: {} };

/** Reads `#/orders/K3F9QX?status=open`; what is not ours is the first page. */
export function readPlace(hash: string): Place {
  if (!hash.startsWith('#/')) return HOME;
  const [path = '', search = ''] = hash.slice(2).split('?', 2);
  const [name = '', of = ''] = path.split('/', 2);
  const page = PAGES.find((one) => one === name);
  if (page === undefined) return HOME;
  return {
    page,
    of: of === '' ? null : safelyDecoded(of),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A half-copied address: taken as it stands, and then not found.
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** The address of a place, for links. */
export function hrefOf(
  page: PageName,
  of: string | null = null,
  query: Readonly<Record<string, string>> = {},
): string {
  const behind = of === null ? '' : `/${encodeURIComponent(of)}`;
  const filled = Object.entries(query).filter(([, value]) => value !== '');
  const search = filled.length === 0 ? '' : `?${new URLSearchParams(filled)}`;
  return `#/${page}${behind}${search}`;
}
