import { sentence } from '../text.js';

/** The area `command` of the catalogue: the words of the command line, and what goes on beside its work. */
export const commandErrors = {
  'command/editor-failed': (d: { editor: string; reason: string }) => ({
    message: `The editor "${d.editor}" did not do its work: ${sentence(d.reason)}`,
    hint: 'Let $VISUAL or $EDITOR hold the program, and what it needs to wait for you: `code --wait`.',
  }),
  'command/output-not-writable': (d: { file: string; reason: string }) => ({
    message: `Cannot write the script into ${d.file}: ${sentence(d.reason)}`,
    hint: 'Name a file in a folder that is there and that you may write to.',
  }),
  'command/uncaught': (d: { reason: string }) => ({
    message: `Something failed beside the command's own work, and nothing caught it: ${sentence(d.reason)}`,
    hint: 'Wait for every promise in the configuration file, the entities and the revisions, or catch what it throws.',
  }),
  'command/wrong-usage': (d: { problem: string; nearest: string | null; command: string | null }) => ({
    message: sentence(d.problem),
    hint: d.nearest === null ? `See \`limbeck ${d.command === null ? '' : `${d.command} `}--help\`.` : `Did you mean ${d.nearest}?`,
  }),
};
