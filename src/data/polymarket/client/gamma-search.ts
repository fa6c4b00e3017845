import { z } from 'zod';
import { type WalletAddress, walletAddress } from '../../../engine/domain/ids.ts';
import { text, wallet } from '../../fields.ts';
import { type FrameReader, isRow } from '../../parsed.ts';

/** A public profile: who stands behind a wallet, in the venue's words. */
export interface Profile {
  readonly wallet: WalletAddress;
  readonly name: string;
  readonly pseudonym: string;
}

export interface Tag {
  readonly id: string;
  readonly label: string;
  readonly slug: string;
}

/** Whom a name belongs to. Only an equal name counts: a similar one is somebody else. */
export type ProfileMatch =
  | { readonly kind: 'one'; readonly profile: Profile }
  | { readonly kind: 'several'; readonly profiles: readonly Profile[] }
  | { readonly kind: 'none'; readonly similar: readonly Profile[] };

const profileSchema: z.ZodType<Profile> = z
  .object({ proxyWallet: wallet, name: text.nullish(), pseudonym: text.nullish() })
  .transform(({ proxyWallet, name, pseudonym }) => ({
    wallet: proxyWallet,
    name: name ?? '',
    pseudonym: pseudonym ?? '',
  }));

const tagSchema: z.ZodType<Tag> = z
  .object({ id: z.union([text, z.number().int().transform(String)]), label: text, slug: text })
  .transform(({ id, label, slug }) => ({ id, label, slug }));

/** Profiles of a search; the list may hold `null`, which says nothing. */
export function readProfiles(rows: readonly unknown[], reader: FrameReader): readonly Profile[] {
  return readAll(
    rows.filter((row) => row !== null),
    profileSchema,
    reader,
  );
}

/** The profile of an answer about one address, `null` when nobody trades under it. */
export function profileOf(body: unknown, reader: FrameReader): Profile | null {
  // A user without a trading wallet has a profile too, with an empty or no `proxyWallet`.
  if (body === null || (isRow(body) && !body['proxyWallet'])) return null;
  return reader.read(profileSchema, body);
}

export function readTags(rows: readonly unknown[], reader: FrameReader): readonly Tag[] {
  return readAll(rows, tagSchema, reader);
}

function readAll<T>(
  rows: readonly unknown[],
  schema: z.ZodType<T>,
  reader: FrameReader,
): readonly T[] {
  return rows.flatMap((row) => reader.read(schema, row) ?? []);
}

/** Finds the owner of `name` among profiles; letter case does not matter. */
export function matchProfile(name: string, profiles: readonly Profile[]): ProfileMatch {
  const wanted = nameOf(name);
  const address = walletAddress(name);
  const isEqual = (profile: Profile): boolean =>
    profile.wallet === address ||
    nameOf(profile.name) === wanted ||
    nameOf(profile.pseudonym) === wanted;
  const byWallet = new Map(
    profiles.filter(isEqual).map((profile) => [profile.wallet, profile] as const),
  );
  const [profile, ...others] = byWallet.values();
  if (profile === undefined) return { kind: 'none', similar: profiles };
  if (others.length === 0) return { kind: 'one', profile };
  return { kind: 'several', profiles: [profile, ...others] };
}

function nameOf(raw: string): string {
  return raw.trim().replace(/^@/, '').normalize('NFC').toLowerCase();
}
