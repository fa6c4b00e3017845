/** Filled by the script. */
export const PROVEN: Readonly<Record<string, number>> = {};
