import type { JSX } from 'preact';
import type { Block, Line, Reply, SpanOfText } from '../../contract/command.ts';
import { Scroller } from './cells.tsx';
import { keyed } from './keyed.ts';

function Span({ of }: { readonly of: SpanOfText }): JSX.Element {
  if (typeof of === 'string') return <>{of}</>;
  if ('bold' in of) return <strong>{of.bold}</strong>;
  if ('code' in of) return <code>{of.code}</code>;
  if ('muted' in of) return <span class="muted">{of.muted}</span>;
  if ('gain' in of) return <span class="number gain">{of.gain}</span>;
  if ('loss' in of) return <span class="number loss">{of.loss}</span>;
  // Only pages of the web: an address from elsewhere cannot become a script.
  if (!/^https?:\/\//.test(of.url)) return <>{of.link}</>;
  return (
    <a href={of.url} target="_blank" rel="noreferrer noopener">
      {of.link}
    </a>
  );
}

/** A line of an answer. */
export function LineText({ of }: { readonly of: Line }): JSX.Element {
  return (
    <>
      {keyed(of).map(([key, span]) => (
        <Span key={key} of={span} />
      ))}
    </>
  );
}

function BlockText({ of }: { readonly of: Block }): JSX.Element {
  if (of.kind === 'lines') {
    return (
      <div class="reply-lines">
        {keyed(of.lines).map(([key, line]) => (
          <p key={key}>
            <LineText of={line} />
          </p>
        ))}
      </div>
    );
  }
  const align = (at: number): string => (of.align[at] === 'right' ? 'number is-right' : '');
  return (
    <Scroller label="Table">
      <table class="plain-table">
        <thead>
          <tr>
            {keyed(of.head).map(([key, text]) => (
              <th key={key} scope="col" class={align(key)}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(of.rows).map(([key, row]) => (
            <tr key={key}>
              {keyed(row).map(([at, text]) => (
                <td key={at} class={align(at)}>
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

/** Files of an answer, to be kept. */
function Files({ of }: { readonly of: Reply }): JSX.Element {
  return (
    <>
      {of.files.map((file) => (
        <p key={file.name}>
          <a class="button" download={file.name} href={`data:${file.type};base64,${file.base64}`}>
            Save {file.name}
          </a>
        </p>
      ))}
    </>
  );
}

/** An answer but for its title and buttons. */
export function ReplyBody({ of }: { readonly of: Reply }): JSX.Element {
  return (
    <>
      {keyed(of.blocks).map(([key, block]) => (
        <BlockText key={key} of={block} />
      ))}
      <Files of={of} />
    </>
  );
}

/** An answer in a few words, where it is shown beside what it is about. */
export function ReplyInline({ of }: { readonly of: Reply }): JSX.Element {
  return (
    <div class="reply-inline">
      <p>
        {of.symbol === null ? null : <span aria-hidden="true">{of.symbol} </span>}
        <LineText of={of.title} />
      </p>
      <ReplyBody of={of} />
    </div>
  );
}
