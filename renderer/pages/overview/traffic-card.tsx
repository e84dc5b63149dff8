// The bytes of the last minutes as a picture; asked for only while somebody looks.

import type { ReactNode } from 'react';
import { useLatest } from '../../latest.ts';
import { Section } from '../../parts/section.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useRepeatedly } from '../../repeat.ts';
import { useBridge } from '../../shell.ts';
import { useLanguage, useWords } from '../../use-words.ts';
import { height, type TrafficView, trafficView, width } from '../../views/traffic.ts';

const askEachMs = 2_000;

export function TrafficCard(): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const bridge = useBridge();
  const { told, ask } = useLatest(() => bridge.agent('traffic', {}));
  useRepeatedly(ask, askEachMs, true);
  return (
    <Section title={words.overview.traffic} drawing="activity">
      {told.value === null ? (
        <p className="quiet">{told.error === null ? words.frame.loading : <Shown text={told.error.message} />}</p>
      ) : (
        <Chart view={trafficView(told.value, words, language)} />
      )}
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
