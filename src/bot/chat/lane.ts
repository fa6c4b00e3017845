/** How urgent a message is; those before go first. */
export const LANES = ['safety', 'answer', 'money', 'alert', 'digest'] as const;
export type Lane = (typeof LANES)[number];
