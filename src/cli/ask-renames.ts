import type { RenameCandidate } from '../diff/rename-candidates.js';
import { visible } from '../kernel/visible.js';
import { type Ask, atTerminal, untilValid } from './ask.js';

/** Asks at the terminal which candidates are renames; see {@link askRenames}. */
export const askAboutRenames = (candidates: readonly RenameCandidate[]): Promise<readonly string[]> => atTerminal((ask) => askRenames(candidates, ask));

/** What an object is called in a question. */
const kinds: { readonly [K in RenameCandidate['kind']]: string } = { table: 'table', column: 'column', enum: 'enum type', enumValue: 'enum value' };

/** Asks for each new object what it was before; an empty answer, or `n`, means that it is new. Gives the renames that were chosen. */
export async function askRenames(candidates: readonly RenameCandidate[], ask: Ask): Promise<readonly string[]> {
  const chosen: RenameCandidate[] = [];
  for (const to of new Set(candidates.map((candidate) => candidate.to))) {
    const choices = candidates.filter((each) => each.to === to && !chosen.some((other) => other.from === each.from));
    const [first] = choices;
    if (first === undefined) continue;
    const lines = choices.map(({ from }, position) => `  ${position + 1}  it was ${visible(from)}\n`);
    const answer = await untilValid(choices, () => ask(`\nThe ${kinds[first.kind]} ${visible(to)} is new. Was it renamed?\n${lines.join('')}  n  no, it is new\n> `));
    if (answer !== undefined) chosen.push(answer);
  }
  return chosen.map(({ rename }) => rename);
}
