// The rail at the start of the window: the pages, which is shown, what is unread, and how the device stands.

import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { standingOf } from '../../shared/shell/standing.ts';
import { Mark } from '../parts/mark.tsx';
import { useGui } from '../shell.ts';
import { useWords } from '../use-words.ts';
import { placeAfterKey, unreadCount } from '../views/pages.ts';
import { toneOfStanding } from '../views/tone.ts';
import { Icon, Logo } from './icons.tsx';
import { usePages } from './page-context.ts';

export function Navigation(): ReactNode {
  const { frame, standing } = useWords();
  const gui = useGui();
  const { all, shown, go } = usePages();
  const list = useRef<HTMLUListElement>(null);
  const unread = unreadCount(gui);
  const isMac = gui.about.platform === 'darwin';
  const stands = standingOf(gui);

  function move(event: KeyboardEvent): void {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const place = buttons.findIndex((each) => each.matches(':focus'));
    const next = placeAfterKey(event.key, place, buttons.length);
    if (place < 0 || next === null) return;
    event.preventDefault();
    buttons[next]?.focus();
  }

  return (
    <header className="side">
      <div className="rail">
        <div className="rail-product">
          <Logo />
          <span className="rail-text">{frame.product}</span>
        </div>
        <nav aria-label={frame.navigation}>
          <ul ref={list} className="rail-pages" onKeyDown={move}>
            {all.map((page, index) => (
              <li key={page}>
                <button
                  type="button"
                  className="rail-page"
                  title={frame.withKeys(frame.pages[page], isMac ? `⌘${index + 1}` : frame.controlAnd(`${index + 1}`))}
                  aria-keyshortcuts={`${isMac ? 'Meta' : 'Control'}+${index + 1}`}
                  aria-current={page === shown ? 'page' : undefined}
                  onClick={() => go(page)}
                >
                  <Icon drawing={page} />
                  <span className="rail-text">{frame.pages[page]}</span>
                  {page === 'notifications' && unread > 0 ? (
                    <span className="rail-badge">
                      <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
                      <span className="unseen">{frame.unread(unread)}</span>
                    </span>
                  ) : null}
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <output className="rail-standing" data-standing={stands}>
          <Mark tone={toneOfStanding[stands]}>
            <span className="rail-text">{standing.names[stands]}</span>
          </Mark>
        </output>
      </div>
    </header>
  );
}
