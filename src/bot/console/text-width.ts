const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });
const PLAIN = /^[ -~]*$/;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u;
/** East Asian Width W and F (Unicode, EastAsianWidth.txt) and what is shown as emoji. */
const WIDE =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}])/u;
/** One user-perceived character takes two columns at most, however many code points it has. */
const CLUSTER_COLUMNS_MAX = 2;

/** The user-perceived characters of a text, with where each begins. */
export function clusters(text: string): readonly { readonly text: string; readonly at: number }[] {
  return [...SEGMENTER.segment(text)].map(({ segment, index }) => ({ text: segment, at: index }));
}

function clusterWidth(cluster: string): number {
  let width = 0;
  for (const character of cluster) {
    if (NO_WIDTH.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return Math.min(width, CLUSTER_COLUMNS_MAX);
}

/** Columns that a text without control characters takes on a terminal. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of SEGMENTER.segment(text)) width += clusterWidth(segment);
  return width;
}

/** The longest beginning of a text that fits `columns`. */
export function fitting(text: string, columns: number): string {
  if (PLAIN.test(text)) return text.slice(0, Math.max(0, columns));
  let width = 0;
  for (const { segment, index } of SEGMENTER.segment(text)) {
    width += clusterWidth(segment);
    if (width > columns) return text.slice(0, index);
  }
  return text;
}

/** The text cut to `columns`, its last column `…` where something is missing. */
export function cut(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  return columns <= 0 ? '' : `${fitting(text, columns - 1)}…`;
}
