import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { isLoopback } from '../access/host-key.ts';
import { WebFailure } from './web-failure.ts';

const NONE = ["'none'"];
const SELF = ["'self'"];

/** Headers of every answer: no script or style of others or inside a page, no frame but Telegram's. */
export function securityHeaders({
  frameAncestors,
  isHttps,
}: {
  readonly frameAncestors: readonly string[];
  readonly isHttps: boolean;
}): MiddlewareHandler {
  const isFramed = frameAncestors.length > 0;
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: NONE,
      scriptSrc: SELF,
      styleSrc: SELF,
      imgSrc: ["'self'", 'data:'],
      fontSrc: SELF,
      connectSrc: SELF,
      manifestSrc: SELF,
      baseUri: NONE,
      formAction: NONE,
      frameAncestors: isFramed ? [...frameAncestors] : NONE,
    },
    crossOriginResourcePolicy: 'same-origin',
    crossOriginOpenerPolicy: 'same-origin',
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: isHttps ? 'max-age=31536000' : false,
    xContentTypeOptions: 'nosniff',
    // It knows no list of frames: where there is one, the policy above decides alone.
    xFrameOptions: isFramed ? false : 'DENY',
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [] },
  });
}

/**
 * Refuses names that this server was not reached by: a page of somebody else whose name was turned to
 * this machine must not read from it. Where anybody may reach it, a name proves nothing.
 */
export function hostCheck({
  host,
  publicUrl,
}: {
  readonly host: string;
  readonly publicUrl: string | null;
}): MiddlewareHandler {
  const publicHost = publicUrl === null ? null : new URL(publicUrl).host;
  return async (context, next) => {
    const asked = context.req.header('host') ?? '';
    const name = asked.replace(/:\d+$/, '');
    const isKnown = !isLoopback(host) || isLoopback(name) || asked === publicHost;
    if (!isKnown) throw new WebFailure('wrongHost', 'Nothing is served under this name.');
    await next();
  };
}
