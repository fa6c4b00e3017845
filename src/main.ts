export const x = 1;
export function f(a: number): number {
  const b = [1];
  return a + (b[0] ?? 0);
}
