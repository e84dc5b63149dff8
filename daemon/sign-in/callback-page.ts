// Draws the page that a browser shows at the end of a sign-in: it loads nothing, runs nothing and links to nothing.

import { createHash } from 'node:crypto';
import { Html, html } from '../../shared/page/html.ts';
import type { Language } from '../../shared/words/language.ts';

/** `elsewhere`: the request was not the one that is waited for. */
export type CallbackEnd = 'signed-in' | 'failed' | 'elsewhere';

export function callbackPage(end: CallbackEnd, language: Language): string {
  const [title, text] = texts[language][end];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
</main>
</body>
</html>
`.text;
}

/** The address bar holds a code: nobody is told of it, and nothing keeps it. */
export function callbackHeaders(language: Language): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': language,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  };
}

const style =
  'body{font:1rem/1.5 system-ui,sans-serif;color:#1b2a2f;background:#f4f7f7;margin:0}' +
  'main{max-width:34rem;margin:15vh auto;padding:0 1.5rem}h1{font-size:1.5rem}' +
  '@media(prefers-color-scheme:dark){body{color:#e4ecec;background:#12191b}}';
const styleHash = createHash('sha256').update(style).digest('base64');

const texts: Readonly<Record<Language, Readonly<Record<CallbackEnd, readonly [string, string]>>>> = {
  en: {
    'signed-in': ['You are signed in', 'You can close this tab.'],
    failed: ['Signing in did not work', 'You can close this tab. Stile says why, and lets you try again.'],
    elsewhere: ['Nothing to see here', 'This page is only for the end of a sign-in that Stile has begun.'],
  },
  de: {
    'signed-in': ['Sie sind angemeldet', 'Sie können diesen Tab schließen.'],
    failed: [
      'Die Anmeldung hat nicht geklappt',
      'Sie können diesen Tab schließen. Stile sagt, warum, und lässt Sie es erneut versuchen.',
    ],
    elsewhere: [
      'Hier gibt es nichts zu sehen',
      'Diese Seite dient nur dem Ende einer Anmeldung, die Stile begonnen hat.',
    ],
  },
  fr: {
    'signed-in': ['Vous êtes connecté', 'Vous pouvez fermer cet onglet.'],
    failed: [
      'La connexion n’a pas abouti',
      'Vous pouvez fermer cet onglet. Stile indique pourquoi et vous permet de réessayer.',
    ],
    elsewhere: ['Rien à voir ici', 'Cette page ne sert qu’à terminer une connexion commencée par Stile.'],
  },
  es: {
    'signed-in': ['Ha iniciado sesión', 'Puede cerrar esta pestaña.'],
    failed: [
      'No se pudo iniciar sesión',
      'Puede cerrar esta pestaña. Stile indica el motivo y le permite volver a intentarlo.',
    ],
    elsewhere: ['Aquí no hay nada que ver', 'Esta página solo sirve para terminar un inicio de sesión de Stile.'],
  },
  ja: {
    'signed-in': ['サインインしました', 'このタブを閉じてかまいません。'],
    failed: ['サインインできませんでした', 'このタブを閉じてください。理由は Stile に表示され、もう一度試せます。'],
    elsewhere: ['ここには何もありません', 'このページは Stile が開始したサインインの完了にのみ使われます。'],
  },
  'zh-Hans': {
    'signed-in': ['您已登录', '您可以关闭此标签页。'],
    failed: ['登录未成功', '您可以关闭此标签页。Stile 会说明原因，并可让您重试。'],
    elsewhere: ['这里没有内容', '此页面仅用于完成由 Stile 发起的登录。'],
  },
};
