const RANGE = /\b(20\d{2})\s*[-–/]\s*(?:20)?(\d{2})\b/;
const YEAR = /\b(20\d{2})\b/;
const TICKER_YEAR = /-(\d{2})(?:-|$)/;
const TICKER_CODE_YEAR = /-[A-Z]{2,}(\d{2})(?:-|$)/;

/** The year a title names: of a season over two years, "2025-26", the one that it ends in. */
export function yearIn(text: string): number | null {
  const range = RANGE.exec(text);
  if (range !== null && Number(range[2]) === (Number(range[1]) + 1) % 100) {
    return 2000 + Number(range[2]);
  }
  const year = YEAR.exec(text)?.[1];
  return year === undefined ? null : Number(year);
}

/** The year of a Kalshi ticker: `KXSB-26-MIN`, `KXPGATOUR-TRC26-MFIT`. */
export function yearOfTicker(ticker: string): number | null {
  const year = (TICKER_YEAR.exec(ticker) ?? TICKER_CODE_YEAR.exec(ticker))?.[1];
  return year === undefined ? null : 2000 + Number(year);
}

/** A text without its years and seasons. */
export function withoutYears(text: string): string {
  return text.replace(new RegExp(RANGE, 'g'), ' ').replace(new RegExp(YEAR, 'g'), ' ').trim();
}
