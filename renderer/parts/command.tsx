// A command to copy, for what only an administrator can do.

import type { ReactNode } from 'react';
import { useWords } from '../use-words.ts';
import { CopyButton } from './copy-button.tsx';

export function Command({ command }: { readonly command: string }): ReactNode {
  const { frame } = useWords();
  return (
    <div className="command">
      <code dir="ltr">{command}</code>
      <CopyButton text={command} label={frame.copyCommand} />
    </div>
  );
}
