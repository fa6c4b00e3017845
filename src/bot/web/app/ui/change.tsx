import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Reply } from '../../contract/command.ts';
import { ApiError, send } from '../state/api.ts';
import { act } from '../state/ask.ts';
import { may } from '../state/session.ts';
import { TextField } from './controls.tsx';
import { ReplyInline } from './reply-text.tsx';

interface ChangeProps {
  readonly label: string;
  readonly example: string;
  readonly command: string;
  /** The least role that may; who may not is shown no field. */
  readonly takes?: 'trader' | 'admin';
  /** The words behind the command for a value that was typed. */
  readonly words: (value: string) => readonly string[];
}

type Shown = { readonly reply: Reply } | { readonly trouble: string } | null;

/** A value to type, what it would do, and doing it. Looking never changes anything. */
export function Change(props: ChangeProps): JSX.Element | null {
  const { label, example, command, words, takes = 'trader' } = props;
  const [value, setValue] = useState('');
  const [shown, setShown] = useState<Shown>(null);
  const typed = value.trim();
  const look = (): void => {
    send('preview', { name: command, words: [...words(typed)] })
      .then(({ reply }) => setShown({ reply }))
      .catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        setShown({ trouble: error.message });
      });
  };
  const apply = (): void => {
    act(command, ...words(typed))
      .then((isDone) => {
        if (!isDone) return;
        setValue('');
        setShown(null);
      })
      .catch(reportError);
  };
  if (!may(takes)) return null;
  return (
    <form
      class="change"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed !== '') look();
      }}
    >
      <TextField
        label={label}
        isQuiet
        example={example}
        value={value}
        onInput={(text) => {
          setValue(text);
          setShown(null);
        }}
      />
      {typed === '' ? null : (
        <div class="buttons">
          <button type="submit" class="button">
            Preview
          </button>
          <button type="button" class="button is-strong" onClick={apply}>
            Apply
          </button>
        </div>
      )}
      <output class="change-shown">{shown === null ? null : <ShownText of={shown} />}</output>
    </form>
  );
}

function ShownText({ of }: { readonly of: NonNullable<Shown> }): JSX.Element {
  return 'trouble' in of ? <p class="loss">{of.trouble}</p> : <ReplyInline of={of.reply} />;
}

/** Says once why there is nothing to type. */
export function MayNot({ takes }: { readonly takes: 'trader' | 'admin' }): JSX.Element | null {
  return may(takes) ? null : <p class="muted">To change something here takes the role {takes}.</p>;
}
