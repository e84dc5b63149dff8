// Draws the pages on which people give or choose the password of a local account; pure.

import { shortestPassword } from '../../../shared/ems/user-accounts.ts';
import { Html, html } from '../../../shared/page/html.ts';
import type { Language } from '../../../shared/words/language.ts';
import { style } from './style.ts';
import { texts } from './texts/texts.ts';

/** What a person sees. No page says whether an account exists. */
export type UserPage =
  | {
      readonly kind: 'sign-in';
      readonly hostname: string;
      readonly osUser: string;
      /** What was typed, after a try that failed. */
      readonly name: string;
      readonly trouble: Trouble | null;
    }
  | { readonly kind: 'sign-in-over' }
  | { readonly kind: 'choose'; readonly account: string; readonly trouble: Trouble | null }
  | { readonly kind: 'chosen' }
  | { readonly kind: 'link-over' }
  | { readonly kind: 'broken' };

export type Trouble =
  | { readonly kind: 'wrong' }
  | { readonly kind: 'held'; readonly seconds: number }
  | { readonly kind: 'unfit' }
  | { readonly kind: 'different' };

export function userPage(page: UserPage, language: Language): string {
  const { title, body } = contentOf(page, language);
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
${mark}
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.text;
}

/** A stile: two posts, two rails, a step. */
const mark = html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="M5 3v18M19 3v18M5 8h14M5 14h14M9 19h10"/></svg>`;

interface Content {
  readonly title: string;
  readonly body: Html;
}

function contentOf(page: UserPage, language: Language): Content {
  const words = texts[language];
  const notice = ({ title, text }: { readonly title: string; readonly text: string }): Content => ({
    title,
    body: html`<p>${text}</p>`,
  });
  switch (page.kind) {
    case 'sign-in':
      return { title: words.signIn.title, body: signInForm(page, language) };
    case 'choose':
      return { title: words.choose.title, body: chooseForm(page, language) };
    case 'sign-in-over':
      return notice(words.signIn.over);
    case 'chosen':
      return notice(words.choose.done);
    case 'link-over':
      return notice(words.choose.over);
    case 'broken':
      return notice(words.broken);
  }
}

/** The form goes back to its own address, in which the sign-in stands. */
function signInForm(page: Extract<UserPage, { kind: 'sign-in' }>, language: Language): Html {
  const words = texts[language].signIn;
  return html`<p>${words.on(page.hostname, page.osUser)}</p>
${troubleOf(page.trouble, language)}
<form method="post" action="">
<label>${words.name}<input name="name" value="${page.name}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required></label>
<label>${words.password}<input name="password" type="password" autocomplete="current-password" maxlength="1024" required></label>
<button>${words.submit}</button>
</form>`;
}

function chooseForm(page: Extract<UserPage, { kind: 'choose' }>, language: Language): Html {
  const words = texts[language].choose;
  const length = String(shortestPassword);
  return html`<p>${words.account(page.account)} ${words.rule(shortestPassword)}</p>
${troubleOf(page.trouble, language)}
<form method="post" action="">
<input name="name" value="${page.account}" autocomplete="username" hidden>
<label>${words.password}<input name="password" type="password" autocomplete="new-password" minlength="${length}" maxlength="1024" required></label>
<label>${words.again}<input name="again" type="password" autocomplete="new-password" minlength="${length}" maxlength="1024" required></label>
<button>${words.submit}</button>
</form>`;
}

function troubleOf(trouble: Trouble | null, language: Language): Html | string {
  if (trouble === null) return '';
  const { signIn, choose, held } = texts[language];
  const said = {
    wrong: () => signIn.wrong,
    unfit: () => choose.unfit(shortestPassword),
    different: () => choose.different,
    held: () => (trouble.kind === 'held' ? held(trouble.seconds) : ''),
  } as const;
  return html`<p class="wrong" role="alert">${said[trouble.kind]()}</p>`;
}
