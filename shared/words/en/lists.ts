// English: what long lists have in common.

export const lists = {
  pages: 'Pages of the list',
  page: (number: string) => `Page ${number}`,
  previous: 'Previous page',
  next: 'Next page',
  range: (first: string, last: string, all: string) => `${first} to ${last} of ${all}`,
  clearFilter: 'Clear the filter',
  /** Where a measure has no value yet. */
  nothing: 'none yet',
};
