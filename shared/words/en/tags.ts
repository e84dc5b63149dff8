// English: the page that says why this device has a tag, or lacks it.

export const tags = {
  lead: 'Tags say what your organisation knows about this device. They decide which services you reach.',
  held: 'This device has it',
  missing: 'This device lacks it',
  /** Above the rules of a tag that is held, and of one that is missing. */
  because: 'It has the tag because of this:',
  inTheWay: 'This is in the way:',
  given: 'Your organisation gives this tag itself; no rule of this device decides it.',
  withheld: 'Nothing on this device is in the way. Your organisation has not given the tag yet, or withholds it.',
  fromAdministrator: 'Your administrator says',
  emptyTitle: 'No tags yet',
  empty: 'Your organisation gives none to devices like this one, or has not yet answered.',
};
