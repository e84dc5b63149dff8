// English: the page that keeps the notices.

export const noticesPage = {
  about: 'What happened that you had to know. They are kept on this computer.',
  none: 'Nothing has happened that you need to know.',
  noneMore: 'Notices of lost access, and of what came back, are kept here.',
  today: 'Today',
  yesterday: 'Yesterday',
  isNew: 'New',
  clear: 'Clear all',
  clearQuestion: 'Remove all notices from this list?',
  clearYes: 'Remove all',
  clearMeaning: 'They cannot be brought back. What they told stays in the activity as long as the agent remembers it.',
  go: {
    overview: 'Show the overview',
    posture: 'Show the posture',
    destinations: 'Show the destinations',
    activity: 'Show the activity',
    diagnostics: 'Show the diagnostics',
    settings: 'Show the settings',
  },
  requestId: (id: string) => `Request id ${id}`,
};
