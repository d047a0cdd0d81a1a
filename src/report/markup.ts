import { visible, visibleLines } from '../kernel/visible.js';

/** A piece of HTML or of SVG, in which every text from outside is escaped already. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What can stand in a template: texts are escaped, lists are joined. */
type Content = Markup | string | number | readonly Content[];

/** HTML from a template: ``html`<p>${text}</p>` ``. */
export const html = (parts: TemplateStringsArray, ...contents: readonly Content[]): Markup =>
  new Markup(parts.map((part, position) => `${part}${position < contents.length ? render(contents[position] ?? '') : ''}`).join(''));

/** Text that keeps its lines, for `<pre>`. */
export const lines = (text: string): Markup => new Markup(escapeMarkup(visibleLines(text)));

/** `text` as it stands in HTML, in XML and in their attributes. */
export const escapeMarkup = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function render(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(render).join('');
  return escapeMarkup(visible(String(content)));
}
