// Draws the page that tells a person why an application does not open, and what to do.

import { Html, html } from '../../../shared/page/html.ts';
import type { Language } from '../../../shared/words/language.ts';
import type { DenialFacts } from '../ports.ts';
import { causeOf } from './causes.ts';
import { style } from './style.ts';
import { type Texts, texts } from './texts/texts.ts';

export function denialPage(facts: DenialFacts, language: Language): string {
  const words = texts[language];
  const { title, what, next } = words.causes[causeOf(facts.denial.code)];
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${facts.denial.code} · ${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
<header>${mark}<span>${words.accessDenied}</span><b>${facts.denial.code}</b></header>
<section>
<h1>${title}</h1>
<p>${what}</p>
${tagList(facts, words)}
</section>
<section>
<h2>${words.whatToDo}</h2>
<p>${next}</p>
${facts.denial.retry ? html`<a href="">${words.tryAgain}</a>` : ''}
</section>
<section>
<h2>${words.details}</h2>
<dl>
${rows(facts, words, language)}
</dl>
</section>
<footer>${words.tellSupport}</footer>
</main>
</body>
</html>
`;
  return page.text;
}

/** A stile: two posts, two rails, a step. */
const mark = html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="M5 3v18M19 3v18M5 8h14M5 14h14M9 19h10"/></svg>`;

function tagList({ denial }: DenialFacts, words: Texts): Html | string {
  const tags = denial.tags ?? [];
  const cause = causeOf(denial.code);
  if (tags.length === 0 || (cause !== 'tag-missing' && cause !== 'tag-forbidden')) return '';
  const label = cause === 'tag-missing' ? words.tagsMissing : words.tagsForbidden;
  return html`<ul><li class="label">${label}:</li>${tags.map((tag) => html`<li>${tag}</li>`)}</ul>`;
}

/** Before the device is known a stranger is told no more than code, time and request. */
function rows(facts: DenialFacts, words: Texts, language: Language): readonly Html[] {
  const { denial, at } = facts;
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' }).format(at);
  const known: readonly (readonly [string, string | null | undefined])[] =
    facts.deviceId === null
      ? []
      : [
          [words.application, denial.destination ?? facts.host],
          [words.policy, denial.policy],
          [words.user, facts.user],
          [words.deviceId, facts.deviceId],
          [words.serial, facts.serial],
          [words.ems, facts.ems],
        ];
  const all = [
    [words.code, `${denial.code} ${denial.title}`],
    ...known,
    [words.time, time],
    [words.requestId, denial.requestId],
  ] as const;
  return all
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([label, value]) => html`<dt>${label}</dt><dd>${value ?? ''}</dd>`);
}
