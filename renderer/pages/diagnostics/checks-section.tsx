// What the agent's own checks found, run when the page opens and whenever somebody wants.

import { Button } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import type { Finding } from '../../../shared/agent/agent-contract.ts';
import { Icon } from '../../frame/icons.tsx';
import { useLatest } from '../../latest.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Mark } from '../../parts/mark.tsx';
import { Section } from '../../parts/section.tsx';
import { useBridge } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import { findingRows, findingSummary } from '../../views/diagnostics.ts';

export function ChecksSection(): ReactNode {
  const words = useWords();
  const own = words.diagnostics.checks;
  const bridge = useBridge();
  const { told, ask } = useLatest(() => bridge.agent('doctor', {}));
  useEffect(() => void ask(), [ask]);
  return (
    <Section
      title={own.title}
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={
            <span className={told.isAsking ? 'turning' : undefined}>
              <Icon drawing="refresh" size={16} />
            </span>
          }
          aria-disabled={told.isAsking}
          onClick={() => (told.isAsking ? undefined : void ask())}
        >
          {told.isAsking ? own.running : own.run}
        </Button>
      }
    >
      {told.error === null ? null : <ErrorNotice error={told.error} />}
      {told.value === null ? null : <Findings findings={told.value.findings} />}
    </Section>
  );
}

function Findings({ findings }: { readonly findings: readonly Finding[] }): ReactNode {
  const words = useWords();
  const own = words.diagnostics.checks;
  if (findings.length === 0) return <p className="quiet">{own.none}</p>;
  const summary = findingSummary(findings, words);
  return (
    <>
      <output>
        <Mark tone={summary.tone}>{summary.text}</Mark>
      </output>
      <table className="list findings">
        <caption className="unseen">{own.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{own.columns.outcome}</th>
            <th scope="col">{own.columns.check}</th>
            <th scope="col">{own.columns.detail}</th>
          </tr>
        </thead>
        <tbody>
          {findingRows(findings, words).map((row) => (
            <tr key={row.key}>
              <td>
                <Mark tone={row.tone}>{row.outcome}</Mark>
              </td>
              <th scope="row">
                <bdi className="shown">{row.check}</bdi>
              </th>
              <td>
                <span className="line">
                  <bdi className="shown">{row.detail}</bdi>
                </span>
                {row.next === '' ? null : (
                  <span className="line finding-next">
                    <bdi className="shown">{row.next}</bdi>
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
