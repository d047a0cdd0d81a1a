import type { ReportContent } from './content.js';
import { loadGraphviz } from './draw.js';
import { markdownOf } from './markdown.js';
import { pageOf } from './page.js';

/** What a report can be written as. */
export type ReportFormat = 'html' | 'markdown';

/** Writes a report in a format. */
export const writeReport = async (content: ReportContent, format: ReportFormat): Promise<string> =>
  format === 'html' ? pageOf(content, await loadGraphviz()) : markdownOf(content);
