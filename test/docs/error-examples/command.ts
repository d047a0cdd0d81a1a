import type { Examples } from './examples.js';

export const commandExamples: Examples<'command'> = {
  'command/editor-failed': { editor: 'code', reason: 'spawn code ENOENT' },
  'command/output-not-writable': { file: 'sql/upgrade.sql', reason: "ENOENT: no such file or directory, open 'sql/upgrade.sql'" },
  'command/uncaught': { reason: 'connect ECONNREFUSED 127.0.0.1:6379' },
  'command/wrong-usage': { problem: "unknown command 'upgrde'", nearest: 'upgrade', command: null },
};
