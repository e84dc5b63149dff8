// Why a device was not enrolled, and what helps: in words of ours where users meet it, else in the daemon's.

import type { ReactNode } from 'react';
import type { Failure } from '../../../shared/agent/failure.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useWords } from '../../use-words.ts';
import { failureView } from '../../views/enrolment.ts';

/** Without a title the failure itself is one. */
export function FailureNotice({ failure, title }: { readonly failure: Failure; readonly title?: string }): ReactNode {
  const { what, next, code } = failureView(failure, useWords());
  if (title === undefined) return <ErrorNotice title={what} error={{ code, message: next, next: '' }} />;
  return <ErrorNotice title={title} error={{ code, message: what, next }} />;
}
