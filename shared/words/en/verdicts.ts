// English: what a rule came to on this device.

export const verdicts = {
  names: { satisfied: 'Met', unsatisfied: 'Not met', unknown: 'Not known' },
  /** Before its time, before what to do. */
  seen: 'Seen',
  remedy: 'What to do',
  /** A rule without a title of the administrator's. */
  untitled: (rule: number) => `Rule ${rule}`,
  /** The verdict rests on no fact that this release could read. */
  noFact: 'nothing this release of the agent can look at',
  check: 'Check again',
  checking: 'Checking…',
  /** After a check. */
  checkedAll: 'Checked. All rules are met.',
  checked: (unmet: number) => (unmet === 1 ? 'Checked. One rule is not met.' : `Checked. ${unmet} rules are not met.`),
};
