// Adds a destination of the user's own; what is wrong with it, or what the agent refuses, stands at its field.

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { shownText } from '../../../shared/shell/shown-text.ts';
import { listOf } from '../../../shared/words/format.ts';
import { useCall } from '../../call.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useBridge } from '../../shell.ts';
import { useLanguage, useWords } from '../../use-words.ts';
import {
  emptyDestination,
  type Field,
  type FieldFaults,
  fieldOfRefusal,
  type PersonalDestination,
  readDestination,
  type TypedDestination,
} from '../../views/personal-destination.ts';
import type { DestinationActs } from './use-destination-acts.ts';

export function AddDestination(props: {
  readonly domains: readonly string[];
  readonly acts: Pick<DestinationActs, 'ask' | 'say'>;
}): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const bridge = useBridge();
  const own = words.destinations.add;
  const [typed, setTyped] = useState(emptyDestination);
  const [faults, setFaults] = useState<FieldFaults>({});
  const { call, run } = useCall((value: PersonalDestination) => bridge.agent('addPersonalDestination', value));
  const refused = call.kind === 'failed' ? fieldOfRefusal(call.error) : null;

  async function add(): Promise<void> {
    const read = readDestination(typed, words);
    setFaults(read.kind === 'incomplete' ? read.faults : {});
    if (read.kind === 'incomplete' || call.kind === 'busy') return;
    const answer = await run(read.value);
    if (!answer.ok) return;
    props.acts.say(own.added(shownText(read.value.name, 64)));
    props.acts.ask(null);
  }

  function fault(field: Field): string | undefined {
    if (call.kind === 'failed' && refused === field)
      return [call.error.message, call.error.next].map((text) => shownText(text)).join('. ');
    return faults[field];
  }

  function text(field: Field): {
    value: string;
    error: string | undefined;
    onChange: (event: { currentTarget: { value: string } }) => void;
  } {
    return {
      value: typed[field],
      error: fault(field),
      onChange: (event) => setTyped({ ...typed, [field]: event.currentTarget.value } satisfies TypedDestination),
    };
  }

  return (
    <Dialog title={own.title} onClose={() => props.acts.ask(null)}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <p className="quiet">{own.about}</p>
        <TextInput
          label={own.name}
          description={own.nameHint}
          required
          data-autofocus
          maxLength={80}
          {...text('name')}
        />
        <div className="field-pair">
          <TextInput
            label={own.host}
            description={props.domains.length === 0 ? own.hostHintPlain : own.hostHint(listOf(language, props.domains))}
            required
            dir="ltr"
            autoComplete="off"
            spellCheck={false}
            maxLength={260}
            {...text('host')}
          />
          <TextInput
            label={own.port}
            description={own.portHint}
            required
            inputMode="numeric"
            dir="ltr"
            maxLength={6}
            {...text('port')}
          />
        </div>
        <NativeSelect
          label={own.kind}
          value={typed.kind}
          data={(['tcp', 'http'] as const).map((kind) => ({ value: kind, label: own.kinds[kind] }))}
          onChange={(event) => setTyped({ ...typed, kind: event.currentTarget.value === 'http' ? 'http' : 'tcp' })}
        />
        {call.kind === 'failed' && refused === null ? <ErrorNotice error={call.error} /> : null}
        <div className="actions answers">
          <Button variant="default" onClick={() => props.acts.ask(null)}>
            {words.frame.cancel}
          </Button>
          <Button type="submit" aria-disabled={call.kind === 'busy'}>
            {own.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
