// Shows what went wrong: the sentence, what to do, and the code for whoever is asked for help.

import { Alert, Code, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Trouble } from '../api/trouble.ts';

export function TroubleNotice({ trouble, title }: { readonly trouble: Trouble; readonly title?: string }): ReactNode {
  return (
    <Alert role="alert" color="red" variant="outline" title={title ?? 'This did not work'}>
      <Text className="console-text">
        {trouble.message} <Code>{trouble.code}</Code>
      </Text>
      <Text className="console-text">{trouble.next}</Text>
    </Alert>
  );
}
