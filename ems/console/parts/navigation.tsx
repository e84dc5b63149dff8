// Moving between pages without leaving the one document.

import { type MouseEvent, type ReactNode, useSyncExternalStore } from 'react';

const moved = new EventTarget();

/** The path of the address, as it changes. */
export function usePath(): string {
  return useSyncExternalStore(watch, () => window.location.pathname);
}

/** `replace`: the address of before is not to come back. */
export function goTo(path: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') window.history.pushState(null, '', path);
  else window.history.replaceState(null, '', path);
  moved.dispatchEvent(new Event('moved'));
  window.scrollTo(0, 0);
}

/** A link within the console; a new tab opens as with every other link. */
export function PlaceLink(props: {
  readonly to: string;
  readonly className?: string;
  readonly isCurrent?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  function follow(event: MouseEvent): void {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(props.to);
  }
  return (
    <a
      href={props.to}
      className={props.className}
      aria-current={props.isCurrent === true ? 'page' : undefined}
      onClick={follow}
    >
      {props.children}
    </a>
  );
}

function watch(changed: () => void): () => void {
  moved.addEventListener('moved', changed);
  window.addEventListener('popstate', changed);
  return () => {
    moved.removeEventListener('moved', changed);
    window.removeEventListener('popstate', changed);
  };
}
