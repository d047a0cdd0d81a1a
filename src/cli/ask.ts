import { createInterface } from 'node:readline/promises';
import { shown } from './paint.js';

/** Puts a question, and gives the answer. */
export type Ask = (question: string) => Promise<string>;

/** Lets `work` ask at the terminal. Whoever closes it (Ctrl+D) answers no more: every answer is empty then. */
export async function atTerminal<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
    return await work((question) => Promise.race([terminal.question(shown(question)), closed]));
  } finally {
    terminal.close();
  }
}

/** Asks again until the answer is the number of a choice; `undefined` for an empty one, or no. */
export async function untilValid<T>(choices: readonly T[], ask: () => Promise<string>): Promise<T | undefined> {
  for (;;) {
    const answer = (await ask()).trim().toLowerCase();
    if (answer === '' || answer === 'n' || answer === 'no') return undefined;
    const choice = /^\d+$/.test(answer) ? choices[Number(answer) - 1] : undefined;
    if (choice !== undefined) return choice;
  }
}

/** Asks which of several is meant; `null` for none. */
export async function askWhich(question: string, choices: readonly string[], ask: Ask): Promise<number | null> {
  const lines = choices.map((choice, position) => `  ${position + 1}  ${choice}\n`);
  const chosen = await untilValid([...choices.keys()], () => ask(`${question}\n${lines.join('')}> `));
  return chosen ?? null;
}

/** Asks whether something is to be done; an empty answer means yes. */
export const askWhether = async (question: string, ask: Ask): Promise<boolean> => /^(y|yes|)$/i.test((await ask(`${question} [Y/n] `)).trim());
