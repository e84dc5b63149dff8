// Shows what went wrong: what was being done, what to do next, and the code for whoever is asked for help.

import type { ReactNode } from 'react';
import type { PageError } from '../../shared/shell/shell-contract.ts';
import { Icon } from '../frame/icons.tsx';
import { useWords } from '../use-words.ts';
import { Shown } from './shown.tsx';

/** `error` may also be a failure out of the agent's state: they have one form. */
export function ErrorNotice(props: { readonly error: PageError; readonly title?: ReactNode }): ReactNode {
  const { frame } = useWords();
  const { code, message, next } = props.error;
  return (
    <div className="notice" data-tone="bad" role="alert">
      <Icon drawing="warning" />
      <div>
        <p className="notice-title">{props.title ?? frame.errorTitle}</p>
        <p>
          <Shown text={message} />
        </p>
        {next === '' ? null : (
          <p>
            <Shown text={next} />
          </p>
        )}
        <p className="quiet">
          {frame.errorCode}: <code>{code}</code>
        </p>
      </div>
    </div>
  );
}
