/** A link as Telegram keeps it, or why it refuses it. */
export type CheckedLink =
  | { readonly kind: 'link'; readonly url: string }
  | { readonly kind: 'wrong'; readonly why: string };

const PROTOCOL = /^([^/?#@]*):\/\//;
const AUTHORITY = /^([^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)(:\d*)?(.*)$/s;
const PORT_MAX = 65_535;

const wrong = (why: string): CheckedLink => ({ kind: 'wrong', why });

/**
 * Checks a link as the server does: a host needs a dot, so `localhost` is refused; without a protocol
 * it is http; `tg:` links pass unless https is asked for.
 */
export function checkLink(link: string, protocol: 'any' | 'https' = 'any'): CheckedLink {
  const notHttps = protocol === 'https' ? wrong('Only HTTPS links are allowed') : null;
  if (/^tg:/i.test(link)) {
    return notHttps ?? { kind: 'link', url: `tg://${link.replace(/^tg:(\/\/)?/i, '')}` };
  }
  const scheme = PROTOCOL.exec(link)?.[1]?.toLowerCase() ?? 'http';
  if (scheme !== 'http' && scheme !== 'https') return wrong('Unsupported URL protocol');
  const [, userinfo = '', host = '', port = '', rest = ''] =
    AUTHORITY.exec(link.replace(PROTOCOL, '')) ?? [];
  const why = hostProblem(host, port);
  if (why !== null) return wrong(why);
  if (scheme !== 'https' && notHttps !== null) return notHttps;
  if (!host.includes('.') && !host.startsWith('[')) return wrong('Wrong HTTP URL');
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  return { kind: 'link', url: `${scheme}://${userinfo}${host.toLowerCase()}${port}${path}` };
}

function hostProblem(host: string, port: string): string | null {
  if (host === '') return 'URL host is empty';
  if (/[\s<>"]/.test(host)) return 'Disallowed character in URL host';
  const number = port === '' ? 1 : Number(port.slice(1));
  return number >= 1 && number <= PORT_MAX ? null : 'Wrong port number specified in the URL';
}

/** The user a `tg://user?id=` link mentions. */
export function mentionedUser(link: string): number | null {
  const id = /^tg:(?:\/\/)?user\?(?:.*&)?id=(\d+)/i.exec(link)?.[1];
  return id === undefined ? null : Number(id);
}
