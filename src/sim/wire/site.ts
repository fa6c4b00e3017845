import type { HostSpec } from './http-host.ts';

/** Where the website answers whether orders are taken from here. */
export const GEOBLOCK_PATH = '/api/geoblock';

/** The website, of which only the geoblock question is served: this venue serves everyone. */
export function siteHost(): HostSpec {
  const answer = { blocked: false, ip: '127.0.0.1', country: 'IE', region: 'L' };
  return {
    routes: [{ path: GEOBLOCK_PATH, answer: () => answer }],
    limits: {},
    problem: ({ message }) => ({ error: message }),
  };
}
