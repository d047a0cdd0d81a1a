import { askRenames } from '../../../src/cli/ask-renames.js';
import type { RenameCandidate } from '../../../src/diff/rename-candidates.js';

const candidate = (from: string, to: string): RenameCandidate => ({ kind: 'column', from, to, rename: `${from}=${to}` });
const candidates = [candidate('user.mail', 'user.email'), candidate('user.nick', 'user.email'), candidate('user.mail', 'user.post'), candidate('user.nick', 'user.post')];

/** Somebody who gives these answers, and what that person was asked. */
function person(...answers: readonly string[]) {
  const questions: string[] = [];
  const left = [...answers];
  return { questions, ask: (question: string): Promise<string> => Promise.resolve(questions.push(question)).then(() => left.shift() ?? 'n') };
}

describe('askRenames', () => {
  it('asks for each new object, and offers what is left', async () => {
    const { ask, questions } = person('1', '1');
    expect(await askRenames(candidates, ask)).toEqual(['user.mail=user.email', 'user.nick=user.post']);
    expect(questions).toEqual([
      '\nThe column user.email is new. Was it renamed?\n  1  it was user.mail\n  2  it was user.nick\n  n  no, it is new\n> ',
      '\nThe column user.post is new. Was it renamed?\n  1  it was user.nick\n  n  no, it is new\n> ',
    ]);
  });

  it.each(['', 'n', 'No '])('takes %j for no', async (answer) => {
    expect(await askRenames(candidates.slice(0, 2), person(answer).ask)).toEqual([]);
  });

  it('asks again until it understands', async () => {
    const { ask, questions } = person('3', '0', 'yes', '2');
    expect(await askRenames(candidates.slice(0, 2), ask)).toEqual(['user.nick=user.email']);
    expect(questions).toHaveLength(4);
  });
});
