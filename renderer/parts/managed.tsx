// Says beside a setting that the organisation manages it.

import type { ReactNode } from 'react';
import { Icon } from '../frame/icons.tsx';
import { useWords } from '../use-words.ts';

export function Managed(): ReactNode {
  return (
    <span className="managed">
      <Icon drawing="lock" size={14} />
      {useWords().settings.managed}
    </span>
  );
}
