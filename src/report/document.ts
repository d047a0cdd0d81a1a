import { limbeckVersion } from '../kernel/version.js';
import { html, Markup } from './markup.js';
import { style } from './style.js';

/** An HTML document that loads nothing and runs nothing: its policy forbids both. */
export const document = (title: string, body: Markup): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Limbeck ${limbeckVersion()}">
<title>${title}</title>
<style>
${new Markup(style)}
</style>
</head>
<body>
${body}
</body>
</html>
`.text;
