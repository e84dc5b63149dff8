// The agent's log, live; only administrators may read it, and everybody else is told so.

import { Button, NativeSelect } from '@mantine/core';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { count } from '../../../shared/words/format.ts';
import { useCall } from '../../call.ts';
import { Icon } from '../../frame/icons.tsx';
import { useLatest } from '../../latest.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ListFilter } from '../../parts/list-filter.tsx';
import { Section } from '../../parts/section.tsx';
import { useRepeatedly } from '../../repeat.ts';
import { useBridge } from '../../shell.ts';
import { useLanguage, useWords } from '../../use-words.ts';
import {
  chosenLines,
  fittingLines,
  type LogLevelChoice,
  type LogLine,
  logLevels,
  logLine,
} from '../../views/log-lines.ts';

const asked = { lines: 1_000 };
const askEachMs = 2_000;
/** As many characters as the shell puts into the clipboard. */
const mostCopied = 8_192;

export function LogSection(): ReactNode {
  const own = useWords().diagnostics.log;
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title={own.title}
      actions={
        <Button size="xs" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? own.hide : own.show}
        </Button>
      }
    >
      <p className="quiet">{own.about}</p>
      {isOpen ? <Log /> : null}
    </Section>
  );
}

function Log(): ReactNode {
  const { frame, diagnostics } = useWords();
  const own = diagnostics.log;
  const bridge = useBridge();
  const [isFollowing, setFollowing] = useState(true);
  const { told, ask } = useLatest(() => bridge.agent('logs', asked));
  const isRefused = told.error?.code === 'command-not-allowed';
  useRepeatedly(ask, askEachMs, isFollowing && !isRefused);
  const lines = useMemo(() => (told.value?.lines ?? []).map(logLine), [told.value]);
  if (isRefused)
    return (
      <div className="notice" data-tone="off" role="note">
        <Icon drawing="warning" />
        <div>
          <p className="notice-title">{own.notAllowed}</p>
          <p>{own.notAllowedNext}</p>
        </div>
      </div>
    );
  return (
    <>
      {told.error === null ? null : <ErrorNotice error={told.error} />}
      {told.value === null ? (
        <p className="quiet">{told.error === null ? frame.loading : ''}</p>
      ) : (
        <Lines lines={lines} isFollowing={isFollowing} onFollowing={setFollowing} />
      )}
    </>
  );
}

function Lines(props: {
  readonly lines: readonly LogLine[];
  readonly isFollowing: boolean;
  readonly onFollowing: (isFollowing: boolean) => void;
}): ReactNode {
  const own = useWords().diagnostics.log;
  const language = useLanguage();
  const bridge = useBridge();
  const { lines, isFollowing } = props;
  const [text, setText] = useState('');
  const [level, setLevel] = useState<LogLevelChoice>('all');
  const found = useMemo(() => chosenLines(lines, text, level), [lines, text, level]);
  const copied = fittingLines(found, mostCopied);
  const { call, run } = useCall(() => bridge.shell('copy', { text: copied.text }));
  const box = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what it goes to the end for
  useEffect(() => {
    if (isFollowing && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [found, isFollowing]);
  return (
    <>
      <search className="filter">
        <ListFilter label={own.filter} text={text} onText={setText} />
        <NativeSelect
          label={own.level}
          value={level}
          data={logLevels.map((each) => ({ value: each, label: own.levels[each] }))}
          onChange={(event) => setLevel(logLevels.find((each) => each === event.currentTarget.value) ?? 'all')}
        />
        <output className="filter-found quiet small digits">
          {own.found(count(language, found.length), count(language, lines.length))}
        </output>
      </search>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section ref={box} className="text-box" aria-label={own.region} tabIndex={0}>
        {found.length === 0 ? <p className="quiet">{lines.length === 0 ? own.none : own.noneFound}</p> : null}
        {found.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be alike in everything
          <div key={at} className="text-line" data-level={line.level} dir="ltr">
            <span className="quiet">{line.at} </span>
            <span className="log-level">{line.level ?? ''} </span>
            {line.text}
          </div>
        ))}
      </section>
      <div className="actions">
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon drawing={isFollowing ? 'pause' : 'follow'} size={16} />}
          onClick={() => props.onFollowing(!isFollowing)}
        >
          {isFollowing ? own.pause : own.follow}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={copied.count === 0}
          leftSection={<Icon drawing="copy" size={16} />}
          onClick={() => void run()}
        >
          {own.copy}
        </Button>
        <output className="quiet small">
          {call.kind === 'done' ? own.copied(copied.count, count(language, copied.count)) : ''}
        </output>
      </div>
      <p className="quiet small">{isFollowing ? own.following : own.paused}</p>
    </>
  );
}
