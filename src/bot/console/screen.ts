import type { Line } from '../reply.ts';
import { completeWord } from './completion.ts';
import { type EditorEvent, type EditorState, edit, emptyEditor } from './editor.ts';
import type { Entry, Face, FaceOptions } from './face.ts';
import { frameRows, layOut } from './frame.ts';
import { inputRow } from './input-row.ts';
import { type Key, KeyDecoder } from './keys.ts';
import { renderRow, type Style } from './render.ts';
import { Transcript } from './transcript.ts';

/** Alternate screen, bracketed paste, no automatic line wrap: a row never spills into the next. */
const ENTER = '\u001b[?1049h\u001b[?2004h\u001b[?7l\u001b[2J';
const LEAVE = '\u001b[0m\u001b[?7h\u001b[?2004l\u001b[?25h\u001b[?1049l';
/** Synchronised output, where the terminal knows it, and no cursor while rows are written. */
const BEGIN = '\u001b[?2026h\u001b[?25l';
const END = '\u001b[?25h\u001b[?2026l';

/** How often rows that stay are asked for again. */
const REFRESH_MS = 1_000;
const COLUMNS_DEFAULT = 80;
const ROWS_DEFAULT = 24;

const QUIT_HINT = 'Ctrl-C once more leaves';

export interface ScreenOptions extends FaceOptions {
  /** Acts once after `delayMs`; returns how to call it off. */
  readonly after: (delayMs: number, act: () => void) => () => void;
}

/**
 * The console on a terminal. It keeps what it shows and writes only the rows that changed, so a
 * resize, a notice or the clock of the header never touches what is being typed.
 */
export class Screen implements Face {
  readonly #options: ScreenOptions;
  readonly #keys = new KeyDecoder();
  readonly #transcript: Transcript;
  #editor: EditorState;
  #hint = '';
  /** The rows as the terminal has them. */
  #shown: readonly string[] = [];
  #cursor = '';
  #bodyRows = 0;
  #header: readonly Line[] = [];
  #footer: readonly Line[] = [];
  #cancelRefresh: (() => void) | null = null;
  #open = false;

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.#transcript = new Transcript(this.#style());
    this.#editor = emptyEditor(options.history);
  }

  start(): void {
    const { input, output } = this.#options;
    this.#open = true;
    input.setRawMode?.(true);
    input.on('data', this.#onData);
    input.on('end', this.#onEnd);
    input.on('error', this.#onEnd);
    output.on('resize', this.#onResize);
    output.on('drain', this.#draw);
    output.on('error', this.#onEnd);
    input.resume();
    output.write(ENTER);
    this.#refresh();
  }

  show(entry: Entry): void {
    this.#transcript.append(entry);
    this.#draw();
  }

  hide(entry: Entry): void {
    this.#transcript.remove(entry);
    this.#draw();
  }

  isLast(entry: Entry): boolean {
    return this.#transcript.isLast(entry);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#cancelRefresh?.();
    const { input, output } = this.#options;
    // The listeners of errors stay: one that comes late must not end the process.
    input.off('data', this.#onData);
    input.off('end', this.#onEnd);
    output.off('resize', this.#onResize);
    output.off('drain', this.#draw);
    input.setRawMode?.(false);
    input.pause();
    output.write(LEAVE);
  }

  #style(): Style {
    const { output, colour } = this.#options;
    return { columns: output.columns ?? COLUMNS_DEFAULT, colour };
  }

  readonly #onData = (chunk: Buffer): void => {
    for (const key of this.#keys.read(chunk)) if (this.#open) this.#press(key);
    this.#draw();
  };

  /** The terminal is gone: nobody can type or read any more. */
  readonly #onEnd = (): void => {
    if (this.#open) this.#options.quit();
  };

  readonly #onResize = (): void => {
    this.#transcript.setStyle(this.#style());
    this.#askRows();
    this.#repaint();
  };

  #refresh(): void {
    this.#askRows();
    this.#draw();
    this.#cancelRefresh = this.#options.after(REFRESH_MS, () => this.#refresh());
  }

  #askRows(): void {
    const { header, footer } = this.#options;
    const { columns } = this.#style();
    this.#header = header(columns);
    this.#footer = footer(columns);
  }

  #press(key: Key): void {
    const { state, event } = edit(this.#editor, key);
    this.#editor = state;
    this.#hint = '';
    this.#follow(event);
  }

  #follow(event: EditorEvent): void {
    switch (event.kind) {
      case 'none':
        return;
      case 'submit':
        this.#transcript.scroll(Number.NEGATIVE_INFINITY, this.#bodyRows);
        void this.#options.takeLine(event.line);
        return;
      case 'complete': {
        const { state, choices } = completeWord(this.#editor, this.#options.complete);
        this.#editor = state;
        this.#hint = choices.join('  ');
        return;
      }
      case 'askQuit':
        this.#hint = QUIT_HINT;
        return;
      case 'quit':
        this.#options.quit();
        return;
      case 'redraw':
        this.#repaint();
        return;
      case 'pageUp':
      case 'pageDown': {
        const page = Math.max(1, this.#bodyRows - 1);
        this.#transcript.scroll(event.kind === 'pageUp' ? page : -page, this.#bodyRows);
        return;
      }
    }
  }

  #repaint(): void {
    this.#shown = [];
    this.#draw();
  }

  /** Writes the rows that differ from what the terminal has, and puts the cursor back. */
  readonly #draw = (): void => {
    const { output } = this.#options;
    // A terminal that does not read gets the newest state when it reads again.
    if (!this.#open || output.writableNeedDrain) return;
    const { rows, column } = this.#rows();
    const begun = this.#shown.length === rows.length;
    const changed = rows.flatMap((text, index) =>
      begun && this.#shown[index] === text ? [] : [`\u001b[${index + 1};1H\u001b[2K${text}`],
    );
    const cursor = `\u001b[${rows.length};${column + 1}H`;
    if (changed.length === 0 && cursor === this.#cursor) return;
    this.#shown = rows;
    this.#cursor = cursor;
    const clear = begun ? '' : '\u001b[2J';
    output.write(`${BEGIN}${clear}${changed.join('')}${cursor}${END}`);
  };

  #rows(): { readonly rows: readonly string[]; readonly column: number } {
    const { output } = this.#options;
    const style = this.#style();
    const { columns, colour } = style;
    const { newer } = this.#transcript;
    const parts = {
      columns,
      colour,
      rows: output.rows ?? ROWS_DEFAULT,
      header: this.#header.map((line) => renderRow(line, style)),
      footer: this.#footer.map((line) => renderRow(line, style)),
      hint: this.#hint === '' && newer > 0 ? `${newer} newer lines: Page Down` : this.#hint,
    };
    const layout = layOut(parts);
    this.#bodyRows = layout.bodyRows;
    const body = this.#transcript.view(layout.bodyRows);
    const input = inputRow(this.#editor, columns);
    return { rows: frameRows(parts, { layout, body, input }), column: input.column };
  }
}
