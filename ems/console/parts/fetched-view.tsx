// Shows what was fetched, or that it is on its way, or why it did not come.

import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { TroubleNotice } from './trouble-notice.tsx';
import type { Fetched } from './use-data.ts';

export function FetchedView<T>(props: {
  readonly fetched: Fetched<T>;
  readonly children: (value: T, at: number) => ReactNode;
}): ReactNode {
  const { fetched } = props;
  if (fetched.kind === 'asking') return <Text c="dimmed">Loading …</Text>;
  if (fetched.kind === 'failed') return <TroubleNotice trouble={fetched.trouble} />;
  return props.children(fetched.value, fetched.at);
}
