import { createInterface } from 'node:readline/promises';
import type { RenameCandidate } from '../diff/rename-candidates.js';

/** Whether somebody reads the questions and can answer them. */
export const isAtTerminal = (): boolean => process.stdin.isTTY && process.stdout.isTTY;

/** Asks at the terminal which candidates are renames; see {@link askRenames}. */
export async function askAtTerminal(candidates: readonly RenameCandidate[]): Promise<readonly string[]> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    // Whoever closes the terminal (Ctrl+D) answers no more.
    const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
    return await askRenames(candidates, (question) => Promise.race([terminal.question(question), closed]));
  } finally {
    terminal.close();
  }
}

/** What an object is called in a question. */
const kinds: { readonly [K in RenameCandidate['kind']]: string } = { table: 'table', column: 'column', enum: 'enum type', enumValue: 'enum value' };

/** Asks for each new object what it was before; an empty answer, or `n`, means that it is new. Gives the renames that were chosen. */
export async function askRenames(candidates: readonly RenameCandidate[], ask: (question: string) => Promise<string>): Promise<readonly string[]> {
  const chosen: RenameCandidate[] = [];
  for (const to of new Set(candidates.map((candidate) => candidate.to))) {
    const choices = candidates.filter((each) => each.to === to && !chosen.some((other) => other.from === each.from));
    const [first] = choices;
    if (first === undefined) continue;
    const lines = choices.map(({ from }, position) => `  ${position + 1}  it was ${from}\n`);
    const answer = await untilValid(choices, () => ask(`\nThe ${kinds[first.kind]} ${to} is new. Was it renamed?\n${lines.join('')}  n  no, it is new\n> `));
    if (answer !== undefined) chosen.push(answer);
  }
  return chosen.map(({ rename }) => rename);
}

/** Asks again until the answer is the number of a choice, or no. */
async function untilValid<T>(choices: readonly T[], ask: () => Promise<string>): Promise<T | undefined> {
  for (;;) {
    const answer = (await ask()).trim().toLowerCase();
    if (answer === '' || answer === 'n' || answer === 'no') return undefined;
    const choice = /^\d+$/.test(answer) ? choices[Number(answer) - 1] : undefined;
    if (choice !== undefined) return choice;
  }
}
