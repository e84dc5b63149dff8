// The bytes of the last minutes as a picture; asked for only while somebody looks.

import { type ReactNode, useEffect, useState } from 'react';
import type { Traffic } from '../../../shared/agent/activity.ts';
import type { PageError } from '../../../shared/shell/shell-contract.ts';
import { answered } from '../../call.ts';
import { Section } from '../../parts/section.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useBridge } from '../../shell.ts';
import { useLanguage, useWords } from '../../use-words.ts';
import { height, type TrafficView, trafficView, width } from '../../views/traffic.ts';

type Polled =
  | { readonly kind: 'asking' }
  | { readonly kind: 'ready'; readonly traffic: Traffic }
  | { readonly kind: 'failed'; readonly error: PageError };

const askEachMs = 2_000;

export function TrafficCard(): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const polled = useTraffic();
  return (
    <Section title={words.overview.traffic} drawing="activity" className="traffic">
      {polled.kind === 'asking' ? <p className="quiet">{words.frame.loading}</p> : null}
      {polled.kind === 'failed' ? (
        <p className="quiet">
          <Shown text={polled.error.message} />
        </p>
      ) : null}
      {polled.kind === 'ready' ? <Chart view={trafficView(polled.traffic, words, language)} /> : null}
    </Section>
  );
}

function Chart({ view }: { readonly view: TrafficView }): ReactNode {
  const { overview } = useWords();
  return (
    <>
      <div className="card-head">
        <p className="quiet small">{overview.trafficSpan(view.span)}</p>
        <ul className="legend small" aria-hidden="true">
          <li data-line="received">
            {overview.received} <span className="strong digits">{view.totalReceived}</span>
          </li>
          <li data-line="sent">
            {overview.sent} <span className="strong digits">{view.totalSent}</span>
          </li>
        </ul>
      </div>
      <svg
        className="chart"
        role="img"
        aria-label={view.text}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
      >
        <path className="chart-ground" d={`M0,${height - 0.5}H${width}`} />
        <path className="chart-area" d={view.received.area} />
        <path className="chart-received" d={view.received.line} />
        <path className="chart-sent" d={view.sent.line} />
      </svg>
      <p className="quiet small">{view.isQuiet ? overview.quiet : overview.peak(view.peak)}</p>
    </>
  );
}

function useTraffic(): Polled {
  const bridge = useBridge();
  const [polled, setPolled] = useState<Polled>({ kind: 'asking' });
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function ask(): Promise<void> {
      clearTimeout(timer);
      // Nobody looks: it is asked again when somebody does.
      if (document.hidden || isOver) return;
      const answer = await answered(() => bridge.agent('traffic', {}));
      if (isOver) return;
      setPolled(answer.ok ? { kind: 'ready', traffic: answer.value } : { kind: 'failed', error: answer.error });
      timer = setTimeout(() => void ask(), askEachMs);
    }
    const seen = () => void ask();
    document.addEventListener('visibilitychange', seen);
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [bridge]);
  return polled;
}
