// English: the page with every rule and every fact of this device.

export const posture = {
  lead: 'What your organisation asks of this device, and what the agent found. Only these facts are reported, never what is in your files.',
  rules: 'Rules',
  facts: 'Other facts',
  factsLead: 'The agent reports these, too; no rule looks at them now.',
  observed: 'Last look',
  neverObserved: 'not yet',
  metCount: (met: number, all: number) => `${met} of ${all} met`,
  emptyTitle: 'No rules',
  empty: 'Your organisation asks nothing of this device at the moment.',
};
