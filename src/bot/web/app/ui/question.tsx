import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReplyButton } from '../../contract/command.ts';
import { type Card, isBusy, putAway, question, tap, told, typeLine } from '../state/ask.ts';
import { KillButton } from './kill.tsx';
import { LineText, ReplyBody } from './reply-text.tsx';
import { secondsLeft } from './seconds-left.ts';

/** Counts down to when a button or question is void; `null` once it is. */
function useSecondsLeft(card: Card, validMs: number): number | null {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [card.id]);
  return secondsLeft(card.atMs + validMs, now);
}

function CardButton({ button, card }: { readonly button: ReplyButton; readonly card: Card }) {
  const left = useSecondsLeft(card, button.validMs);
  const style = { safe: 'strong', plain: 'plain', danger: 'danger' }[button.style];
  return (
    <button
      type="button"
      class={`button is-${style}`}
      disabled={left === null || isBusy.value}
      onClick={() => {
        if (told.value?.id === card.id) putAway(card.id);
        tap(button.token).catch(reportError);
      }}
    >
      {button.label}
      {left === null ? ' (too late)' : left <= 120 && <span class="left"> {left} s</span>}
    </button>
  );
}

/** What is typed to confirm: the phrase from the card, and the code behind it. */
function Phrase({ card }: { readonly card: Card }): JSX.Element | null {
  const { asks } = card.reply;
  const [phrase, setPhrase] = useState('');
  const [code, setCode] = useState('');
  const left = useSecondsLeft(card, asks?.validMs ?? 0);
  if (asks === null) return null;
  const isReady = phrase.trim() !== '' && (!asks.needsCode || /^\d{6}$/.test(code.trim()));
  const line = asks.needsCode ? `${phrase.trim()} ${code.trim()}` : phrase.trim();
  return (
    <form
      class="phrase"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && left !== null) typeLine(line).catch(reportError);
        setCode('');
      }}
    >
      <label class="field">
        <span>
          Type <code>{asks.phrase}</code>
        </span>
        <input
          value={phrase}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          onInput={(event) => setPhrase(event.currentTarget.value)}
        />
      </label>
      {asks.needsCode ? (
        <label class="field">
          <span>6-digit code of your second factor</span>
          <input
            value={code}
            inputMode="numeric"
            autocomplete="one-time-code"
            maxLength={6}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        </label>
      ) : null}
      <button
        type="submit"
        class="button is-danger"
        disabled={!isReady || left === null || isBusy.value}
      >
        {left === null ? 'Too late: ask again' : `Confirm, ${left} s left`}
      </button>
    </form>
  );
}

/** A form that stands for something typed. */
function Form({ button }: { readonly button: ReplyButton }): JSX.Element | null {
  const [text, setText] = useState('');
  const { form } = button;
  if (form === null) return null;
  return (
    <form
      class="phrase"
      onSubmit={(event) => {
        event.preventDefault();
        typeLine(text).catch(reportError);
      }}
    >
      <label class="field">
        <span>{form.field}</span>
        <input
          value={text}
          placeholder={form.example}
          autocomplete="off"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button is-danger" disabled={text.trim() === '' || isBusy.value}>
        {button.label}
      </button>
    </form>
  );
}

function Buttons({ card }: { readonly card: Card }): JSX.Element {
  const { buttons, asks } = card.reply;
  const taps = buttons.filter(({ form }) => form === null);
  const forms = asks === null ? buttons.filter(({ form }) => form !== null) : [];
  return (
    <>
      <div class="card-buttons">
        {taps.map((button) => (
          <CardButton key={button.token} button={button} card={card} />
        ))}
      </div>
      {forms.map((button) => (
        <Form key={button.token} button={button} />
      ))}
    </>
  );
}

function CardTitle({ card }: { readonly card: Card }): JSX.Element {
  const { symbol, title } = card.reply;
  return (
    <>
      {symbol === null ? null : (
        <span class="symbol" aria-hidden="true">
          {symbol}
        </span>
      )}
      <LineText of={title} />
    </>
  );
}

/** The question that is open, over the page; Escape puts it away, which changes nothing. */
export function QuestionCard(): JSX.Element | null {
  const card = question.value;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (card !== null && dialog.current?.open === false) dialog.current.showModal();
  }, [card]);
  const isOpen = card !== null;
  useEffect(() => {
    if (!isOpen) return;
    // Keys go on where they were before the question.
    const before = document.activeElement;
    dialog.current?.querySelector<HTMLElement>('.card-buttons .button')?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [isOpen]);
  if (card === null) return null;
  return (
    <dialog
      ref={dialog}
      class="question-card"
      aria-labelledby="question-title"
      onClose={() => putAway(card.id)}
    >
      <header class="question-head">
        <h2 id="question-title">
          <CardTitle card={card} />
        </h2>
        <KillButton />
        <button
          type="button"
          class="button is-quiet"
          aria-label="Close without changing anything"
          onClick={() => putAway(card.id)}
        >
          ✕
        </button>
      </header>
      <ReplyBody of={card.reply} />
      <Buttons card={card} />
      <Phrase key={card.id} card={card} />
      <ToldCard />
    </dialog>
  );
}

/** What was told, at the edge of the page until it is read. */
export function ToldCard(): JSX.Element {
  const card = told.value;
  return (
    <div class="told" role="status" aria-live="polite">
      {card === null ? null : (
        <article key={card.id} class="told-card">
          <header class="question-head">
            <p class="told-title">
              <CardTitle card={card} />
            </p>
            <button
              type="button"
              class="button is-quiet"
              aria-label="Put away"
              onClick={() => putAway(card.id)}
            >
              ✕
            </button>
          </header>
          <ReplyBody of={card.reply} />
          <Buttons card={card} />
        </article>
      )}
    </div>
  );
}
