// Small words with a colour that says what they mean; the word alone says it, too.

import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Label } from '../views/tone.ts';

export function LabelMark({ label }: { readonly label: Label }): ReactNode {
  return (
    <span className="console-label" data-tone={label.tone}>
      {label.text}
    </span>
  );
}

export function TagMarks({ tags }: { readonly tags: readonly string[] }): ReactNode {
  return (
    <Group gap={6}>
      {tags.map((tag) => (
        <span key={tag} className="console-label console-tag">
          {tag}
        </span>
      ))}
    </Group>
  );
}
