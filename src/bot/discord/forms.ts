import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import { visible } from '../format/visible-text.ts';
import type { Reply, Tap } from '../reply.ts';

/** Forms that are remembered; a question is valid for two minutes, so these are plenty. */
const FORMS_MAX = 500;
const TITLE_LENGTH_MAX = 45;
const PLACEHOLDER_LENGTH_MAX = 100;
const LINE_LENGTH_MAX = 500;
/** The id of the one field, and the beginning of that of the form. */
export const FORM_ID = 'form';

type Form = Tap & { readonly kind: 'form' };

/** The forms behind buttons: whoever may see one opens it without a question to anybody. */
export class Forms {
  readonly #forms = new Map<string, { readonly form: Form; readonly userId: string }>();

  /** Notes the forms of a message that only this person sees. */
  remember(of: {
    readonly reply: Reply;
    readonly taps: readonly string[];
    readonly userId: string;
  }): void {
    for (const [index, { tap }] of of.reply.buttons.entries()) {
      const id = of.taps[index];
      if (tap.kind === 'form' && id !== undefined) {
        this.#forms.set(id, { form: tap, userId: of.userId });
      }
    }
    for (const id of this.#forms.keys()) {
      if (this.#forms.size <= FORMS_MAX) break;
      this.#forms.delete(id);
    }
  }

  /** The form to show when this person taps the button; `null` when it opens none. */
  opened(id: string, userId: string): APIModalInteractionResponseCallbackData | null {
    const known = this.#forms.get(id);
    if (known === undefined || known.userId !== userId) return null;
    const { title, field, example } = known.form;
    return {
      custom_id: FORM_ID,
      title: cut(title, TITLE_LENGTH_MAX),
      components: [
        {
          type: ComponentType.Label,
          label: cut(field, TITLE_LENGTH_MAX),
          component: {
            type: ComponentType.TextInput,
            custom_id: FORM_ID,
            style: TextInputStyle.Short,
            placeholder: cut(example, PLACEHOLDER_LENGTH_MAX),
            max_length: LINE_LENGTH_MAX,
            required: true,
          },
        },
      ],
    };
  }
}

function cut(text: string, most: number): string {
  const shown = visible(text).trim();
  if (shown === '') return '…';
  if (shown.length <= most) return shown;
  return `${shown.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
