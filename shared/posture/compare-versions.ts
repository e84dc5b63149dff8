// Orders the versions of operating systems and products.

/**
 * Orders two versions: negative if `left` is the older one, 0 if they are the same. Runs of digits count as numbers of any
 * length, so 12.9 < 12.11; runs of letters count as words and stand before any number, so 1.0rc1 < 1.0; missing places
 * count as 0, so 12 = 12.0. Everything else only separates.
 */
export function compareVersions(left: string, right: string): number {
  return comparePlaces(placesOf(left), placesOf(right));
}

/** Like `compareVersions`, but only as far as `wanted` goes: 12.11 is the same as 12, and not newer than it. */
export function compareToPrecision(actual: string, wanted: string): number {
  const places = placesOf(wanted);
  return comparePlaces(placesOf(actual).slice(0, places.length), places);
}

function placesOf(version: string): string[] {
  return version.toLowerCase().match(/[0-9]+|[a-z]+/g) ?? [];
}

function comparePlaces(left: readonly string[], right: readonly string[]): number {
  const length = Math.max(left.length, right.length);
  for (let place = 0; place < length; place += 1) {
    const order = comparePlace(left[place] ?? '0', right[place] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}

function comparePlace(left: string, right: string): number {
  const leftIsNumber = isNumber(left);
  if (leftIsNumber !== isNumber(right)) return leftIsNumber ? 1 : -1;
  if (!leftIsNumber) return compareText(left, right);
  const [a, b] = [left.replace(/^0+/, ''), right.replace(/^0+/, '')];
  return a.length - b.length || compareText(a, b);
}

function isNumber(place: string): boolean {
  return place.charCodeAt(0) <= 57;
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
