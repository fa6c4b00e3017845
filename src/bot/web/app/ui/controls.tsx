import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { isBusy } from '../state/ask.ts';
import { may } from '../state/session.ts';

type Role = 'viewer' | 'trader' | 'admin';

interface ActionProps {
  readonly onClick: () => void;
  readonly children: ComponentChildren;
  /** The least role that may. */
  readonly takes?: Role;
  readonly style?: 'plain' | 'strong' | 'danger';
  /** For screen readers where the words alone do not say what of. */
  readonly label?: string;
}

/** A button that does something. Who may not sees it dimmed, with the reason. */
export function Action(props: ActionProps): JSX.Element {
  const { onClick, children, takes = 'trader', style = 'plain', label } = props;
  const mayNot = !may(takes);
  return (
    <button
      type="button"
      class={`button is-${style}`}
      onClick={onClick}
      disabled={mayNot || isBusy.value}
      aria-label={label}
      title={mayNot ? `Takes the role ${takes}` : undefined}
    >
      {children}
    </button>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly onChange: (value: Value) => void;
}

/** One of a few, all in sight. */
export function Choice<Value extends string>(props: ChoiceProps<Value>): JSX.Element {
  const { label, value, options, onChange } = props;
  return (
    <fieldset class="choice">
      <legend class="unseen">{label}</legend>
      {options.map(([one, text]) => (
        <button type="button" key={one} aria-pressed={one === value} onClick={() => onChange(one)}>
          {text}
        </button>
      ))}
    </fieldset>
  );
}

/** One of many. */
export function Select<Value extends string>(props: ChoiceProps<Value>): JSX.Element {
  const { label, value, options, onChange } = props;
  const id = useId();
  return (
    <label class="field" for={id}>
      <span>{label}</span>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find(([one]) => one === event.currentTarget.value);
          if (chosen !== undefined) onChange(chosen[0]);
        }}
      >
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly example?: string;
  readonly type?: 'search' | 'text';
  /** The label is for screen readers only: what stands around says it. */
  readonly isQuiet?: boolean;
}

/** Something typed. */
export function TextField(props: TextProps): JSX.Element {
  const { label, value, onInput, example, type = 'text', isQuiet = false } = props;
  const id = useId();
  return (
    <label class="field" for={id}>
      <span class={isQuiet ? 'unseen' : undefined}>{label}</span>
      <input
        id={id}
        type="text"
        inputMode={type}
        value={value}
        placeholder={example}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </label>
  );
}
