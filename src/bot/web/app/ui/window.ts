/** What is drawn of a long list of rows of one height. */
export interface Window {
  /** First row that is drawn, and the one behind the last. */
  readonly from: number;
  readonly until: number;
  /** Room that the rows before and behind take, pixels. */
  readonly before: number;
  readonly behind: number;
}

export interface ListView {
  readonly rows: number;
  readonly rowHeight: number;
  /** How far the list's top is above the screen's; negative while it is below. */
  readonly scrolled: number;
  readonly screen: number;
  /** Rows that are drawn beyond either edge, so that a flick does not show a gap. */
  readonly beyond: number;
}

/** The rows on the screen and a few around them; the room of all others is kept. */
export function windowOf({ rows, rowHeight, scrolled, screen, beyond }: ListView): Window {
  const first = Math.floor(Math.max(0, scrolled) / rowHeight) - beyond;
  const last = Math.ceil((scrolled + screen) / rowHeight) + beyond;
  const from = Math.max(0, Math.min(first, rows));
  const until = Math.max(from, Math.min(last, rows));
  return { from, until, before: from * rowHeight, behind: (rows - until) * rowHeight };
}
