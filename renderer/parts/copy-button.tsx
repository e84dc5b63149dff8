// Puts a text into the clipboard, and says for a moment that it did.

import { Button } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useCall } from '../call.ts';
import { Icon } from '../frame/icons.tsx';
import { useBridge } from '../shell.ts';
import { useWords } from '../use-words.ts';

const shownForMs = 2_000;

/** `label` says what is copied, where the word “Copy” alone would leave a screen reader guessing. */
export function CopyButton(props: {
  readonly text: string;
  readonly label: string;
  /** Only the drawing, beside what is copied. */
  readonly isSmall?: boolean;
}): ReactNode {
  const { text, label } = props;
  const { frame } = useWords();
  const bridge = useBridge();
  const { call, run, reset } = useCall(() => bridge.shell('copy', { text }));
  const isCopied = call.kind === 'done';
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(reset, shownForMs);
    return () => clearTimeout(timer);
  }, [isCopied, reset]);
  return (
    <>
      {props.isSmall === true ? (
        <button type="button" className="small-button" aria-label={label} title={label} onClick={() => void run()}>
          <Icon drawing={isCopied ? 'check' : 'copy'} size={16} />
        </button>
      ) : (
        <Button
          variant="default"
          size="xs"
          aria-label={label}
          leftSection={<Icon drawing={isCopied ? 'check' : 'copy'} size={16} />}
          onClick={() => void run()}
        >
          {isCopied ? frame.copied : frame.copy}
        </Button>
      )}
      <output className="unseen">{isCopied ? frame.copied : ''}</output>
    </>
  );
}
