// One file of the bundle: what was taken out of it, and its text when somebody wants to see it.

import { type ReactNode, useId, useState } from 'react';
import { count } from '../../../shared/words/format.ts';
import { useLanguage, useWords } from '../../use-words.ts';
import type { FilePreview, Piece } from '../../views/bundle.ts';

export function BundleFile({ file }: { readonly file: FilePreview }): ReactNode {
  const own = useWords().diagnostics.bundle;
  const language = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const taken = file.redactions.map(({ what, count: times }) => own.takenOutOf(what, count(language, times)));
  return (
    <li className="row">
      <div className="row-head">
        <span className="row-title">
          <code>{file.name}</code>{' '}
          <span className="quiet small">{own.lines(file.lineCount, count(language, file.lineCount))}</span>
        </span>
        <button
          type="button"
          className="link-button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          aria-label={isOpen ? own.hide(file.name) : own.show(file.name)}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? own.hideShort : own.showShort}
        </button>
      </div>
      <p className="quiet small">
        {file.takenOut === 0
          ? own.nothingTaken
          : `${own.taken(file.takenOut, count(language, file.takenOut))}: ${taken.join(', ')}`}
      </p>
      {isOpen ? <Preview id={id} file={file} /> : null}
    </li>
  );
}

function Preview({ id, file }: { readonly id: string; readonly file: FilePreview }): ReactNode {
  const own = useWords().diagnostics.bundle;
  const language = useLanguage();
  const shown = file.lines.length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section id={id} className="text-box" aria-label={own.preview(file.name)} tabIndex={0}>
        {file.lines.map((pieces, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line of a file is known by its place
          <div key={at} className="text-line" dir="ltr">
            <Pieces pieces={pieces} />
          </div>
        ))}
      </section>
      {shown === file.lineCount ? null : (
        <p className="quiet small">{own.more(count(language, shown), count(language, file.lineCount))}</p>
      )}
    </>
  );
}

function Pieces({ pieces }: { readonly pieces: readonly Piece[] }): ReactNode {
  return pieces.map(({ text, isMark }, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece of a line is known by its place
    isMark ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
  );
}
