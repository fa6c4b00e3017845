import { UnavailableError } from '../../engine/contract/queries.ts';

/** @throws UnavailableError when the venue does not answer. */
export async function online<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new UnavailableError('Polymarket does not answer now; what is followed can be asked', {
      cause,
    });
  }
}
